"""The form by which a firm objects to single records of its breakdown, and the list in which the office decides."""

from reports.firm.objections.listing import DECIDED, LIST_SHEET, LISTED, OUTCOMES, REJECTED, UPHELD, write_list
from reports.firm.objections.rows import ACTIONS, CLAIMS, GROUNDS, HEADERS, KEYS, SHEET, Prefilled, prefilled
from reports.firm.objections.workbook import write_form

__all__ = [
    "ACTIONS",
    "CLAIMS",
    "DECIDED",
    "GROUNDS",
    "HEADERS",
    "KEYS",
    "LISTED",
    "LIST_SHEET",
    "OUTCOMES",
    "REJECTED",
    "SHEET",
    "UPHELD",
    "Prefilled",
    "prefilled",
    "write_form",
    "write_list",
]
