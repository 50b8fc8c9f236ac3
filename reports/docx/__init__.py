"""A document in Word, on a template that a report writer edits.

    template ── docxtpl: cover, headers ──▶ filled template ── python-docx: parts ──▶ .docx

The template decides how everything looks: its styles, page, header and cover. This package puts the parts in their
places and lets Word number them: headings by a linked list, captions by SEQ, references by REF, contents by TOC.
"""

from reports.docx.template import copy_template
from reports.docx.writer import write_docx

__all__ = ["copy_template", "write_docx"]
