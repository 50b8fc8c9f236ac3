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
_BROKEN = b"<!"
_DIGITS = b"0123456789"
_CAPITALS = bytes(range(ord("A"), ord("Z") + 1))
_SHAPE = _DIGITS + _CAPITALS.replace(b"E", b"") + bytes(range(128, 256))
"""What is left out of rows so that those of one shape are one."""
_CLASSES = bytes.maketrans(_DIGITS + _CAPITALS, b"0" * 10 + b"A" * 26)
_IRREGULAR = (
    b"='",  # another spelling of attributes than what is looked for
    b' ="',
    b'= "',
    b"<c>",  # cells and rows without a reference
    b"<row>",
    b"<row/",
)
_MISLEADING = (b"<f>", b"<f ", b"<f/", b'"e"', b'"d"')
_HIDING = ((b"hidden", b"hidden"), (b' ht="0"', b' ht="'), (b' width="0"', b' width="'))
_MERGED = b"<mergeell "
_LONG = re.compile(rb"<v>-?(?:[0-9]{16}|[0-9]*\.[0-9]{10}|[0-9.]*[Ee])")
_POWER = re.compile(rb"<v>-?\.?[Ee]")
_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_FROM_A = re.compile(rb'<c r="A[0-9]+"[^>]*[^/>]><(?:v>[^<]|is>)')
_MANY_STYLES = 8


@dataclass(frozen=True)
class Look:
    """What a look found.

    Attributes:
        regular: the sheet begins in column A and is spelled so that cells that mislead can be found by their bytes.
        ordinary: no cell can mislead, and nothing is merged or hidden.
        shown_wholly: no row or column is hidden.
        broken_texts: there may be texts with comments or character data sections within, which few readers know, or
            texts that are too long.
        long_numbers: there may be numbers of more digits than the fast reader gives.
        rows: up to which row a regular sheet may reach.
        columns: up to which column.
        cells: how many cells it has at most.
    """

    regular: bool
    ordinary: bool
    shown_wholly: bool
    broken_texts: bool
    long_numbers: bool
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
    tokens = style_tokens(styles)
    regular, ordinary, shown_wholly, broken, long_numbers, from_a = (
        True,
        len(styles) <= _MANY_STYLES,
        True,
        False,
        False,
        False,
    )
    cells, digits = 0, 1
    columns: set[bytes] = set()
    for number, piece in enumerate(pieces(blocks)):
        if number == 0:
            regular = any(name in piece[:_HEAD] for name in _MAIN) and b"<worksheet" in piece[:_HEAD]
            long_numbers = not regular
        broken = broken or _BROKEN in piece or _holds_long_text(piece, longest)
        if broken or not regular:
            regular = ordinary = False
            continue
        shapes = b"<row".join(set(piece.translate(None, _SHAPE).split(b"<row")))
        classes = piece.translate(_CLASSES)
        here = piece.count(b"<c ")
        regular = (
            not any(token in shapes for token in _IRREGULAR)
            and shapes.count(b"<c ") == shapes.count(b"<c r=")
            and b'A0000000"' not in classes
        )
        if b"AA0" in classes:
            columns.update(_COLUMN.findall(piece))
        digits = next((n for n in range(6, digits, -1) if b'A%s"' % (b"0" * n) in classes), digits)
        long_numbers = long_numbers or _long(classes, shapes, piece)
        shown_wholly = shown_wholly and not any(token in piece for token, shape in _HIDING if shape in shapes)
        ordinary = (
            ordinary
            and shown_wholly
            and not long_numbers
            and _MERGED not in shapes
            and not any(token in shapes for token in _MISLEADING)
            and not any(token in piece for token in tokens)
        )
        from_a = from_a or _FROM_A.search(piece) is not None
        cells += here
    regular = regular and from_a
    width = max(map(_number, columns), default=26)
    return Look(regular, regular and ordinary, shown_wholly, broken, long_numbers, 10**digits - 1, width, cells)


def misleading(blocks: Iterable[bytes], styles: Collection[int], *, long_numbers: bool) -> Iterator[bytes]:
    """A regular sheet without the cells that cannot mislead, all others in one row.

    Args:
        blocks: the sheet's part, in pieces.
        styles: numbers of the cell styles that show something else than the stored value.
        long_numbers: whether numbers of many digits are looked for.
    """
    opened = False
    tokens = [*_MISLEADING, *style_tokens(styles)]
    for piece in pieces(blocks):
        if not opened:
            yield piece.partition(b"<row ")[0] + b"<row>"
            opened = True
        yield b"".join(_cell_from(piece, start) for start in sorted(_starts(piece, tokens, long_numbers=long_numbers)))
        _, end, after = piece.rpartition(b"</sheetData>")
        if end:
            yield b"</row></sheetData>" + after


def style_tokens(styles: Collection[int]) -> list[bytes]:
    """What a regular cell of one of the styles holds."""
    return [f' s="{style}"'.encode() for style in styles]


def pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that end before a row, or, in a sheet with a row beyond all measure, anywhere."""
    rest = b""
    for block in blocks:
        rest += block
        cut = rest.rfind(b"<row ")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST_ROW:
            yield _BROKEN  # looked at no further
            rest = b""
    yield rest


def _starts(piece: bytes, tokens: Iterable[bytes], *, long_numbers: bool) -> set[int]:
    """Where cells begin that hold one of the tokens, or a long number."""
    starts = {piece.rfind(b"<c ", 0, found.start()) for found in _LONG.finditer(piece)} if long_numbers else set()
    for token in tokens:
        place = piece.find(token)
        while place >= 0:
            starts.add(piece.rfind(b"<c ", 0, place))
            place = piece.find(token, place + 1)
    return starts - {-1}


def _cell_from(piece: bytes, start: int) -> bytes:
    """The bytes of a cell; of a cell that does not end all that is left."""
    tag = piece.find(b">", start)
    if piece[tag - 1 : tag] == b"/":
        return piece[start : tag + 1]
    end = piece.find(b"</c>", start)
    return piece[start : end + 4] if end >= 0 else piece[start:]


def _long(classes: bytes, shapes: bytes, piece: bytes) -> bool:
    doubtful = b"0" * 16 in classes or b"." + b"0" * 10 in classes or _POWER.search(shapes) is not None
    return doubtful and _LONG.search(piece) is not None


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
