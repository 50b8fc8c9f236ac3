"""The decisions that corrected records, in words: over all firms, and those of one firm alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.corrections.contract import ACTIONS, ADD, DROP, MOVE, REPLACE
from data_sources.corrections.decision import FIRM

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from reports.others_hidden import OthersHidden
    from scoring import Evaluation

_SHOWN = 12
_OF_BOTH = "涉及其他机构，不在此列出"
_KEY = ["decision", "source", "record_id"]


def decisions_text(evaluation: Evaluation) -> str:
    """How many decisions corrected how many records, and which; empty where none did."""
    told = evaluation.corrections
    if told.is_empty():
        return ""
    numbers = told["decision"].unique(maintain_order=True).to_list()
    records = told.select(_KEY).unique()
    counted = told.select(*_KEY, "action").unique().group_by("action").len()
    kinds = dict(counted.iter_rows())
    spelled = "、".join(f"{action} {kinds[action]}" for action in ACTIONS if action in kinds)
    listed = "、".join(numbers[:_SHOWN]) + ("等" if len(numbers) > _SHOWN else "")
    return f"按 {len(numbers):,} 个决定更正了 {records.height:,} 条记录（{spelled}）：{listed}。"


def decided_of(evaluation: Evaluation, firm_id: str, node: str | None = None) -> pl.DataFrame:
    """The rows of `DECIDED` about records that counted or count for a firm, at one leaf if given."""
    own = (pl.col("firm_before") == firm_id) | (pl.col("firm_now") == firm_id)
    told = evaluation.corrections.filter(own.fill_null(value=False))
    if node is None:
        return told
    here = evaluation.corrected.filter(firm_id=firm_id, node=node)
    return told.join(here.select(_KEY).unique(), on=_KEY, how="semi", maintain_order="left")


def decided_lines(evaluation: Evaluation, firm_id: str, node: str | None = None) -> list[str]:
    """A line per record that was corrected and counted or counts for a firm: decision, record, what, why.

    No other firm is named where a record came from one or went to one.
    """
    if evaluation.corrections.is_empty():
        return []
    rows = decided_of(evaluation, firm_id, node)
    grouped = rows.group_by(_KEY, maintain_order=True)
    return [_line(found.to_dicts(), firm_id) for _, found in grouped]


def decided_notes(evaluation: Evaluation, firm_id: str, node: str | None = None) -> list[str]:
    """The same as notes below a table."""
    return [f"更正 {line}" for line in decided_lines(evaluation, firm_id, node)]


def decisions_by_parameter(
    evaluation: Evaluation, firm_id: str, nodes: Collection[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Leaf and parameter of its evidence → the decisions that changed it for a firm."""
    if evaluation.corrected.is_empty():
        return {}
    here = evaluation.corrected.filter(pl.col("firm_id") == firm_id, pl.col("node").is_in(list(nodes)))
    found = here.group_by("node", "parameter").agg(pl.col("decision").unique().sort())
    return {(node, parameter): tuple(numbers) for node, parameter, numbers in found.iter_rows()}


def of_one_firm(table: pl.DataFrame, firm_id: str, hidden: OthersHidden) -> pl.DataFrame:
    """The rows of `DECIDED` about one firm's records, with no name of any other firm in them.

    Why a record goes from one firm to another is not told: the reason is about both.

    Args:
        table: all rows.
        firm_id: the firm.
        hidden: hides the names of the others.
    """
    own = (pl.col("firm_before") == firm_id) | (pl.col("firm_now") == firm_id)
    told = table.filter(own.fill_null(value=False))
    firm = pl.col("column") == FIRM
    moved = (firm & pl.col("action").is_in([MOVE, REPLACE])).any().over(_KEY)
    texts = ("file", "sheet", "decision", "old", "new", "reason")
    return (
        told.with_columns(
            *(pl.when(~firm.fill_null(value=False)).then(pl.col(name)).alias(name) for name in ("old", "new")),
            pl.when(moved.fill_null(value=False)).then(pl.lit(_OF_BOTH)).otherwise("reason").alias("reason"),
        )
        .with_columns(hidden.column(name) for name in texts)
        .with_columns(pl.when(pl.col(at) == firm_id).then(pl.col(at)).alias(at) for at in ("firm_before", "firm_now"))
    )


def _line(rows: list[dict[str, Any]], firm_id: str) -> str:
    first = rows[0]
    reasons = "；".join(dict.fromkeys(row["reason"].rstrip("。") for row in rows))
    head = f"{first['decision']}（{first['decided_on']}）：{first['title']} {first['record_id']}"
    return f"{head} {'，'.join(_what(rows, firm_id))}；理由：{reasons}"


def _what(rows: list[dict[str, Any]], firm_id: str) -> Iterator[str]:
    first = rows[0]
    if first["action"] in (DROP, ADD):
        yield first["action"]
        return
    for row in rows:
        if row["column"] == FIRM:
            yield _moved(row, firm_id)
        else:
            yield f"{row['header']}由{_shown(row['old'])}更正为{_shown(row['new'])}"


def _moved(row: dict[str, Any], firm_id: str) -> str:
    if row["firm_now"] != firm_id:
        return "改列至别处"
    return "名称更正" if row["firm_before"] == firm_id else "改列而来"


def _shown(value: str | None) -> str:
    return f"“{value}”" if value else "空"
