"""How wide the columns of a table want to be, in ems (the width of a Chinese character)."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE = "WF"
_LATIN = 0.58
_LONGEST_TOKEN = 14.0
_HEADER_LINES = 2
_HEADER_WHOLE = 4.0
_READABLE = 6.0
_TOKEN = re.compile(r"[!-~–—−…]+")


def ems(text: str) -> float:
    """The width of a text on one line."""
    return sum(1.0 if unicodedata.east_asian_width(character) in _WIDE else _LATIN for character in text)


def wanted(header: str, cells: Sequence[str], *, keep: bool) -> tuple[float, float]:
    """What a column needs.

    Args:
        header: its header, which may run over two lines if it is longer than four characters.
        cells: its cells.
        keep: whether cells are never broken over lines.

    Returns:
        The width at which nothing is broken, and the least that can be borne.
    """
    widest = max(map(ems, cells), default=0.0)
    title = ems(header)
    header_least = max(_token(header), min(title, max(_HEADER_WHOLE, title / _HEADER_LINES)))
    token = max(map(_token, cells), default=0.0)
    cell_least = widest if keep else max(min(token, _LONGEST_TOKEN), min(widest, _READABLE))
    return max(title, widest), max(header_least, cell_least)


def _token(text: str) -> float:
    """The longest run that no line break may cut."""
    return max(map(ems, _TOKEN.findall(text)), default=0.0)
