"""Templates whose expressions print a mark before what they print and an end behind it: so it is known who did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_FIRST, _LAST, _END = 0xE100, 0xF8FF, "\ue0ff"  # characters of no alphabet
MARK = "[\ue0ff-\uf8ff]"


@cache
def expressions(texts: Path) -> tuple[str, ...]:
    """The expressions within lines of a folder's templates, `file: expression`, in the order of their marks."""
    return tuple(f"{path.name}: {found.group()}" for path in _files(texts) for found in _within(path))


def _files(texts: Path) -> list[Path]:
    return sorted(texts.glob("*.j2"))


def _within(path: Path) -> Iterator[re.Match[str]]:
    """Expressions that print into a line: nothing that stands alone (a figure, a chapter), nor keys of headings."""
    text = path.read_text(encoding="utf-8")
    for found in _EXPRESSION.finditer(text):
        start, end = text.rfind("\n", 0, found.start()) + 1, text.find("\n", found.end())
        before, after = text[start : found.start()], text[found.end() : end]
        if (before.strip() or after.strip()) and "{#" not in before:
            yield found


def write_marked(texts: Path, folder: Path) -> Path:
    """The templates of a folder, marked.

    Raises:
        StopIteration: there are more expressions than marks.
    """
    folder.mkdir()
    marks = iter(map(chr, range(_FIRST, _LAST + 1)))
    for path in _files(texts):
        text, end, pieces = path.read_text(encoding="utf-8"), 0, []
        for found in _within(path):
            pieces += [text[end : found.start()], next(marks), found.group(), _END]
            end = found.end()
        (folder / path.name).write_text("".join([*pieces, text[end:]]), encoding="utf-8")
    return folder


def marks_in(number: str) -> Iterable[int]:
    """The places in `expressions` of the marks before a number."""
    return [ord(character) - _FIRST for character in number if _FIRST <= ord(character) <= _LAST]


def open_behind(text: str, before: Iterable[int] = ()) -> list[int]:
    """The places in `expressions` of those that still print behind a text, the outermost first.

    Args:
        text: as printed, with marks.
        before: those that already print before it.
    """
    printing = list(before)
    for character in re.findall(MARK, text):
        if character == _END:
            del printing[-1:]  # none where a sentence begins within what an expression prints
        else:
            printing += marks_in(character)
    return printing
