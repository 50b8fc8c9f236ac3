"""How wide the columns of a table want to be, in ems (the width of a Chinese character), in whatever format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.table import Column

_WIDE = "WFA"
"""Ambiguous signs too, such as dashes: in Chinese type they are as wide as a character."""

_LATIN = 0.58
_BESIDE = 0.25
"""The gap that typesetters leave between a Chinese character and a letter or digit."""

_LONGEST_TOKEN = 14.0
_HEADER_WHOLE = 5.0
_BEARABLE = 6.0
_LINES = 3
_READABLE = 16.0
_TOKEN = re.compile(r"[!-~–—−…]+")


@dataclass(frozen=True)
class Needs:
    """Widths of a column.

    Attributes:
        whole: nothing is broken over lines.
        good: running text has few lines.
        least: what can be borne; numbers and the words of headers are still in one piece.
    """

    whole: float
    good: float
    least: float


def needs(column: Column, cells: Sequence[str]) -> Needs:
    """What a column needs for its header, which may run over two lines if it is long, and its cells."""
    widest, title = max(map(ems, cells), default=0.0), ems(column.header)
    header = title if title <= _HEADER_WHOLE else max(_token(column.header), title / 2)
    if column.number or column.keep:
        least = good = max(widest, header)
    else:
        token = min(max(map(_token, cells), default=0.0), _LONGEST_TOKEN)
        least = max(token, min(widest, _BEARABLE), header)
        good = max(least, min(widest, _READABLE, max(_BEARABLE, widest / _LINES + 1)))
    return Needs(max(title, widest), good, least)


def ems(text: str) -> float:
    """The width of a text's longest line."""
    return max(map(_line, text.split("\n")))


def _line(text: str) -> float:
    kinds = [_kind(sign) for sign in text]
    gaps = sum({one, other} == {"chinese", "latin"} for one, other in pairwise(kinds))
    return sum(1.0 if east_asian_width(sign) in _WIDE else _LATIN for sign in text) + _BESIDE * gaps


def _kind(sign: str) -> str:
    """Marks, whose own width holds their gap, are neither."""
    return "" if not sign.isalnum() else "chinese" if east_asian_width(sign) in _WIDE else "latin"


def _token(text: str) -> float:
    """The longest run that no line break may cut."""
    return max(map(ems, _TOKEN.findall(text)), default=0.0)
