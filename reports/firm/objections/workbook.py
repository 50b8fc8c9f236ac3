"""The form as a workbook: what was counted is filled in, the rest has lists to choose from."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from data_sources.new_workbook import NewWorkbook
from reports.firm.objections.page import Page, write_page
from reports.firm.objections.rows import GUIDE, HEADERS, KEYS, SHEET, claims, grounds, prefilled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indicator_tree.units import Words
    from reports.firm.firm import Firm

FIRM_CELL = (0, 1)
"""Where the guide names the firm's code: row and column, from 0."""
_WIDTHS = (6, 8, 30, 30, 28, 9, 16, 20, 48, 18, 48, 16, 16, 24)
_SPARE = 200  # rows for records that are missing


def write_form(firm: Firm, path: Path, guide: Sequence[str]) -> None:
    """Write the form. The same firm gives the same bytes; text is written as text, whatever it begins with.

    Args:
        firm: whose ledgers are objected to.
        path: the file.
        guide: how to fill it in, a line each.

    Raises:
        OSError: the file cannot be written.
    """
    file = NewWorkbook(path)
    book = file.book
    made_on = datetime.combine(firm.rulebook.period.end, time())
    book.set_properties({"title": f"{firm.name}：异议表", "subject": firm.rulebook.title, "created": made_on})
    write_page(book, _page(firm.rulebook.words), prefilled(firm))
    _guide(book, firm, guide)
    file.close()


def _page(words: Words) -> Page:
    return Page(
        name=SHEET,
        given={key: header for key, header in HEADERS.items() if key not in KEYS},
        asked={key: HEADERS[key] for key in KEYS},
        widths=_WIDTHS,
        lists={"ground": grounds(words), "claim": tuple(claims(words))},
        frozen=2,
        spare=_SPARE,
    )


def _guide(book: Any, firm: Firm, guide: Sequence[str]) -> None:
    page = book.add_worksheet(GUIDE)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 90)
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    words = firm.rulebook.words
    about = ((words.key, firm.firm_id), (words.noun, firm.name), ("评价", firm.rulebook.title))
    for line, (name, value) in enumerate(about):
        page.write_string(line, 0, name, bold)
        page.write_string(line, 1, value, wrapped)
    for line, text in enumerate(guide, len(about) + 1):
        page.write_string(line, 1, text, wrapped)
