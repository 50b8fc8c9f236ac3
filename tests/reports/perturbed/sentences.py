"""The sentences of a document, where each stands, and what differs between two papers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.document import Document, Exhibit, Figure, Heading, Inline, Listing, Note, Paragraph, Text
from tests.reports.perturbed.marking import MARK

_HOTLINE = "12386"  # the name of a source, no number of anything
_DATE = r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
NUMBER = re.compile(rf"(?<![A-Za-z0-9.,]){MARK}*(?!{_HOTLINE})(?:{_DATE}|(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?%?)")
"""A number as printed, or a date, with the marks before it."""
_REFERENCE = "※"
"""What stands for the label of a figure, table or chapter: its number may change with what stands before it."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of a paper.

    Attributes:
        section: the key of the heading above it.
        text: as printed, with the marks of the expressions of templates that printed its numbers.
    """

    section: str
    text: str

    @property
    def plain(self) -> str:
        """As its reader sees it."""
        return re.sub(MARK, "", self.text)

    @property
    def numbers(self) -> list[str]:
        """Its numbers in order, without marks."""
        return NUMBER.findall(self.plain)

    @property
    def shape(self) -> str:
        """It with every number taken out."""
        return NUMBER.sub("○", self.plain)


def sentences(document: Document) -> list[Sentence]:
    """What a document says in sentences: headings, paragraphs, lists, captions, what stands for a chart, notes."""
    found, section = [], ""
    for block in document.blocks:
        if isinstance(block, Heading):
            section = block.key
        found += [Sentence(section, text) for line in _lines(block) for text in _split(line)]
    return found


def rows(document: Document, keys: tuple[str, ...]) -> list[Sentence]:
    """The rows of the tables whose keys begin so, each as one sentence below the table's key."""
    tables = [block for block in document.blocks if isinstance(block, Exhibit) and block.key.startswith(keys)]
    return [Sentence(one.key, "；".join(filter(None, row))) for one in tables for row in one.table.rows]


def _lines(block: object) -> Iterator[str]:
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(content, _):
            yield _words(content)
        case Listing(items):
            yield from map(_words, items)
        case Figure(caption=caption, alt=alt):
            yield caption
            yield alt
        case Exhibit(table=table):
            yield block.caption
            yield from table.notes


def _words(content: tuple[Inline, ...]) -> str:
    return "".join(
        piece.text
        if isinstance(piece, Text)
        else f"〔{_words(piece.content)}〕"
        if isinstance(piece, Note)
        else _REFERENCE
        for piece in content
    )


def _split(line: str) -> list[str]:
    return [part for part in re.split(r"(?<=。)(?![^〔]*〕)", line) if re.sub(MARK, "", part)]


Pair = tuple[Sentence | None, Sentence | None]


def paired(before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[Pair]:
    """Sentences of two papers side by side, by where they stand and their words; None where one paper has none."""
    keys = [[(one.section, one.shape) for one in each] for each in (before, after)]
    for how, a, b, c, d in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if how == "equal" or (how == "replace" and b - a == d - c):
            yield from zip(before[a:b], after[c:d], strict=True)
        else:
            yield from ((one, None) for one in before[a:b])
            yield from ((None, one) for one in after[c:d])
