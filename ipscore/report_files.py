"""A document as a file in one of its formats; only the format that is asked for is loaded."""

# ruff: noqa: PLC0415

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import typer

from ipscore.writing import whole_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from reports.document import Document

_LISTED = 3
DocumentForm = Literal["docx", "pdf", "html"]


def write_document_file(
    document: Document,
    path: Path,
    form: DocumentForm,
    made_on: date,
    *,
    template: Path | None = None,
    fonts: Path | None = None,
    force: bool = False,
) -> None:
    """Write a document; it appears whole under its name, or not at all.

    Args:
        document: the report.
        path: the file.
        form: docx, pdf or html.
        made_on: the date that the file carries.
        template: a Word template of the editor's own.
        fonts: a folder of fonts that the PDF uses first.
        force: whether it replaces a file that is there.

    Raises:
        TargetError: the file cannot be written, or is there and `force` is not set.
    """
    with whole_file(path, force=force) as partial:
        match form:
            case "docx":
                from reports.docx import write_docx

                write_docx(document, partial, template, made_on=made_on)
            case "pdf":
                from reports.pdf import write_pdf

                unshown = write_pdf(document, partial, made_on=made_on, fonts=fonts)
                tell_unshown({path.name: unshown})
            case "html":
                from reports.web import write_html

                write_html(document, partial, made_on=made_on)


def tell_unshown(found: Mapping[str, str]) -> None:
    """Tell which characters of PDFs no font shows, and where they stand; nothing if there are none.

    Args:
        found: file or unit → what `reports.pdf.write_pdf` returned.
    """
    for character in sorted(set("".join(found.values()))):
        places = [place for place, characters in found.items() if character in characters]
        more = f" 等 {len(places)} 份" if len(places) > _LISTED else ""
        named = f"{character}（U+{ord(character):04X}）"
        typer.echo(f"没有一种字体有 {named}，PDF 里印作〓：{'、'.join(places[:_LISTED])}{more}", err=True)
