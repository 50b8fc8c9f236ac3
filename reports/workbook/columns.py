"""Columns of a sheet: header, kind of number, width, and what the data dictionary says of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "range", "count", "points", "change", "percent", "relative", "quantity"]
"""How a cell is shown: text; limits as text among numbers; whole numbers; points; points with sign; per cent; per cent
with sign; whole or broken numbers."""

_FILTER_BUTTON = 2  # characters that the button of a filter covers


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        header: what stands above it.
        kind: how its cells are shown.
        width: in half-width characters; a Chinese one takes two.
        meaning: its entry in the data dictionary; without one it is not listed.
        unit: of its numbers.
        listed_as: its name in the dictionary, where several columns share one entry.
    """

    header: str
    kind: Kind
    width: float
    meaning: str = ""
    unit: str = ""
    listed_as: str = ""


def display_width(text: str) -> int:
    """Width in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes that is broken at a width."""
    return sum(max(1, -(-display_width(line) // max(int(width), 1))) for line in text.split("\n"))


def header_lines(columns: tuple[Column, ...]) -> int:
    """How many lines the highest header takes beside the buttons of the filter."""
    return max(lines_of(column.header, column.width - _FILTER_BUTTON) for column in columns)
