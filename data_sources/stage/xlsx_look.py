"""A quick look through the bytes of a sheet: whether any cell can show something else than its stored value.

Only what certainly cannot mislead passes; no value is taken from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_MAIN = (
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
    b'xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"',
)
_HEAD = 4096
_LONGEST_ROW = 64 << 20
_TOKENS = (
    b"<mergeCell",
    b"hidden",
    b'ht="0"',
    b'width="0"',
    b'"e"',  # errors
    b'"d"',  # dates as text
    b"='",  # another spelling of attributes than what is looked for below
    b' ="',
    b'= "',
    b"<c>",  # cells and rows without a reference
    b"<row>",
    b"<row/",
)
_BROKEN = b"<!"
_FORMULA = re.compile(rb"<f[\s/>]")
_LONG = re.compile(rb"<v>-?(?:[0-9]{16}|[0-9](?:\.[0-9]*)?[Ee]\+?[0-9])")
_ROW = re.compile(rb'<row r="([0-9]+)"[^>]*>(?:<c r="[A-Z]+([0-9]+)")?')
_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_FAR = re.compile(rb'<c r="[A-Z]+1[0-9]{6}"')
_FROM_A = re.compile(rb'<c r="A[0-9]+"[^>]*[^/>]><(?:v>[^<]|is>)')
_MANY_STYLES = 8


@dataclass(frozen=True)
class Look:
    """What a look found.

    Attributes:
        ordinary: no cell can mislead, and the sheet begins in column A.
        long_numbers: there may be numbers of sixteen digits or more.
        broken_texts: there may be texts with comments or character data sections within, which few readers know.
        rows: up to which row it may reach, for an ordinary sheet.
        columns: up to which column.
        cells: how many cells there are at most.
    """

    ordinary: bool
    long_numbers: bool
    broken_texts: bool
    rows: int
    columns: int
    cells: int


def look(blocks: Iterable[bytes], styles: Collection[int], longest: int) -> Look:
    """Look through a sheet.

    Args:
        blocks: its part, in pieces; they are read to the end whatever is found.
        styles: numbers of the cell styles that show something else than the stored value.
        longest: length of a cell's text that is allowed.
    """
    tokens = [*_TOKENS, *(f' s="{style}"'.encode() for style in styles)]
    ordinary = len(styles) <= _MANY_STYLES
    from_a, plain, long_numbers, broken = False, True, False, False
    last, cells = 0, 0
    columns: set[bytes] = set()
    for number, piece in enumerate(_pieces(blocks)):
        if number == 0:
            plain = any(name in piece[:_HEAD] for name in _MAIN) and b"<worksheet" in piece[:_HEAD]
        broken = broken or _BROKEN in piece
        long_numbers = long_numbers or not plain or _LONG.search(piece) is not None
        ordinary = ordinary and not long_numbers and not broken
        if not ordinary:
            continue
        rows = _ROW.findall(piece)
        here = piece.count(b"<c ")
        ordinary = (
            ordinary
            and not any(token in piece for token in tokens)
            and not (_FORMULA.search(piece) or _FAR.search(piece))
            and not _holds_long_text(piece, longest)
            and len(rows) == piece.count(b"<row ")
            and all(row == cell or not cell for row, cell in rows)
            and here == piece.count(b"<c r=")
        )
        last = max([last, *(int(row) for row, _ in rows)])
        columns.update(_COLUMN.findall(piece))
        from_a = from_a or _FROM_A.search(piece) is not None
        cells += here
    return Look(ordinary and from_a, long_numbers, broken, last, max(map(_number, columns), default=26), cells)


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that end before a row, or, in a sheet with a row beyond all measure, anywhere."""
    rest = b""
    for block in blocks:
        rest += block
        cut = rest.rfind(b"<row")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST_ROW:
            yield _BROKEN  # looked at no further
            rest = b""
    yield rest


def look_at_strings(blocks: Iterable[bytes], longest: int) -> bool:
    """Whether every reader reads the shared strings alike, and none is too long; they are read to the end."""
    alike, rest = True, b""
    for block in blocks:
        piece = rest + block
        alike = alike and _BROKEN not in piece and not _holds_long_text(piece, longest)
        rest = piece[-2 * longest :]
    return alike


def _holds_long_text(piece: bytes, longest: int) -> bool:
    """Whether there is a stretch without a tag so long that a text in it may be too long."""
    step = longest // 2
    return any(piece.find(b"<", start, start + step) < 0 for start in range(0, len(piece) - step + 1, step))


def _number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
