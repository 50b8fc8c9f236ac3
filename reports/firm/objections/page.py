"""A page on which some columns are given and others are to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_GIVEN, _ASKED = {"bg_color": "#DDE6F0"}, {"bg_color": "#FBE3D0"}
_FIXED = {"num_format": "@", "valign": "top", "font_color": "#4A4F55", "bg_color": "#F5F6F8"}
_FREE = {"num_format": "@", "valign": "top", "text_wrap": True}


@dataclass(frozen=True)
class Page:
    """How such a page looks.

    Attributes:
        name: of the sheet.
        given: columns that are filled in → their headers.
        asked: columns behind them that are to be filled in → their headers.
        widths: of all columns, in characters.
        lists: columns to be filled in → what may be chosen.
        frozen: how many columns stay in sight.
        spare: how many empty rows may be chosen in, below the others.
    """

    name: str
    given: Mapping[str, str]
    asked: Mapping[str, str]
    widths: Sequence[int]
    lists: Mapping[str, Sequence[str]]
    frozen: int = 0
    spare: int = 0


def write_page(book: Any, form: Page, rows: Iterable[Sequence[str]]) -> None:
    """Write a page into a workbook of xlsxwriter; text is written as text, whatever it begins with."""
    page = book.add_worksheet(form.name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, form.frozen)
    given_head, asked_head = (book.add_format(_HEAD | colour) for colour in (_GIVEN, _ASKED))
    fixed, free = book.add_format(_FIXED), book.add_format(_FREE)
    headers = {**form.given, **form.asked}
    for place, (key, header) in enumerate(headers.items()):
        page.set_column(place, place, form.widths[place], free)
        page.write_string(0, place, header, asked_head if key in form.asked else given_head)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            page.write_string(last, place, cell, fixed)
    for place, key in enumerate(headers):
        if key in form.lists:
            rule = {"validate": "list", "source": list(form.lists[key]), "error_message": "请从列表中选择"}
            page.data_validation(1, place, max(last + form.spare, 1), place, rule)
    page.autofilter(0, 0, max(last, 1), len(headers) - 1)
