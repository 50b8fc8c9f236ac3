"""The firm's records that decisions corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.firm.sheets.shapes import Column, Sheet

if TYPE_CHECKING:
    from reports.firm.firm import Firm

_COLUMNS = {
    "decision": Column("决定文号", "text", 22),
    "decided_on": Column("决定日期", "text", 12),
    "title": Column("来源", "text", 18),
    "record_id": Column("记录编号", "text", 20),
    "action": Column("处理", "text", 8),
    "nodes": Column("所涉指标", "text", 12),
    "header": Column("列", "text", 14),
    "old": Column("原值", "text", 20),
    "new": Column("新值", "text", 20),
    "reason": Column("理由", "text", 44),
}


def corrections(firm: Firm) -> Sheet | None:
    """A row per corrected column; None where nothing of the firm was corrected."""
    told = firm.evaluation.corrections
    if told.is_empty():
        return None
    rows = [tuple("" if row[name] is None else str(row[name]) for name in _COLUMNS) for row in told.to_dicts()]
    return Sheet("更正", tuple(_COLUMNS.values()), rows)
