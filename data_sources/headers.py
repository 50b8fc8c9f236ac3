"""Which column of a sheet is which column of a source."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.errors import HeaderError
from data_sources.suggest import likely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.source import Source
    from data_sources.stage.sheets import Sheet

_HEADER_WITHIN = 10
_SHOWN = 30
_UNIT = re.compile(r"\(.*?\)|\[.*?\]|[*:：]")


@dataclass(frozen=True)
class Header:
    """The header of a sheet, matched.

    Attributes:
        row: the header's row, from 0.
        positions: English column name → number of the sheet's column; optional columns may be absent.
        texts: English column name → header as it stands in the file.
        dropped: headers that belong to no column of the source.
    """

    row: int
    positions: dict[str, int]
    texts: dict[str, str]
    dropped: tuple[str, ...]


def find_header(sheet: Sheet, source: Source) -> Header:
    """Find the header among the first rows (a title may stand above it) and match it.

    Raises:
        HeaderError: a column of the source has no header, or a header stands twice.
    """
    row, cells, positions = _matched(sheet, source)
    missing = _missing(source, positions)
    found = ["" if cell is None else cell.strip() for cell in sheet.head.row(row)]
    twice = sorted({found[p] for p in positions.values() if cells.count(cells[p]) > 1})
    if missing or twice:
        place = f"{sheet.place}（{source.title}）第 {row + 1} 行"
        raise HeaderError(f"{place}：{_fault(missing, twice)}{_found([text for text in found if text], missing)}")
    dropped = tuple(text for i, text in enumerate(found) if text and i not in positions.values())
    return Header(row, positions, {name: found[i] for name, i in positions.items()}, dropped)


def fitting(sheet: Sheet, sources: Sequence[Source]) -> list[Source]:
    """The sources all of whose columns that must be there have a header in the sheet: those of most columns."""
    matched = [(source, _matched(sheet, source)[2]) for source in sources if sheet.head.height]
    whole = {source.name: len(positions) for source, positions in matched if not _missing(source, positions)}
    return [source for source in sources if source.name in whole and whole[source.name] == max(whole.values())]


def matched(sheet: Sheet, source: Source) -> tuple[int, list[str], dict[str, int]]:
    """The header as far as it can be matched: its last row from 0, its texts, and English column name → position."""
    row, _, positions = _matched(sheet, source)
    cells = sheet.head.row(row) if sheet.head.height else ()
    return row, ["" if cell is None else str(cell).strip() for cell in cells], positions


def plain(header: str) -> str:
    """A header without blanks, brackets (units) and marks, in half-width lower case."""
    return _UNIT.sub("", re.sub(r"\s", "", unicodedata.normalize("NFKC", header))).lower()


def _matched(sheet: Sheet, source: Source) -> tuple[int, list[str], dict[str, int]]:
    """The header's row, its cells made plain, and where each column of the source stands in it."""
    names = {column.name: _names(column) for column in source.columns}
    known = {text for texts in names.values() for text in texts}
    rows = [[plain(cell or "") for cell in row] for row in sheet.head.head(_HEADER_WITHIN).rows()]
    hits = [sum(cell in known for cell in row) for row in rows]
    row = hits.index(max(hits)) if any(hits) else next((i for i, cells in enumerate(rows) if any(cells)), 0)
    positions: dict[str, int] = {}
    for column in source.columns:
        position = _position(rows[row], names[column.name], taken=set(positions.values()))
        if position is not None:
            positions[column.name] = position
    return row, rows[row], positions


def _missing(source: Source, positions: Mapping[str, int]) -> list[Column]:
    return [column for column in source.columns if column.name not in positions and not column.optional]


def _names(column: Column) -> list[str]:
    return [plain(text) for text in (column.title, column.name, *column.aliases)]


def _position(row: list[str], names: list[str], *, taken: set[int]) -> int | None:
    """The first name that the row holds wins: the title before the aliases."""
    for name in names:
        for position, cell in enumerate(row):
            if cell == name and position not in taken:
                return position
    return None


def _fault(missing: list[Column], twice: list[str]) -> str:
    lacking = f"缺少列 {'、'.join(f'{column.title}（{column.name}）' for column in missing)}；" if missing else ""
    return lacking + (f"表头重复：{'、'.join(twice)}；" if twice else "")


def _found(found: list[str], missing: list[Column]) -> str:
    guesses = [(column.title, guess) for column in missing for guess in likely(column.title, found)]
    hints = "".join(f"；“{guess}”或即“{title}”" for title, guess in guesses if guess != title)
    return f"找到的表头：{'、'.join(found[:_SHOWN])}{'…' if len(found) > _SHOWN else ''}{hints}"
