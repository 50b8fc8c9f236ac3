"""The form by which a firm objects to single records of its breakdown, and the list in which the office decides."""

from reports.firm.objections.listing import DECIDED, LIST_SHEET, OUTCOMES, REJECTED, UPHELD, listed, write_list
from reports.firm.objections.rows import ACTIONS, GUIDE, HEADERS, KEYS, SHEET, Prefilled, claims, grounds, prefilled
from reports.firm.objections.workbook import FIRM_CELL, write_form

__all__ = [
    "ACTIONS",
    "DECIDED",
    "FIRM_CELL",
    "GUIDE",
    "HEADERS",
    "KEYS",
    "LIST_SHEET",
    "OUTCOMES",
    "REJECTED",
    "SHEET",
    "UPHELD",
    "Prefilled",
    "claims",
    "grounds",
    "listed",
    "prefilled",
    "write_form",
    "write_list",
]
