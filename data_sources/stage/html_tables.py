"""Tables of web pages, which many systems write under the name .xls."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.stage.formats import HOW_TO_READ
from data_sources.stage.grids import Grid
from data_sources.stage.markup import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile
    from data_sources.stage.sheet import Sheet

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?\d+(?:\.(\d+))?)(%?)")
_STORED = ("x:num", "sdval")  # where Excel and LibreOffice keep the number behind the text
_SILENT = frozenset({"script", "style", "template", "head", "title"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr"})
_WIDEST = 16_384
_DEEPEST = 65_534


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """Every table of a page that holds data; of tables within tables that which is no mere frame of the other.

    Raises:
        EncodingError: the page cannot be decoded.
        UnreadableFileError: it holds no table, or a table that is too large.
    """
    from lxml import etree, html  # noqa: PLC0415

    text = decoded(file)
    try:
        parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
        page = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFileError(file.name, "是网页，却读不出表格", HOW_TO_READ) from error
    try:
        return _sheets(file, page, limits)
    except RecursionError as error:
        raise UnreadableFileError(file.name, "是网页，标记嵌套得过深", HOW_TO_READ) from error


def _sheets(file: InputFile, page: Any, limits: Limits) -> list[Sheet]:
    tables = list(_data_tables(page))
    grids = [
        _grid(Grid(file.name, f"表{number}" if len(tables) > 1 else "", limits=limits), table)
        for number, table in enumerate(tables, 1)
    ]
    filled = [grid.sheet() for grid in grids if not grid.empty]
    if filled:
        return filled
    if page.find(".//frame") is not None or page.find(".//iframe") is not None:
        raise UnreadableFileError(file.name, "是网页的外框，表格在另外的文件里", HOW_TO_READ)
    raise EmptyFileError(file.name, "是网页，里面没有表格", HOW_TO_READ)


def _data_tables(page: Any) -> Iterator[Any]:
    """Tables from the outside in; one most of whose cells hold further tables is a frame."""
    for table in page.iterfind(".//table"):
        if any(_is_data(above) for above in table.iterancestors("table")):
            continue
        if table.find(".//table") is None or _is_data(table):
            yield table


def _is_data(table: Any) -> bool:
    cells = [list(_cells(row)) for row in _rows(table)]
    filled = [cell for row in cells for cell in row if _text(cell)]
    frames = [cell for cell in filled if cell.find(".//table") is not None]
    several = sum(len(row) > 1 for row in cells) > 1
    return several and len(frames) * 2 < len(filled)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row if cell.tag in {"td", "th"})


def _grid(grid: Grid, table: Any) -> Grid:
    grid.hidden = _hidden(table)
    taken: dict[int, int] = {}  # column → the last row that a cell above reaches down to
    rows = list(_rows(table))
    for number, row in enumerate(rows):
        if _hidden(row):
            grid.hide_row(number)
        column = 0
        for cell in _cells(row):
            while taken.get(column, -1) >= number:
                column += 1
            down = _span(cell, "rowspan", min(len(rows) - number, _DEEPEST))
            across = _span(cell, "colspan", max(_WIDEST - column, 1))
            grid.put_text(number, column, _shown(cell))
            grid.merge(number, column, number + down - 1, column + across - 1)
            if down > 1:
                taken |= dict.fromkeys(range(column, column + across), number + down - 1)
            column += across
    return grid


def _span(cell: Any, name: str, most: int) -> int:
    given = re.match(r"\s*(\d+)", cell.get(name) or "1")
    span = int(given[1]) if given else 1
    return most if span == 0 and name == "rowspan" else max(1, min(span, most))


def _hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_NOT_SHOWN.search(element.get("style") or ""))


def _shown(cell: Any) -> str:
    """The text of a cell; where it is a rounded number whose stored value the page keeps, all of its digits."""
    text = _text(cell)
    stored = next((cell.get(name) for name in _STORED if cell.get(name)), None)
    number = _NUMBER.fullmatch(text.replace(",", ""))
    if stored is None or number is None:
        return text
    try:
        exact = Decimal(stored) * (100 if number[3] else 1)
        near = abs(exact - Decimal(number[1])) * 2 <= Decimal(1).scaleb(-len(number[2] or ""))
    except InvalidOperation:
        return text
    return f"{exact.normalize():f}{number[3]}" if near else text


def _text(cell: Any) -> str:
    lines = [_BLANKS.sub(" ", line).replace("\xa0", " ").strip() for line in "".join(_pieces(cell)).split("\x0b")]
    return "\n".join(line for line in lines if line)


def _pieces(element: Any) -> Iterator[str]:
    """The texts within an element as a browser shows them, a vertical tab where it breaks the line."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT and not _hidden(child):
            yield from _child(child)
        yield child.tail or ""


def _child(child: Any) -> Iterator[str]:
    if child.tag in _BREAKS:
        yield "\x0b"
    if child.tag == "input":
        if (child.get("type") or "text").lower() in {"text", "number", "date"}:
            yield child.get("value") or ""
    elif child.tag == "select":
        chosen = [option for option in child.iter("option") if option.get("selected") is not None]
        yield from (option.text or "" for option in chosen)
    else:
        yield from _pieces(child)
    if child.tag in _BREAKS - {"br"}:
        yield "\x0b"
