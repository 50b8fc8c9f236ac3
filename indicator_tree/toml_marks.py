"""Signs of a TOML text outside its texts and comments: full-width ones, and brackets and quotes that nothing closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUOTES = "\"'"
WIDE = {
    **dict.fromkeys("“”„＂「」", ("全角的引号", '"')),
    **dict.fromkeys("‘’＇", ("全角的引号", "'")),
    "＝": ("全角的等号", "="),
    "：": ("全角的冒号", "="),
    "，": ("全角的逗号", ","),
    "、": ("顿号", ","),
    "；": ("全角的分号", ","),
    "。": ("句号", "."),
    "．": ("全角的点", "."),
    **dict.fromkeys("［【〔", ("全角的左方括号", "[")),
    **dict.fromkeys("］】〕", ("全角的右方括号", "]")),
    "｛": ("全角的左花括号", "{"),
    "｝": ("全角的右花括号", "}"),
    "＃": ("全角的井号", "#"),
    "－": ("全角的减号", "-"),
    "＋": ("全角的加号", "+"),
    "％": ("全角的百分号", "%"),
    "\u3000": ("全角的空格", " "),
    "\xa0": ("不换行空格", " "),
    "\ufeff": ("文件开头的标记（BOM）", ""),
    **{chr(0xFF10 + digit): ("全角的数字", str(digit)) for digit in range(10)},
}
"""What full-width signs are called, and what should stand instead."""


@dataclass(frozen=True)
class Mark:
    """A bracket, quote or other character outside texts and comments; `open` if nothing closes it."""

    line: int
    column: int
    sign: str
    open: bool = False


def marks_of(text: str) -> Iterator[Mark]:
    """Wide characters outside texts and comments, and brackets and quotes that nothing closes."""
    stack: list[Mark] = []
    line, start, at = 1, 0, 0
    while at < len(text):
        sign = text[at]
        if sign == "\n":
            line, start = line + 1, at + 1
        elif sign == "#":
            at = _until(text, "\n", at) - 1
        elif sign in QUOTES:
            mark = Mark(line, at - start + 1, sign, open=True)
            triple = text.startswith(sign * 3, at)
            end = _string_end(text, at, triple=triple)
            if end is None:
                yield mark
                if triple:
                    return
                end = _until(text, "\n", at)
            line += text.count("\n", at, end)
            start = max(start, text.rfind("\n", 0, end) + 1)
            at = end - 1
        elif sign in "[{":
            stack.append(Mark(line, at - start + 1, sign, open=True))
        elif sign in "]}" and stack:
            stack.pop()
        elif sign in WIDE:
            yield Mark(line, at - start + 1, sign)
        at += 1
    yield from stack


def _until(text: str, sign: str, at: int) -> int:
    return found if (found := text.find(sign, at)) >= 0 else len(text)


def _string_end(text: str, at: int, *, triple: bool) -> int | None:
    """Where a text ends, behind its closing quote; None if nothing closes it."""
    quote = text[at] * 3 if triple else text[at]
    place = at + len(quote)
    while place < len(text):
        if text[place] == "\\" and text[at] == '"':
            place += 2
        elif text.startswith(quote, place):
            return place + len(quote)
        elif text[place] == "\n" and not triple:
            return None
        else:
            place += 1
    return None
