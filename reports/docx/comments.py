"""Comments on what an editor has to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.text.paragraph import Paragraph as WordParagraph

from reports.document import Listing, Note, Paragraph

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement

    from reports.document import Block, Document

ADVICE = "由评价结果按规则自动生成的建议，请核实、改写或删除；确认后将段落改为正文样式，并删去提示字样和本批注。"
"""What the comment on a proposal says."""

AUTHOR, INITIALS = "报告程序", "报"


def comment(word: Word, element: BaseOxmlElement, made: datetime) -> None:
    """Comment on the first words of a paragraph."""
    paragraph = WordParagraph(element, word._body)
    word.add_comment(paragraph.runs[0], ADVICE, author=AUTHOR, initials=INITIALS)._comment_elm.date = made


def comments_hold(document: Document) -> bool:
    """Whether proposals can be commented: LibreOffice 7.4 mixes up the footnotes where one follows a comment."""
    blocks = list(document.blocks)
    first = next((place for place, block in enumerate(blocks) if _is_proposal(block)), len(blocks))
    return not any(_has_notes(block) for block in blocks[first:])


def _is_proposal(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "editor"


def _has_notes(block: Block) -> bool:
    lines = block.items if isinstance(block, Listing) else (block.content,) if isinstance(block, Paragraph) else ()
    return any(isinstance(part, Note) for line in lines for part in line)
