"""A document as plain text, to compare and to read."""

from __future__ import annotations

from collections import Counter

from reports.document import (
    Block,
    Document,
    Exhibit,
    Figure,
    Heading,
    Inline,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Reference,
    Text,
    number,
)
from reports.table import Table


def told(document: Document) -> list[Table | str]:
    """Its blocks: headings with numbers, text with references and notes spelled out, captions, tables."""
    numbers = number(document)

    def line(content: tuple[Inline, ...]) -> str:
        return "".join(
            piece.text
            if isinstance(piece, Text)
            else f"〔注：{line(piece.content)}〕"
            if isinstance(piece, Note)
            else f"【{numbers.labels[piece.target]}】"
            for piece in content
        )

    items: list[Table | str] = [document.title]
    for block in document.blocks:
        match block:
            case Heading(level=level, text=text, key=key):
                items.append(f"{'#' * level} {numbers.headings.get(key, '')}{text}")
            case Paragraph(content, role):
                items.append(f"{'> ' if role == 'editor' else ''}{line(content)}")
            case Listing(rows):
                items.append("\n".join(f"- {line(row)}" for row in rows))
            case Figure(key=key, caption=caption, alt=alt):
                items.append(f"[{numbers.labels[key]} {caption}] {alt}")
            case Exhibit(key=key, table=table):
                items.append(f"[{numbers.labels[key]}]")
                items.append(table)
            case PageBreak():
                items.append("────")
    return items


def text_of(document: Document) -> str:
    """All of it, tables too, as one text."""
    return "\n".join(str(item) for item in told(document))


def table_of(document: Document, title: str) -> Table:
    """Its table of a title."""
    return next(item for item in told(document) if isinstance(item, Table) and item.title == title)


def said_twice(document: Document) -> list[str]:
    """Sentences of its text that stand more than once; not of tables, figures and remarks beside indicators."""
    lines = [item for item in told(document) if isinstance(item, str) and item[0] not in "#["]
    sentences = Counter(one.strip("> -\n") for line in lines for one in line.split("。"))
    return [one for one, times in sentences.items() if one and times > 1 and not one.startswith(_BESIDE)]


_BESIDE = "所依据的来源中"
"""What did not count is told, in short, at every indicator whose source it is of."""


def unannounced(document: Document) -> list[str]:
    """Figures that stand before the text mentions them, or that it never does."""
    mentioned: set[str] = set()
    early = []
    for block in document.blocks:
        match block:
            case Paragraph(content):
                mentioned |= {piece.target for piece in content if isinstance(piece, Reference)}
            case Listing(rows):
                mentioned |= {piece.target for row in rows for piece in row if isinstance(piece, Reference)}
            case Figure(key=key, caption=caption) if key not in mentioned:
                early.append(caption)
            case _:
                pass
    return early


def chapter(blocks: tuple[Block, ...], key: str) -> tuple[Block, ...]:
    """One chapter; of the others only the headings, which references need."""
    at, kept = "", []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            at = block.key
        if at == key or isinstance(block, Heading):
            kept.append(block)
    return tuple(kept)
