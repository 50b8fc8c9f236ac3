"""The table of contents: a TOC field with its entries in place.

The pages are left to Word: nobody knows them before Word has set the type, and asking Word to update fields on opening
makes it greet every reader with a question. A line below the contents tells the editor how to fill them in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.document import Heading
from reports.docx.oxml import field, field_end, field_start, node, paragraph, run, sized

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Document, Numbers
    from reports.docx.inline import Bookmarks

FRONT = "前置标题"
"""The style of chapters before the contents, which Word lists only if told so."""

LEVELS = 2
"""How many levels of headings the contents list."""

TO_DO = "【页码待更新】"
HINT = "请在目录上点右键，选“更新域”—“更新整个目录”，由Word填入页码；定稿前删去本段。"
"""What the editor is told below the contents."""

_HINT_SIZE = 10.5


def contents(
    document: Document, numbers: Numbers, styles: Mapping[str, str], bookmarks: Bookmarks
) -> tuple[BaseOxmlElement, ...]:
    """The contents, foreword included, and what the editor has to do with them; nothing if there are no headings."""
    headings = [block for block in document.blocks if isinstance(block, Heading) and block.level <= LEVELS]
    if not headings:
        return ()
    lines = [
        paragraph(
            styles[f"toc {heading.level}"],
            (
                *(field_start(f'TOC \\o "1-{LEVELS}" \\t "{FRONT},1" \\h \\z') if heading is headings[0] else ()),
                _line(numbers.headings.get(heading.key, "") + heading.text, bookmarks.name(heading.key)),
                *((field_end(),) if heading is headings[-1] else ()),
            ),
        )
        for heading in headings
    ]
    kind = node("w:docPartObj", None, node("w:docPartGallery", {"w:val": "Table of Contents"}), node("w:docPartUnique"))
    listing = node("w:sdt", None, node("w:sdtPr", None, kind), node("w:sdtContent", None, *lines))
    small = (sized(run(TO_DO, styles["Strong"]), _HINT_SIZE), sized(run(HINT), _HINT_SIZE))
    close = node("w:spacing", {"w:before": "120", "w:line": "320", "w:lineRule": "exact"})
    return listing, paragraph(styles["编者待定"], small, (close,))


def _line(text: str, bookmark: str) -> BaseOxmlElement:
    page = field(f"PAGEREF {bookmark} \\h", "")
    tab = node("w:r", None, node("w:tab"))
    return node("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"}, run(text), tab, *page)
