"""The form as a workbook: what was counted is filled in, the rest has lists to choose from."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from data_sources.new_workbook import NewWorkbook
from reports.firm.objections.rows import CLAIMS, GROUNDS, GUIDE, HEADERS, KEYS, SHEET, prefilled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reports.firm.firm import Firm

FIRM_CELL = (0, 1)
"""Where the guide names the firm's code: row and column, from 0."""
_WIDTHS = (6, 8, 30, 30, 28, 9, 16, 20, 48, 18, 48, 16, 16, 24)
_SPARE = 200
"""Empty rows at the end, for records that are missing."""
_LISTS = {"ground": GROUNDS, "claim": tuple(CLAIMS)}


def write_form(firm: Firm, path: Path, guide: Sequence[str]) -> None:
    """Write the form. The same firm gives the same bytes; text is written as text, whatever it begins with.

    Args:
        firm: whose ledgers are objected to.
        path: the file.
        guide: how to fill it in, a line each.

    Raises:
        OSError: the file cannot be written.
    """
    file = NewWorkbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book = file.book
    made_on = datetime.combine(firm.rulebook.period.end, time())
    book.set_properties({"title": f"{firm.name}：异议表", "subject": firm.rulebook.title, "created": made_on})
    _rows(book, firm)
    _guide(book, firm, guide)
    file.close()


def _rows(book: Any, firm: Firm) -> None:
    page = book.add_worksheet(SHEET)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 2)
    given = book.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    asked = book.add_format({"bold": True, "bg_color": "#FBE3D0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    fixed = book.add_format({"num_format": "@", "valign": "top", "font_color": "#4A4F55", "bg_color": "#F5F6F8"})
    free = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for place, (key, header) in enumerate(HEADERS.items()):
        page.set_column(place, place, _WIDTHS[place], free)
        page.write_string(0, place, header, asked if key in KEYS else given)
    last = 0
    for last, row in enumerate(prefilled(firm), 1):
        for place, cell in enumerate(row):
            page.write_string(last, place, cell, fixed)
    for place, key in enumerate(HEADERS):
        if key in _LISTS:
            rule = {"validate": "list", "source": list(_LISTS[key]), "error_message": "请从列表中选择"}
            page.data_validation(1, place, last + _SPARE, place, rule)
    page.autofilter(0, 0, max(last, 1), len(HEADERS) - 1)


def _guide(book: Any, firm: Firm, guide: Sequence[str]) -> None:
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    about = (("公司代码", firm.firm_id), ("公司", firm.name), ("评价", firm.rulebook.title))
    for line, (name, value) in enumerate(about):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, value, wrapped)
    for line, text in enumerate(guide, len(about) + 1):
        page.write_string(line, 1, text, wrapped)
