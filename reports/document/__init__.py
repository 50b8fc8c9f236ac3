"""A report as data: blocks of text, figures and tables, apart from the format it is printed in.

    text (Markdown with Jinja) ──▶ blocks ──▶ Document ──▶ docx │ pdf │ html

What a reader sees of a number is spelled before it enters a document; the formats only set type.
"""

from reports.document.model import (
    Block,
    Chart,
    Document,
    Drawing,
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
)
from reports.document.numbering import Numbers, number

__all__ = [
    "Block",
    "Chart",
    "Document",
    "Drawing",
    "Exhibit",
    "Figure",
    "Heading",
    "Inline",
    "Listing",
    "Note",
    "Numbers",
    "PageBreak",
    "Paragraph",
    "Reference",
    "Text",
    "number",
]
