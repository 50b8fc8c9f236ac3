"""The table of contents: a TOC field with its entries in place.

The pages are left to Word: nobody knows them before Word has set the type, and asking Word to update fields on opening
makes it greet the reader with a question. A comment tells the editor how to fill them in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Heading
from reports.docx.oxml import field_end, field_start, field, node, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document, Numbers
    from reports.docx.inline import Bookmarks

LEVELS = 2
"""How many levels of headings the contents list."""

HINT = "目录页码由 Word 计算：请在目录上点右键，选“更新域”—“更新整个目录”。定稿后删除本批注。"
"""What the editor is told beside the contents."""


def contents(
    document: Document, numbers: Numbers, styles: Mapping[str, str], bookmarks: Bookmarks
) -> BaseOxmlElement | None:
    """The contents of the body; None if it has no headings."""
    headings = [block for block in document.body if isinstance(block, Heading) and block.level <= LEVELS]
    if not headings:
        return None
    lines = [
        paragraph(
            styles[f"toc {heading.level}"],
            (
                *(field_start(f'TOC \\o "1-{LEVELS}" \\h \\z') if heading is headings[0] else ()),
                _entry(numbers.headings.get(heading.key, "") + heading.text, bookmarks.name(heading.key)),
                *((field_end(),) if heading is headings[-1] else ()),
            ),
        )
        for heading in headings
    ]
    kind = node("w:docPartObj", None, node("w:docPartGallery", {"w:val": "Table of Contents"}), node("w:docPartUnique"))
    return node("w:sdt", None, node("w:sdtPr", None, kind), node("w:sdtContent", None, *lines))


def _entry(text: str, bookmark: str) -> BaseOxmlElement:
    page = field(f"PAGEREF {bookmark} \\h", "")
    tab = node("w:r", None, node("w:tab"))
    return node("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"}, run(text), tab, *page)
