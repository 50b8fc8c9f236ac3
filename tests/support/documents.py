"""A document as plain text, to compare and to read."""

from __future__ import annotations

from reports.document import (
    Document,
    Exhibit,
    Figure,
    Heading,
    Inline,
    Listing,
    Note,
    PageBreak,
    Paragraph,
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
