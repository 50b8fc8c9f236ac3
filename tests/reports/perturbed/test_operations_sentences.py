"""Every number that an operations report says carries the meaning of the rows of the run that it comes from.

Each case of `operations_cases.toml` changes rows of one table of the run and tells what every sentence that names them
says instead. Nothing else may change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from indicator_tree.catalogue import Catalogue
from indicator_tree.overlay import overlay
from reports.document import Document
from reports.effect_rows import ContradictionRow
from reports.operations.effect import effect_report
from reports.operations.effect_view import Effect
from reports.operations.firm_month import FirmMonth
from reports.operations.monthly import TEXTS, monthly_report
from reports.operations.tables import Tables
from tests.reports.operations.sample import MONTH, OWN, tables
from tests.reports.perturbed.law import Case, around, strange, unmoved, unprinted
from tests.reports.perturbed.marking import write_marked
from tests.reports.perturbed.rows import with_rows
from tests.reports.perturbed.sentences import Sentence, sentences

pytestmark = pytest.mark.xdist_group("perturbed")

_TOLD = tomllib.loads(Path(__file__).with_name("operations_cases.toml").read_text(encoding="utf-8"))
CASES: Mapping[str, Case] = _TOLD["case"]
CONSTANT: Mapping[str, str] = _TOLD["constant"]
IN_WORDS: Mapping[str, str] = _TOLD["in_words"]
REPORTS: Mapping[str, Callable[[Tables, Case, Path], Document]] = {
    "month": lambda of, _, texts: monthly_report(FirmMonth.of(of, OWN, MONTH), texts=texts),
    "effect": lambda of, case, texts: effect_report(Effect(of, {}, _published(case)), texts=texts),
}


def _published(case: Case) -> tuple[ContradictionRow, ...]:
    """What a published document says otherwise."""
    return tuple(ContradictionRow(**row) for row in case.get("differences", []))


def edited(of: Tables, edits: list[Mapping[str, Any]]) -> Tables:
    """The run with rows changed: an edit names a `table`, and the rows (see `with_rows`)."""
    for edit in edits:
        made: dict[str, Any] = {edit["table"]: with_rows(getattr(of, edit["table"]), edit)}
        of = replace(of, **made)
    return of


class Papers:
    """Both reports of the run as it is, and of every case."""

    def __init__(self, folder: Path) -> None:
        self._texts, self._run = write_marked(TEXTS, folder / "texts"), tables()
        self.before = {name: self._told(name, self._run, {}) for name in REPORTS}
        self.after = cache(self._after)

    def _after(self, name: str) -> dict[str, tuple[Sentence, ...]]:
        run = edited(self._run, CASES[name].get("edits", []))
        if above := CASES[name].get("catalogue"):
            tables_of = overlay(run.catalogue.model_dump(mode="json", exclude_none=True), above)
            run = replace(run, catalogue=Catalogue.model_validate(tables_of))
        return {report: self._told(report, run, CASES[name]) for report in REPORTS}

    def _told(self, report: str, run: Tables, case: Case) -> tuple[Sentence, ...]:
        return tuple(sentences(REPORTS[report](run, case, self._texts)))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(tmp_path_factory.mktemp("perturbed"))


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("name", CASES)
def test_exactly_the_sentences_that_name_what_changed_change(papers: Papers, name: str, report: str) -> None:
    found = strange(papers.before[report], papers.after(name)[report], CASES[name].get(report, {}))
    assert not found, "\n".join(found)


def test_every_number_of_the_templates_is_moved_by_a_case(papers: Papers) -> None:
    still = [
        set(unmoved(TEXTS, papers.before[report], (papers.after(name)[report] for name in CASES), around))
        for report in REPORTS
    ]
    assert set.union(*still) == CONSTANT.keys()


def test_every_number_of_the_templates_is_printed(papers: Papers) -> None:
    told = [paper[report] for report in REPORTS for paper in (papers.before, *map(papers.after, CASES))]
    assert set(unprinted(TEXTS, told)) == IN_WORDS.keys()


def test_a_report_of_another_month_names_no_later_one() -> None:
    told = sentences(monthly_report(FirmMonth.of(tables(), OWN, date(2019, 7, 1))))
    assert any("2019年7月" in one.plain for one in told)
    assert [one.plain for one in told if "2019年8月" in one.plain] == []
