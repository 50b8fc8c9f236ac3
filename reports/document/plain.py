"""A document as plain data, with every number resolved: what templates read, as JSON or as it is.

title, series, issuer, date, notice, cover
front, body: blocks, each with its `kind`
    heading     level, key, number ("" where it has none), text, label (what references print)
    paragraph   role ("body" or "editor"), content
    listing     items (each a content)
    figure      key, label ("图3"), caption, alt; the chart stays in `Document.figures`
    table       key, label ("表1"), caption, columns (header, number, keep, spare), rows, notes
    page_break
content: inline parts, each with its `kind`
    text        text, strong
    reference   target (a key), text ("图3")
    note        number, content
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any

from reports.document.model import Exhibit, Figure, Heading, Listing, Note, PageBreak, Paragraph, Reference, Text
from reports.document.numbering import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.document.model import Block, Document, Inline
    from reports.document.numbering import Numbers

Plain = dict[str, Any]
"""Strings, numbers, truth values, lists and further such dicts: nothing that JSON does not know."""


def plain(document: Document) -> Plain:
    """The document as nested dicts and lists (shape: see the module).

    Raises:
        TextError: a key is used twice, or a cross-reference names none.
    """
    blocks = _Blocks(number(document))
    return {
        "title": document.title,
        "series": document.series,
        "issuer": document.issuer,
        "date": document.date,
        "notice": document.notice,
        "cover": document.cover,
        "front": [blocks.of(block) for block in document.front],
        "body": [blocks.of(block) for block in document.body],
    }


class _Blocks:
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._notes = count(1)

    def of(self, block: Block) -> Plain:
        labels = self._numbers.labels
        match block:
            case Heading(level=level, text=text, key=key):
                mark = self._numbers.headings.get(key, "")
                return {
                    "kind": "heading", "level": level, "key": key, "number": mark, "text": text, "label": labels[key],
                }  # fmt: skip
            case Paragraph(content, role):
                return {"kind": "paragraph", "role": role, "content": self._content(content)}
            case Listing(items):
                return {"kind": "listing", "items": [self._content(item) for item in items]}
            case Figure(key=key, caption=caption, alt=alt):
                return {"kind": "figure", "key": key, "label": labels[key], "caption": caption, "alt": alt}
            case Exhibit(key=key, table=table):
                return {
                    "kind": "table",
                    "key": key,
                    "label": labels[key],
                    "caption": block.caption,
                    "columns": [asdict(column) for column in table.columns],
                    "rows": [list(row) for row in table.rows],
                    "notes": list(table.notes),
                }
            case PageBreak():
                return {"kind": "page_break"}

    def _content(self, content: Iterable[Inline]) -> list[Plain]:
        return [self._inline(part) for part in content]

    def _inline(self, part: Inline) -> Plain:
        match part:
            case Text(text, strong):
                return {"kind": "text", "text": text, "strong": strong}
            case Reference(target):
                return {"kind": "reference", "target": target, "text": self._numbers.labels[target]}
            case Note(content):
                return {"kind": "note", "number": next(self._notes), "content": self._content(content)}
