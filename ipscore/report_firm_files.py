"""One firm's files, each format in turn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from data_sources.file_names import distinct_part, readable_part
from reports.firm import breakdown, shortened, write_workbook
from reports.firm.objection_text import objection_lines
from reports.firm.objections import write_form

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping
    from pathlib import Path

    from reports.firm import Firm, Industry
    from reports.fonts import PageFont

Form = Literal["html", "pdf", "xlsx", "objections"]
FORMS: tuple[Form, ...] = ("html", "pdf", "xlsx")
"""Those of a breakdown; the form for objections goes with it."""
FORMS_OF_ALL: tuple[Form, ...] = (*FORMS, "objections")
"""What is written of every firm where no format is named."""
SUFFIX, OBJECTIONS = "评价明细", "异议表"
RECORDS_IN_PRINT = 12
"""How many records of one kind a PDF lists; the page and the workbook list all."""

_BLANKS = re.compile(r"[\s.]+")


@dataclass(frozen=True)
class Order:
    """What is to be written: from which runs, where, in which formats; plain enough to be sent to other processes."""

    run: Path
    previous: Path | None
    previous_title: str
    out: Path
    forms: tuple[Form, ...]
    issuer: str
    notice: str
    texts: Path | None = None
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printer:
    """Writes breakdowns of an industry's firms; `font` is that of the pages, made for each of them if not given."""

    industry: Industry
    issuer: str = ""
    notice: str = ""
    font: PageFont | None = None
    texts: Path | None = None

    def write(self, firm: Firm, files: Mapping[Form, Path]) -> str:
        """Write a firm's breakdown in some formats; the characters that the PDF cannot show."""
        if "xlsx" in files:
            write_workbook(firm, files["xlsx"], notice=self.notice)
        if "objections" in files:
            write_form(firm, files["objections"], objection_lines(firm, self.issuer, self.texts))
        if files.keys() <= {"xlsx", "objections"}:
            return ""
        document = breakdown(firm, issuer=self.issuer, notice=self.notice, texts=self.texts)
        if "html" in files:
            from reports.web import write_html  # noqa: PLC0415  (only the formats asked for are loaded)

            write_html(document, files["html"], made_on=self._made_on, font=self.font)
        if "pdf" in files:
            from reports.pdf import write_pdf  # noqa: PLC0415

            short = shortened(document, firm, RECORDS_IN_PRINT)
            return write_pdf(short, files["pdf"], made_on=self._made_on)
        return ""

    @cached_property
    def _made_on(self) -> datetime.date:
        return self.industry.evaluation.rulebook.period.end


def file_name(firm: Firm, form: Form) -> str:
    """`919900000KDFTQNGG9_蔷垣证券_评价明细.html`; characters that file systems do not take become `_`.

    A code that is written otherwise for it bears a digest of itself, so that two firms never share a file.
    """
    name = _BLANKS.sub("_", readable_part(firm.name)).strip("_")
    ending = f"{OBJECTIONS}.xlsx" if form == "objections" else f"{SUFFIX}.{form}"
    return f"{distinct_part(firm.firm_id)}_{name}_{ending}"
