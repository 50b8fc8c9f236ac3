"""What decisions did to scores and ranks, as tables of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import EMPTY, fixed, signed
from reports.table import Table, label, number, text
from scoring.corrections.shapley import MOST
from scoring.frames import node_names
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from indicator_tree.units import Words
    from scoring.corrections.attributing import Attribution

_SHOWN = 20
_ALL = "total"
_WHOLE = 1e-6


def attribution_tables(
    found: Attribution, decided: pl.DataFrame, rulebook: Rulebook, node: str | None, firm_id: str | None
) -> Iterator[Table | str]:
    """The decisions; the firms whose records they are about; the firms that moved without one.

    Args:
        found: the attribution.
        decided: `DECIDED` of the newer run.
        rulebook: of both.
        node: the node that is told; the total where not given, or all nodes of one firm.
        firm_id: the firm that is told; all where not given.
    """
    parts = found.parts if firm_id is None else found.parts.filter(firm_id=firm_id)
    if firm_id is None or node is not None:
        parts = parts.filter(node=node or _ALL)
    words, noun = rulebook.words, rulebook.words.noun
    told = decided.filter(pl.col("decision").is_in(list(found.decisions)))
    if firm_id is None:
        yield _decisions_table(told, parts, rulebook.words.measure)
    about = pl.col("own").any().over("firm_id")
    names = node_names(rulebook)
    at = "各指标" if firm_id is not None and node is None else names[node or _ALL]
    own, others = parts.filter(about), parts.filter(~about)
    if parts.is_empty():
        yield "得分与位次都没有变化。"
        return
    if not own.is_empty():
        yield _parts_table(f"{at}：有记录被更正的{noun}", own, words, _method(found))
    if not others.is_empty():
        yield _parts_table(f"{at}：未被更正而变动的{noun}", others, words, "")


def _decisions_table(told: pl.DataFrame, parts: pl.DataFrame, measure: str) -> Table:
    moved = parts.group_by("decision").agg(
        scores=(pl.col("score_part").abs() > 0).sum(), ranks=(pl.col("rank_part").abs() > 0).sum()
    )
    counts = {row["decision"]: row for row in moved.to_dicts()}
    grouped = told.group_by("decision", maintain_order=True).agg(
        pl.first("decided_on"),
        pl.col("action").unique(maintain_order=True).str.join("、"),
        pl.format("{} {}", "title", "record_id").unique(maintain_order=True).alias("records"),
        pl.col("nodes").filter(pl.col("nodes") != "").unique(maintain_order=True).str.join("、"),
    )
    none: dict[str, Any] = {"scores": 0, "ranks": 0}
    return Table(
        title="更正决定",
        columns=(
            text("决定"),
            label("日期"),
            label("处理"),
            text("记录"),
            label("指标"),
            number("变分"),
            number("变位"),
        ),
        rows=tuple(
            (
                row["decision"],
                str(row["decided_on"]),
                row["action"],
                row["records"][0] + (f" 等 {len(row['records'])} 条" if len(row["records"]) > 1 else ""),
                row["nodes"] or EMPTY,
                *(f"{counts.get(row['decision'], none)[key]:,}" for key in ("scores", "ranks")),
            )
            for row in grouped.to_dicts()
        ),
        notes=(f"变分、变位：得分、位次因该决定而变的{measure}数，就下表所列的指标而言",),
    )


def _parts_table(title: str, parts: pl.DataFrame, words: Words, method: str) -> Table:
    largest = parts.unique(["firm_id", "node"], maintain_order=True).sort(
        settled(pl.col("change")).abs(),
        pl.col("rank_change").abs(),
        "rank_now",
        descending=[True, True, False],
        nulls_last=True,
        maintain_order=True,
    )
    order = largest.select("firm_id", "node").rows()
    several = parts["node"].n_unique() > 1
    by_key = parts.partition_by("firm_id", "node", as_dict=True)
    shown = order if several else order[:_SHOWN]
    rows = [row for key in shown for row in _rows(by_key[key].to_dicts(), several=several)]
    more = [f"另有 {len(order) - len(shown):,} {words.measure}，见 --format csv"] if len(order) > len(shown) else []
    return Table(
        title=title,
        columns=(
            text("指标" if several else words.noun),
            number("上次"),
            number("本次"),
            number("变化"),
            label("位次"),
            text("决定"),
            number("得分影响"),
            number("位次影响"),
            number("单独撤回：得分"),
            number("位次"),
        ),
        rows=tuple(rows),
        notes=(*([method] if method else []), *more),
    )


def _rows(rows: list[dict[str, Any]], *, several: bool) -> Iterator[tuple[str, ...]]:
    for place, row in enumerate(rows):
        head = (
            f"{row['node']} {row['name']}" if several else row["firm"],
            fixed(row["before"]),
            fixed(row["now"]),
            signed(row["change"]),
            f"{_rank(row['rank_before'])} → {_rank(row['rank_now'])}",
        )
        yield (
            *(head if not place else ("",) * len(head)),
            row["decision"],
            signed(row["score_part"]),
            _ranks(row["rank_part"]),
            signed(None if row["score_alone"] is None else -row["score_alone"]),
            _ranks(None if row["rank_alone"] is None else -row["rank_alone"]),
        )


def _ranks(value: float | None) -> str:
    """A part of a change of rank: a whole number, or two decimals."""
    whole = value is not None and abs(value - round(value)) < _WHOLE
    return signed(value, 0 if whole else 2)


def _rank(value: int | None) -> str:
    return EMPTY if value is None else str(value)


def _method(found: Attribution) -> str:
    path = f"更正决定超过 {MOST} 个时，按决定的次序与相反次序平均"
    how = "按全部先后次序平均（Shapley 值）"
    both = found.exact_scores and found.exact_ranks
    if both:
        told = f"影响{how}"
    elif found.exact_scores:
        told = f"得分影响{how}；位次影响：{path}"
    else:
        told = f"影响：{path}"
    return f"{told}；各决定的影响之和等于变化。位次的影响为负是上升。单独撤回：只撤回这一个决定时的变化"
