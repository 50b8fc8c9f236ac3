"""The sheets 台账, 记录 and 答卷: where the points come from, and what is behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data_sources.sheet_names import sheet_name
from reports.explanation import causes_by_record
from reports.firm.ledger import basis_of
from reports.firm.sheets.shapes import NODE, Column, Sheet
from reports.quantities import RATIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.firm.cells import Kind
    from reports.firm.firm import Firm

_KINDS: Mapping[str, Kind] = {"number": "quantity", "count": "count"}
_CELL = 32_000  # characters; Excel's limit is 32,767


def ledger(firm: Firm) -> Sheet:
    """台账: one row per step of a ledger."""
    columns = (
        *NODE,
        *(
            Column("行", "count", 5),
            Column("原因", "text", 40),
            Column("数量", "quantity", 12),
            Column("单位", "text", 6),
        ),
        *(Column("分值", "signed"), Column("累计", "points"), Column("依据", "text", 6), Column("出处", "text", 52)),
        *(Column("参数", "text", 28), Column("记录数", "count", 8), Column("记录编号", "text", 60)),
    )
    rows: list[tuple[Any, ...]] = []
    for node, steps in firm.ledgers.items():
        for line, step in enumerate(steps, 1):
            ids = "、".join(step.records)
            rows.append(
                (
                    *(node, firm.nodes[node]["name"], line, step.cause, step.quantity),
                    *("比率" if step.unit == RATIO else step.unit, step.points, step.running),
                    *(basis_of(step), step.reference, step.parameter, len(step.records) or None),
                    ids if len(ids) < _CELL else "见“记录”表",
                )
            )
    return Sheet("台账", columns, rows)


def records(firm: Firm) -> Sheet:
    """记录: one row per step and record behind it."""
    columns = (*NODE, Column("原因", "text", 40), Column("参数", "text", 28), Column("记录编号", "text", 20))
    rows = [
        (node, firm.nodes[node]["name"], step.cause, step.parameter, record)
        for node, steps in firm.ledgers.items()
        for step in steps
        for record in step.records
    ]
    return Sheet("记录", columns, rows)


def contents(firm: Firm) -> Iterator[Sheet]:
    """A sheet per source: one row per indicator and record, with all that it says."""
    if (told := firm.contents) is None:
        return
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for node, steps in firm.ledgers.items():
        for source, causes in causes_by_record(steps).items():
            for record_id, counted in causes.items():
                head = (node, firm.nodes[node]["name"], "、".join(counted), record_id)
                rows.setdefault(source, []).append((*head, *told.values(source, record_id)))
    named: list[str] = []
    for source, lines in rows.items():
        if columns := told.columns(source):
            kind = told.kinds[source]
            first = (*NODE, Column("计入", "text", 30), Column(kind.number, "text", 20))
            more = (Column(column.header, _KINDS.get(column.kind, "text"), 16) for column in columns)
            named.append(sheet_name(f"记录_{kind.title}", named))
            yield Sheet(named[-1], (*first, *more), lines)


def answers(firm: Firm) -> Sheet:
    """答卷: one row per answer."""
    columns = (*NODE, Column("答案", "text", 24), Column("答卷（份）", "count"), Column("加权后", "quantity"))
    rows = [
        (node, firm.nodes[node]["name"], *answer)
        for node, steps in firm.ledgers.items()
        for step in steps
        for answer in step.detail
    ]
    return Sheet("答卷", columns, rows)
