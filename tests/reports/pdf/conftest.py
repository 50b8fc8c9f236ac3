"""One white paper and one breakdown, set once."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.document import Document
from reports.pdf import write_pdf
from tests.reports.pdf.sample import report

MADE_ON = datetime.date(2017, 12, 31)

Read = Callable[[Document], PdfReader]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Sets a document and opens it."""

    def made(document: Document) -> PdfReader:
        write_pdf(document, tmp_path / "made.pdf", made_on=MADE_ON)
        return PdfReader(tmp_path / "made.pdf")

    return made


@pytest.fixture(scope="session")
def whole_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    write_pdf(report(), path, made_on=MADE_ON)
    return path


@pytest.fixture(scope="session")
def whole(whole_path: Path) -> PdfReader:
    return PdfReader(whole_path)


@pytest.fixture(scope="session")
def dense_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "dense.pdf"
    write_pdf(report(cover=False), path, made_on=MADE_ON)
    return path


def words(reader: PdfReader, *pages: int) -> str:
    """The text of pages (all without numbers), without blanks and line ends."""
    chosen = [reader.pages[page] for page in pages] or reader.pages
    return "".join("".join(page.extract_text().split()) for page in chosen)
