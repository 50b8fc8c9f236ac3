"""Every number that the white paper prints stands in a table of the run or of what was found in it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import docx
import polars as pl
import pytest
from bs4 import BeautifulSoup

from indicator_tree import Rulebook
from indicator_tree.robustness import PerturbedWeights
from ipscore.previous import read_previous
from ipscore.report_whitepaper import document_of, write_document
from ipscore.robustness_files import read_study
from ipscore.run_folder import Run
from reports.robustness import Study
from reports.robustness.spelling import varied
from reports.whitepaper import Imprint
from scoring.findings import find
from tests.support.documents import said_twice, unannounced
from tests.support.numbers import Printable, numbers_in

pytestmark = pytest.mark.xdist_group("demonstration")

PREVIOUS = "whitepaper_2016"


@pytest.fixture(scope="module")
def demo_run(studied_run: Run) -> Run:
    """The run of the demonstration."""
    return studied_run


@pytest.fixture(scope="module")
def study(demo_run: Run) -> Study:
    """The study of the run's robustness, of which the white paper tells."""
    return read_study(demo_run)


@pytest.fixture(scope="module")
def printable(demo_run: Run, study: Study) -> Printable:
    evaluation = demo_run.evaluation
    found = find(evaluation, read_previous(PREVIOUS).means)
    told = [study.widths, study.steadiness, study.pairs, study.draws, study.sensitivity]
    frames = [evaluation.summary, evaluation.distribution, *found.frames.values(), *told]
    numbers = [*_of_rulebook(evaluation.rulebook), *_of_tree(evaluation.summary), *_of_study(study)]
    return Printable(frames, numbers)


@pytest.fixture(scope="module")
def names(demo_run: Run) -> set[str]:
    """Names with digits in them: indicators, bands, values of columns, sources, questions and answers, firms."""
    evaluation = demo_run.evaluation
    tallies = find(evaluation).tallies
    frames = [evaluation.summary, evaluation.distribution, evaluation.breakdown, evaluation.firms, tallies]
    texts = {
        text
        for frame in frames
        for column in frame.select(pl.col(pl.String)).iter_columns()
        for text in column.drop_nulls().unique()
    }
    book = evaluation.rulebook
    described = {one.description for one in book.indicator.values()} | {book.title}
    sources = {source for one in book.indicator.values() for source in one.data_sources}
    assert book.robustness is not None
    references = {reference for one in varied(book.robustness, book) for reference in one.references.split("；")}
    return texts | described | sources | references | {"12386投诉工单"}


def _of_study(study: Study) -> Iterator[float]:
    """How far the study varies what, and from when an order is stable."""
    settings = study.settings
    assert isinstance(settings.weights, PerturbedWeights)
    assert settings.parameters is not None
    yield from (settings.draws, settings.interval, settings.stable, settings.weights.spread)
    yield from (settings.parameters.of(basis) for basis in ("derived", "calibrated", "assumed"))


def _of_rulebook(book: Rulebook) -> Iterator[float]:
    """Numbers of the rules themselves: dates, limits, points, weights, edges of bands."""
    assert book.survey is not None
    assert book.bonus is not None
    last_day = book.last_day(10)
    for day in (book.period.start, book.period.end, last_day):
        yield from (day.year, day.month, day.day)
    yield from (book.year - 1, book.scale.full_marks, book.scale.floor, book.bonus.cap, book.survey.confidence)
    yield from (band.low for bands in book.bands.values() for band in bands.band)
    yield from (
        book.survey.minimum_respondents,
        book.period.end.day,
        last_day.toordinal() - book.period.end.toordinal(),
    )
    for rule in book.rules.values():
        yield from _in(rule.model_dump())


def _in(value: object) -> Iterator[float]:
    """All numbers of a rule, which its sentence tells."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for inner in value:
            yield from _in(inner)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def _of_tree(summary: pl.DataFrame) -> Iterator[float]:
    """How many nodes there are: on every level, and below every node."""
    codes = summary.filter(pl.col("level") > 0)["node"].to_list()
    yield from summary["level"].value_counts()["count"]
    for code in codes:
        yield sum(other.startswith(f"{code}.") and other.count(".") == code.count(".") + 1 for other in codes)
    yield 8  # indicators that rest on answers


def _docx_text(path: Path) -> list[str]:
    """Paragraphs and cells of the body, as they stand there; contents, headers and footers aside."""
    body = docx.Document(str(path))
    paragraphs = [one for one in body.paragraphs if not (one.style and one.style.name.lower().startswith("toc"))]
    cells = [cell.text for table in body.tables for row in table.rows for cell in row.cells]
    return [*(one.text for one in paragraphs), *cells]


def _html_text(path: Path) -> list[str]:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    for aside in page.select("script, style, svg, nav"):
        aside.decompose()
    return [one.get_text() for one in page.select("p, li, td, th, figcaption, caption, h1, h2, h3, h4")]


@pytest.fixture(scope="module", params=["docx", "html"])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, demo_run: Run, study: Study
) -> list[str]:
    """The texts of the white paper as they stand in the file; robustness is told as there is a study."""
    assert not study.ranked.is_empty()
    path = tmp_path_factory.mktemp("whitepaper") / f"whitepaper.{request.param}"
    document = document_of(demo_run, PREVIOUS, Imprint())
    write_document(document, path, request.param, demo_run)
    return _docx_text(path) if request.param == "docx" else _html_text(path)


def test_every_printed_number_stands_in_a_table_of_the_run(
    printed: list[str], printable: Printable, names: set[str]
) -> None:
    found = [(text, *number) for text in printed for number in numbers_in(text, names)]
    assert len(found) > 1400
    assert "附录四　结果的稳健性" in printed
    strange = [(spelled, text) for text, spelled, number, per_cent in found if not printable(number, per_cent=per_cent)]
    assert not strange, "\n".join(f"{spelled}: {text[:120]}" for spelled, text in strange)


def test_a_number_that_stands_nowhere_is_noticed(printable: Printable, names: set[str]) -> None:
    assert [
        printable(number, per_cent=flag) for _, number, flag in numbers_in("得分94.71，上升12.34%，见图3", names)
    ] == [
        True,
        False,
    ]
    assert not printable(Decimal("94.70"), per_cent=False)


def test_no_sentence_stands_twice_and_figures_after_they_are_mentioned(demo_run: Run) -> None:
    document = document_of(demo_run, PREVIOUS, Imprint())
    assert said_twice(document) == []
    assert unannounced(document) == []
