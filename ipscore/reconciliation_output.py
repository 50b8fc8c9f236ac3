"""A reconciliation as tables, or as one frame."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from indicator_tree.published import NotCompared
from reports.comparison_tables import count_table, node_table
from reports.figures import plain
from reports.reconciliation_tables import every_scheme_table, reproduction_table
from reports.statement_comparison import StatementClass
from reports.statement_tables import change_table, class_table, place_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from ipscore.reconciliation import Reconciliation
    from reports.statement_comparison import ChangeRow, Outcome, PlaceRow
    from reports.table import Table

RECONCILIATION = pl.Schema(
    {
        "kind": pl.String(),
        "key": pl.String(),
        "label": pl.String(),
        "level": pl.Int64(),
        "scheme": pl.String(),
        "computed": pl.Float64(),
        "published": pl.Float64(),
        "difference": pl.Float64(),
        "expected": pl.Float64(),
        "bands": pl.List(pl.Int64()),
        "published_bands": pl.List(pl.Int64()),
        "verdict": pl.String(),
        "stated": pl.Boolean(),
        "reason": pl.String(),
    }
)
"""A row is a published statement: a `mean` under a weight scheme (bands under that of the run), its `change` on the
year before (per cent) and its `place` among its siblings under the scheme, the number of `firms`, a `count` of records,
a `previous_count` (of the year before), or any other `statement`, which nothing is compared with. `difference` is
unrounded; `expected` is the mean that must come out under the scheme; `stated`: whether a document states the figure.
Verdicts: match, explained, mismatch, unknown (not compared)."""

_NO_RECORDS = "运行中没有上年度的记录"


def scheme_titles(rulebook: Rulebook) -> dict[str, str]:
    """The weight schemes by name."""
    return {name: scheme.title for name, scheme in rulebook.weights.items()}


def run_scheme_table(found: Reconciliation) -> Table:
    """Means and bands under the weight scheme of the run."""
    rulebook, scheme = found.evaluation.rulebook, found.evaluation.scheme
    bands = "；或 ".join("、".join(each.labels) for each in rulebook.bands.values())
    title = f"{rulebook.title}：与{found.published.title}对照（权重方案：{rulebook.weights[scheme].title}）"
    return node_table(found.nodes, scheme, title, bands_note=f"分段为各段公司数，由高到低：{bands}")


def reconciliation_tables(found: Reconciliation) -> tuple[Table | str, ...]:
    """Everything there is to tell."""
    titles = scheme_titles(found.evaluation.rulebook)
    asked = len(found.published.count)
    told: list[Table | str] = [
        run_scheme_table(found),
        every_scheme_table(found.nodes, titles),
        reproduction_table(found.nodes, titles),
    ]
    if found.before is not None and found.changes:
        told.append(change_table(found.changes, titles, found.before.title))
    if found.places:
        told.append(place_table(found.places, titles))
    if found.published.firms is not None:
        told.append(found.firms_told)
    if found.counts is None and asked:
        told.append(f"记录数：公布了 {asked} 个，没有核对；运行中只有证据，没有记录，加 --records DIR 即可核对")
    elif found.counts:
        told.append(count_table(found.counts))
    told.append(class_table(_classes(found), _left_out(found)))
    return (*told, found.verdict)


def _classes(found: Reconciliation) -> tuple[StatementClass, ...]:
    """Every class of statements under the scheme of the run, with how many came out how."""
    scheme, published = found.evaluation.scheme, found.published
    nodes = [row for row in found.nodes if row.scheme == scheme and row.in_document]
    banded: list[Outcome] = [
        "mismatch" if row.bands_differ else "match" for row in nodes if row.published_bands is not None
    ]
    earlier = () if found.before is None else found.before.count
    counted: list[Outcome] = (
        ["unknown"] * len(published.count) if found.counts is None else [row.verdict for row in found.counts]
    )
    outcomes: dict[str, list[Outcome]] = {
        "均分": [row.of_mean for row in nodes],
        "得分分段": banded,
        "较上年度的变化": [row.verdict for row in found.changes if row.scheme == scheme],
        "同级指标中的位次": [row.verdict for row in found.places if row.scheme == scheme],
        "参评数": [] if published.firms is None else ["match" if published.firms == found.firms else "mismatch"],
        "记录数": counted,
        "上年度的记录数": ["unknown"] * len(earlier),
        "其他说法": ["unknown"] * len(published.not_compared),
    }
    return tuple(StatementClass(name, Counter(each)) for name, each in outcomes.items())


def _left_out(found: Reconciliation) -> tuple[NotCompared, ...]:
    """What was not compared, counts of the year before among it."""
    earlier = () if found.before is None else found.before.count.values()
    return (
        *(
            NotCompared(
                label=f"上年度{one.label} {plain(one.value)} {one.unit}",
                reason=_NO_RECORDS,
                reference=one.reference,
            )
            for one in earlier
        ),
        *found.published.not_compared,
    )


def reconciliation_frame(found: Reconciliation) -> pl.DataFrame:
    """Every published figure as `RECONCILIATION`."""
    rows = [*_means(found), *_statements(found), *_firms(found), *_counts(found), *_others(found)]
    return pl.DataFrame(rows, RECONCILIATION, orient="row")


def _means(found: Reconciliation) -> Iterator[dict[str, Any]]:
    for row in found.nodes:
        yield {
            "kind": "mean",
            "key": row.node,
            "label": row.name,
            "level": row.level,
            "scheme": row.scheme,
            **_compared(row.mean, row.published),
            "expected": row.expected,
            "bands": row.bands,
            "published_bands": None if row.bands is None else row.published_bands,
            "verdict": row.verdict,
            "stated": row.in_document,
            "reason": row.reason,
        }


def _statements(found: Reconciliation) -> Iterator[dict[str, Any]]:
    levels = {row.node: row.level for row in found.nodes}
    computed: list[tuple[str, ChangeRow | PlaceRow, float | None]] = [
        *(("change", row, row.change) for row in found.changes),
        *(("place", row, None if row.place is None else float(row.place)) for row in found.places),
    ]
    for kind, row, value in computed:
        yield {
            "kind": kind,
            "key": row.node,
            "label": row.name,
            "level": levels[row.node],
            "scheme": row.scheme,
            **_compared(value, None if row.published is None else float(row.published)),
            "verdict": row.verdict,
            "stated": True,
            "reason": row.reason,
        }


def _others(found: Reconciliation) -> Iterator[dict[str, Any]]:
    for key, figure in {} if found.before is None else found.before.count.items():
        yield {
            "kind": "previous_count",
            "key": key,
            "label": figure.label,
            "published": figure.value,
            "verdict": "unknown",
            "stated": True,
            "reason": _NO_RECORDS,
        }
    for one in found.published.not_compared:
        yield {"kind": "statement", "label": one.label, "verdict": "unknown", "stated": True, "reason": one.reason}


def _firms(found: Reconciliation) -> Iterator[dict[str, Any]]:
    published = found.published.firms
    if published is not None:
        verdict = "match" if published == found.firms else "mismatch"
        yield {
            "kind": "firms",
            "key": "firms",
            "label": f"参评{found.evaluation.rulebook.words.noun}",
            **_compared(float(found.firms), float(published)),
            "verdict": verdict,
            "stated": True,
        }


def _counts(found: Reconciliation) -> Iterator[dict[str, Any]]:
    counted = {row.key: row for row in found.counts or ()}
    for key, figure in found.published.count.items():
        row = counted.get(key)
        yield {
            "kind": "count",
            "key": key,
            "label": figure.label,
            **_compared(row.value if row else None, figure.value),
            "verdict": row.verdict if row else "unknown",
            "stated": True,
            "reason": figure.reason,
        }


def _compared(computed: float | None, published: float | None) -> dict[str, float | None]:
    difference = None if computed is None or published is None else computed - published
    return {"computed": computed, "published": published, "difference": difference}
