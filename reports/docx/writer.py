"""Writes a document as a Word file."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from reports.document import Exhibit, Figure, Heading, number
from reports.docx.blocks import Printer
from reports.docx.comments import comments_hold
from reports.docx.contents import contents
from reports.docx.footnotes import Footnotes
from reports.docx.inline import Bookmarks, Typesetter
from reports.docx.package import save
from reports.docx.template import Filled, section_break

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document


def write_docx(document: Document, path: Path, template: Path | None = None, *, made_on: date) -> None:
    """Write a document as a Word file; the same document, template and date give the same bytes.

    Args:
        document: what is written.
        path: of the file.
        template: a .docx with the placeholders and styles of `reports.docx.template`; the shipped one if None.
        made_on: the date of creation that the file states.

    Raises:
        TemplateError: the template cannot be used.
        TextError: a cross-reference leads nowhere.
    """
    numbers = number(document)
    filled = Filled(template, document)
    word = filled.word
    made = datetime.combine(made_on, time(), UTC)
    keys = [block.key for block in document.blocks if isinstance(block, Heading | Figure | Exhibit)]
    bookmarks = Bookmarks(keys, _free_bookmark(word))
    typesetter = Typesetter(document, numbers, filled.styles, bookmarks, Footnotes(word, filled.styles))
    printer = Printer(filled, numbers, bookmarks, typesetter, made if comments_hold(document) else None)

    for place, blocks in (("front", document.front), ("body", document.body)):
        if (marker := filled.places.get(place)) is not None:
            printer.print(blocks, marker, front=place == "front")
    if (marker := filled.places.get("contents")) is not None:
        for element in contents(document, numbers, filled.styles, bookmarks) if document.cover else ():
            marker.addprevious(element)
    for marker in filled.places.values():
        _take_out(marker)

    properties = word.core_properties
    properties.title, properties.author, properties.language = document.title, document.issuer, "zh-CN"
    properties.last_modified_by, properties.revision = document.issuer, 1
    properties.created = properties.modified = made
    save(word, path)


def _take_out(marker: BaseOxmlElement) -> None:
    """Remove a placeholder's paragraph; one that ends a section stays, empty."""
    parent = marker.getparent()
    if parent is None:
        return
    if section_break(marker) is None:
        parent.remove(marker)
        return
    for element in [each for each in marker if each.tag != qn("w:pPr")]:
        marker.remove(element)


def _free_bookmark(word: Word) -> int:
    marks = word.element.body.iter(qn("w:bookmarkStart"))
    return max((int(mark.get(qn("w:id"), "0")) for mark in marks), default=0) + 1
