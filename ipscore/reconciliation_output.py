"""A reconciliation as tables, or as one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports.comparison_tables import count_table, node_table
from reports.reconciliation_tables import every_scheme_table, reproduction_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from ipscore.reconciliation import Reconciliation
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
"""A row is a published figure: a `mean` under a weight scheme (bands under that of the run), the number of `firms`, or
a `count` of records. `difference` is unrounded; `expected` is the mean that must come out under the scheme; `stated`:
whether a document states the figure. Verdicts: match, explained, mismatch, unknown (the records were not given)."""


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
    if found.published.firms is not None:
        told.append(found.firms_told)
    if found.counts is None and asked:
        told.append(f"记录数：公布了 {asked} 个，没有核对；运行中只有证据，没有记录，加 --records DIR 即可核对")
    elif found.counts:
        told.append(count_table(found.counts))
    return (*told, found.verdict)


def reconciliation_frame(found: Reconciliation) -> pl.DataFrame:
    """Every published figure as `RECONCILIATION`."""
    return pl.DataFrame([*_means(found), *_firms(found), *_counts(found)], RECONCILIATION, orient="row")


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


def _compared(computed: float | None, published: float) -> dict[str, float | None]:
    difference = None if computed is None else computed - published
    return {"computed": computed, "published": published, "difference": difference}
