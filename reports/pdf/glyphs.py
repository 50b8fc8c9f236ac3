"""Characters that no font can show."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from fontTools.ttLib import TTFont

from reports.fonts import font_folder

if TYPE_CHECKING:
    from reports.document.plain import Plain

MISSING = "〓"
"""Printed in place of a character that the packaged font lacks (U+3013, the mark of Chinese typesetters for it)."""

_INVISIBLE = frozenset({"Cf", "Zs", "Zl", "Zp"})
_SPACES = frozenset("\t\n\r")


def readable(text: str) -> str:
    """The text with `MISSING` for every character without a glyph, and without control characters."""
    odd = {character for character in set(text) if ord(character) not in _known()}
    return text.translate({ord(character): _instead(character) for character in odd}) if odd else text


def all_readable(data: Plain) -> Plain:
    """Plain data whose strings are all readable."""
    return {key: _walk(value) for key, value in data.items()}


def _instead(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _INVISIBLE or character in _SPACES:
        return character
    return "" if kind == "Cc" else MISSING


def _walk(data: object) -> object:
    match data:
        case str():
            return readable(data)
        case dict():
            return all_readable(data)
        case list():
            return [_walk(value) for value in data]
        case _:
            return data


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    (path,) = font_folder().glob("*.ttf")
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
