"""Rows that do not count although they were read, and records that decisions corrected: in full, and in short beside an
indicator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.exclusion import NO_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring import Evaluation

EXCLUDED = "另存不计"
"""What becomes of a row that is valid and not scored, or no record, as tables call it."""
WHAT_EXCLUDED = "有效而不在评价范围内，或不是记录的行，另存不计，不影响得分"
_SHOWN = 5  # reasons of a source


def excluded_lines(evaluation: Evaluation) -> list[str]:
    """`12386投诉工单 9 行：8 行不在评价期内（…）；1 行投诉编号重复，只计一次`: a line per source that has any."""
    return [
        f"{title} {'；'.join(_reasons(rows))}"
        if rows.height == 1
        else f"{title} {rows['rows'].sum():,} 行：{'；'.join(_reasons(rows))}"
        for (_, title), rows in evaluation.excluded.group_by("source", "title", maintain_order=True)
    ]


def excluded_text(evaluation: Evaluation) -> str:
    """The same in one sentence; empty where no row was excluded."""
    lines = excluded_lines(evaluation)
    return f"{WHAT_EXCLUDED}。{'。'.join(lines)}。" if lines else ""


def left_out_beside(evaluation: Evaluation, node: str, *, corrected: bool = True) -> str:
    """What did not count of the sources behind an indicator, in short and without a full stop; empty for nothing.

    Rows that are no records, such as totals, are not among them: they say nothing of the indicator.

    `12386投诉工单有 3 行不合格而经同意不计、9 行另存不计、2 条按决定更正`.

    Args:
        evaluation: its intake, its excluded rows, its corrections.
        node: an indicator, or `bonus`.
        corrected: whether records that decisions corrected are counted too.
    """
    told = []
    changed = _corrected(evaluation, node) if corrected else {}
    records = evaluation.excluded.filter(~pl.col("reason").str.ends_with(NO_RECORD))
    excluded = dict(records.group_by("source").agg(pl.col("rows").sum()).iter_rows())
    behind = evaluation.rulebook.sources_behind(node)
    for row in evaluation.intake.iter_rows(named=True):
        source = row["source"]
        if source not in behind:
            continue
        parts = [f"{row['accepted']:,} 行不合格而经同意不计"] if row["accepted"] else []
        undecided = row["rejected"] - row["accepted"]
        parts += [f"{undecided:,} 行不合格而没有计入"] if undecided else []
        parts += [f"{excluded[source]:,} 行{EXCLUDED}"] if excluded.get(source) else []
        parts += [f"{changed[source]:,} 条按决定更正"] if changed.get(source) else []
        told += [f"{row['title']}有 {'、'.join(parts)}"] if parts else []
    return "；".join(told)


def _corrected(evaluation: Evaluation, node: str) -> dict[str, int]:
    """Source → records of which a decision changed the evidence of an indicator."""
    here = evaluation.corrected.filter(node=node).select("source", "record_id").unique()
    return dict(here.group_by("source").len().iter_rows())


def _reasons(rows: pl.DataFrame) -> Iterator[str]:
    for reason, count in rows.head(_SHOWN).select("reason", "rows").iter_rows():
        yield f"{count:,} 行{reason}"
    if (rest := rows.slice(_SHOWN)).height:
        yield f"其余 {rest['rows'].sum():,} 行另有 {rest.height} 种原因"
