"""Numbers of headings, figures, tables and footnotes, in the manner of Chinese official documents.

GB/T 9704-2012, 7.3.3: `一、`, `（一）`, `1.` for the levels of headings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.document.model import Exhibit, Figure, Heading, Note, Reference
from reports.errors import TextError

if TYPE_CHECKING:
    from reports.document.model import Document

_DIGITS = "〇一二三四五六七八九"
_TEN = 10


UNBROKEN = "\u00a0"
"""Between a label and its number: a blank at which no line breaks, in any format."""


@dataclass(frozen=True)
class Numbers:
    """The numbers of a document's parts.

    Attributes:
        headings: key → number as printed before the title (`一、`, `（二）`, `3.`); unnumbered headings are missing.
        labels: key → what a cross-reference prints: `图 3`, `表 1`, `第二章（一）3`, or an unnumbered title.
        notes: the footnotes in order; the first is number 1.
    """

    headings: dict[str, str]
    labels: dict[str, str]
    notes: tuple[Note, ...]


def number(document: Document) -> Numbers:
    """Number a document.

    Raises:
        TextError: a key is used twice, or a cross-reference names none.
    """
    headings: dict[str, str] = {}
    labels: dict[str, str] = {}
    counts = [0, 0, 0]
    figures = tables = 0
    for block in document.blocks:
        match block:
            case Heading(level=level, text=text, key=key, numbered=numbered):
                if numbered:
                    counts[level - 1] += 1
                    counts[level:] = [0] * (len(counts) - level)
                    headings[key] = _heading_number(level, counts[level - 1])
                _name(labels, key, _heading_label(counts[:level]) if numbered else f"“{text}”")
            case Figure(key=key):
                figures += 1
                _name(labels, key, f"图{UNBROKEN}{figures}")
            case Exhibit(key=key):
                tables += 1
                _name(labels, key, f"表{UNBROKEN}{tables}")
            case _:
                pass
    inlines = tuple(document.inlines())
    if unknown := [part.target for part in inlines if isinstance(part, Reference) and part.target not in labels]:
        raise TextError(f"交叉引用没有着落：没有代号为 {unknown[0]} 的标题、图或表")
    return Numbers(headings, labels, tuple(part for part in inlines if isinstance(part, Note)))


def chinese(count: int) -> str:
    """1 to 99 in Chinese numerals: `一`, `十`, `二十三`."""
    tens, ones = divmod(count, _TEN)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def _name(labels: dict[str, str], key: str, label: str) -> None:
    if key in labels:
        raise TextError(f"代号 {key} 用了两次")
    labels[key] = label


def _heading_number(level: int, count: int) -> str:
    return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.")[level - 1]


def _heading_label(counts: list[int]) -> str:
    """Where a heading stands, from its chapter down: `第二章（一）3`."""
    chapter, *below = counts
    section = f"（{chinese(below[0])}）" if below else ""
    item = str(below[1]) if len(below) > 1 else ""
    return f"第{chinese(chapter)}章{section}{item}"
