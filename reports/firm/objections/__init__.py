"""The form by which a firm objects to single records of its breakdown."""

from reports.firm.objections.rows import ACTIONS, CLAIMS, GROUNDS, HEADERS, KEYS, SHEET, Prefilled, prefilled
from reports.firm.objections.workbook import write_form

__all__ = ["ACTIONS", "CLAIMS", "GROUNDS", "HEADERS", "KEYS", "SHEET", "Prefilled", "prefilled", "write_form"]
