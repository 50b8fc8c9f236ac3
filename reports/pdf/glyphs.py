"""Characters that a font can show, those that need a fallback font, and those that no font shows."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from fontTools.ttLib import TTCollection, TTFont

from reports.fonts import fallback_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reports.document.plain import Plain

MISSING = "〓"
"""Printed in place of a character that no font has (U+3013, the mark of Chinese typesetters for it)."""

_INVISIBLE = frozenset({"Cf", "Zs", "Zl", "Zp"})
_SPACES = frozenset("\t\n\r")
_FONTS = ("*.ttf", "*.otf", "*.ttc")


def chosen_folders(text: str, folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of fonts that a text needs: those given, and fallbacks only for characters that these lack."""
    chosen = tuple(folders)
    for fallback in fallback_folders():
        lacking = unshown(text, chosen)
        if not lacking:
            break
        if set(map(ord, lacking)) & characters_of(fallback):
            chosen = (*chosen, fallback)
    return chosen


def unshown(text: str, folders: Sequence[Path]) -> str:
    """The characters of a text that should be seen and that no font of the folders has, by their code points."""
    return "".join(sorted(char for char in set(text) if not _is_known(char, folders) and _instead(char) == MISSING))


def readable(text: str, folders: Sequence[Path]) -> str:
    """The text with `MISSING` for every character without a glyph, and without control characters."""
    odd = {character for character in set(text) if not _is_known(character, folders)}
    return text.translate({ord(character): _instead(character) for character in odd}) if odd else text


def all_readable(data: Plain, folders: Sequence[Path]) -> Plain:
    """Plain data whose strings are all readable."""
    return {key: _walk(value, folders) for key, value in data.items()}


def texts_of(data: object) -> Iterator[str]:
    """All strings of plain data."""
    match data:
        case str():
            yield data
        case dict():
            for value in data.values():
                yield from texts_of(value)
        case list():
            for value in data:
                yield from texts_of(value)
        case _:
            pass


def _is_known(character: str, folders: Sequence[Path]) -> bool:
    return any(ord(character) in characters_of(folder) for folder in folders)


def _instead(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _INVISIBLE or character in _SPACES:
        return character
    return "" if kind == "Cc" else MISSING


def _walk(data: object, folders: Sequence[Path]) -> object:
    match data:
        case str():
            return readable(data, folders)
        case dict():
            return all_readable(data, folders)
        case list():
            return [_walk(value, folders) for value in data]
        case _:
            return data


@lru_cache(maxsize=8)
def characters_of(folder: Path) -> frozenset[int]:
    """The code points of the characters that the fonts of a folder have."""
    found: set[int] = set()
    for path in (path for pattern in _FONTS for path in folder.rglob(pattern)):
        fonts = TTCollection(path, lazy=True).fonts if path.suffix.lower() == ".ttc" else [TTFont(path, lazy=True)]
        for font in fonts:
            with font:
                found |= (font.getBestCmap() or {}).keys()
    return frozenset(found)
