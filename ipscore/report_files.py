"""A document as a file in one of its formats; only the format that is asked for is loaded."""

# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ipscore.writing import whole_file

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from reports.document import Document

DocumentForm = Literal["docx", "pdf", "html"]


def write_document_file(
    document: Document,
    path: Path,
    form: DocumentForm,
    made_on: date,
    *,
    template: Path | None = None,
    fonts: Path | None = None,
) -> None:
    """Write a document; it appears whole under its name, or not at all.

    Args:
        document: the report.
        path: the file.
        form: docx, pdf or html.
        made_on: the date that the file carries.
        template: a Word template of the editor's own.
        fonts: a folder of fonts that the PDF uses first.

    Raises:
        TargetError: the file cannot be written.
    """
    with whole_file(path) as partial:
        match form:
            case "docx":
                from reports.docx import write_docx

                write_docx(document, partial, template, made_on=made_on)
            case "pdf":
                from reports.pdf import write_pdf

                write_pdf(document, partial, made_on=made_on, fonts=fonts)
            case "html":
                from reports.web import write_html

                write_html(document, partial, made_on=made_on)
