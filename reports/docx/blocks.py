"""Prints the blocks of a document into Word."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.shared import Mm

from reports.charts.drawing import png
from reports.document import Exhibit, Figure, Heading, Listing, PageBreak, Paragraph
from reports.document.numbering import UNBROKEN
from reports.docx.comments import comment
from reports.docx.oxml import field, node, paragraph, run
from reports.docx.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Block, Numbers
    from reports.docx.inline import Bookmarks, Typesetter
    from reports.docx.template import Filled

PROPOSAL = "【建议，待编辑确认】"
"""Before every proposal for the editor."""

DPI = 220
TALLEST = 190
"""Millimetres, so that a picture and its caption fit on a page."""


class Printer:
    """Prints blocks before a place in a Word document."""

    def __init__(
        self,
        filled: Filled,
        numbers: Numbers,
        bookmarks: Bookmarks,
        typesetter: Typesetter,
        commented: datetime | None,
    ) -> None:
        """`commented`: when proposals for the editor were commented; None if they are not."""
        self._word = filled.word
        self._numbers = numbers
        self._styles = filled.styles
        self._bookmarks = bookmarks
        self._runs = typesetter.runs
        self._commented = commented
        section = self._word.sections[-1]
        lengths = (section.page_width, section.left_margin, section.right_margin)
        page, left, right = (0 if length is None else length for length in lengths)
        self._width = page - left - right
        self._pictures = 0

    def print(self, blocks: tuple[Block, ...], place: BaseOxmlElement, *, front: bool) -> None:
        """Print blocks before a place; in the front, chapters are headed apart from the contents."""
        for block in blocks:
            for element in self._elements(block, front=front):
                place.addprevious(element)
                if self._commented is not None and isinstance(block, Paragraph) and block.role == "editor":
                    comment(self._word, element, self._commented)

    def _elements(self, block: Block, *, front: bool) -> Iterator[BaseOxmlElement]:
        match block:
            case Heading():
                yield self._heading(block, front=front)
            case Paragraph(content, "editor"):
                mark = run(PROPOSAL, self._styles["Strong"])
                yield paragraph(self._styles["编者待定"], (mark, *self._runs(content)))
            case Paragraph(content):
                yield paragraph(self._styles["Body Text"], self._runs(content))
            case Listing(items):
                for item in items:
                    yield paragraph(self._styles["List Bullet"], self._runs(item))
            case Figure():
                yield self._picture(block)
                yield self._caption("图", block)
            case Exhibit():
                yield self._caption("表", block, keep=True)
                yield from table(block.table, self._styles, Mm(self._width / Mm(1)).pt)
            case PageBreak():
                yield paragraph(self._styles["Body Text"], (node("w:r", None, node("w:br", {"w:type": "page"})),))

    def _heading(self, heading: Heading, *, front: bool) -> BaseOxmlElement:
        apart = front and heading.level == 1
        style = self._styles["前置标题" if apart else f"Heading {heading.level}"]
        plain = node("w:numPr", None, node("w:ilvl", {"w:val": "0"}), node("w:numId", {"w:val": "0"}))
        indent = node("w:ind", {"w:firstLineChars": "200", "w:firstLine": "640"})
        properties = () if heading.numbered or apart else (plain, indent)
        return paragraph(style, self._bookmarks.around(heading.key, (run(heading.text),)), properties)

    def _caption(self, kind: str, part: Figure | Exhibit, *, keep: bool = False) -> BaseOxmlElement:
        """`图 1　…`: the label is what references repeat."""
        count = self._numbers.labels[part.key].removeprefix(f"{kind}{UNBROKEN}")
        label = self._bookmarks.around(part.key, (run(f"{kind}{UNBROKEN}"), *field(f"SEQ {kind} \\* ARABIC", count)))
        properties = (node("w:keepNext"),) if keep else ()
        return paragraph(self._styles["Caption"], (*label, run(f"　{part.caption}")), properties)

    def _picture(self, figure: Figure) -> BaseOxmlElement:
        image = io.BytesIO(png(figure.chart, self._width / Mm(1), DPI))
        inline = self._word.part.new_pic_inline(image, width=self._width)
        if (over := inline.extent.cy / Mm(TALLEST)) > 1:
            inline = self._word.part.new_pic_inline(image, height=Mm(TALLEST), width=round(self._width / over))
        self._pictures += 1
        about = {"id": str(self._pictures), "name": self._numbers.labels[figure.key], "descr": figure.alt}
        for key, value in about.items():
            inline.docPr.set(key, value)
        return paragraph(self._styles["图片"], (node("w:r", None, node("w:drawing", None, inline)),))
