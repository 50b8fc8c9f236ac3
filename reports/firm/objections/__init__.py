"""The form by which a firm objects to single records of its breakdown, and the list in which the office decides."""

from reports.firm.objections.listing import DECIDED, LIST_SHEET, LISTED, OUTCOMES, REJECTED, UPHELD, write_list
from reports.firm.objections.rows import ACTIONS, CLAIMS, GROUNDS, GUIDE, HEADERS, KEYS, SHEET, Prefilled, prefilled
from reports.firm.objections.workbook import FIRM_CELL, write_form

__all__ = [
    "ACTIONS",
    "CLAIMS",
    "DECIDED",
    "FIRM_CELL",
    "GROUNDS",
    "GUIDE",
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
