"""A record of a run on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import plain, signed
from reports.naming import named
from reports.record_contents import worded
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from ipscore.record_lookup import FoundRecord

_UNCLEAR = "—"


def record_tables(found: FoundRecord) -> list[Table]:
    """What it says with its place, and what it is counted as."""
    return [_contents(found), _effects(found)]


def _contents(found: FoundRecord) -> Table:
    sheet = f"，工作表 {found.sheet}" if found.sheet else ""
    rows = [(found.noun, named(found.firm, found.firm_id))]
    if found.entity_id != found.firm_id:
        rows.append((f"涉及{found.noun}", named(found.entity, found.entity_id)))
    for column in found.kind.columns:
        if column.name in found.values:
            value = worded(found.values[column.name])
            spelled = plain(value) if isinstance(value, int | float) else value
            rows.append((column.header, "（空）" if spelled is None else str(spelled)))
    rows.append(("原件", f"{found.file}{sheet}，第 {found.row:,} 行"))
    return Table(f"{found.kind.title}　{found.record_id}", (label("项目"), text("内容")), tuple(rows))


def _effects(found: FoundRecord) -> Table:
    rows = tuple(
        (
            effect.node,
            effect.name,
            effect.cause,
            plain(effect.records),
            signed(effect.points),
            _UNCLEAR if effect.alone is None else signed(-effect.alone),
            effect.parameter,
        )
        for effect in found.effects
    )
    columns = (
        *(label("指标"), text("名称"), text("原因"), number("同计的记录"), number("合计分值")),
        *(number("其中这一条"), label("参数", spare=1)),
    )
    notes = ("其中这一条：只去掉这一条记录，该指标得分的差；— 为只凭运行中的证据算不出。",)
    return Table(f"{found.firm} 因这条记录", columns, rows, notes)
