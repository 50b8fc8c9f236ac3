"""Every reader of an evaluation knows every kind of rule of every rulebook, and all that a deduction may say."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import Rulebook, load_rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from reports.explanation_tables import explanation_table
from reports.firm import Industry, breakdown
from reports.whitepaper import whitepaper
from reports.workbook import write_report_workbook
from scoring import Evaluation, compare_runs, score_evidence
from scoring.findings import find
from scoring.kinds.registry import KINDS, kind_of
from scoring.next_band import next_bands
from scoring.reducing import reduce_records
from scoring.robustness.parameter_draws import scenario_scores
from scoring.robustness.what_varies import parameters_of
from scoring.what_if import RunRecords, Set, what_if
from tests.reports import small
from tests.scoring.kinds import measures
from tests.scoring.kinds.rulebooks import rulebooks
from tests.scoring.previous.test_replays import evaluation as over_years
from tests.scoring.small_numbers import market
from tests.scoring.test_generic_normalisation import records as figures
from tests.scoring.test_generic_normalisation import yearly
from tests.scoring.test_weighted_mean import evaluated as weighted_means
from tests.scoring.what_if.support import rows_of_everything
from tests.support import tables as made

NAMES = ("small", "generic", "weighted", "few", "2017", "2016", "conditions", "score", "records", "clean")


def with_conditions() -> Rulebook:
    """All deductions of the cases of conditions, each an indicator of its own."""
    cases = tomllib.loads(Path(measures.__file__).with_name("conditions.toml").read_text(encoding="utf-8"))["case"]
    books = [measures.book(case["deduct"]).model_dump(mode="json", exclude_none=True) for case in cases]
    leaves = {str(at): each["indicator"]["1"] | {"name": f"指标{at}"} for at, each in enumerate(books, 1)}
    sized = {"source": {"clients": measures.CLIENTS}, "size": {"clients": measures.SIZE}}
    return parse(
        overlay(books[0], sized) | {"indicator": leaves, "breakdown": {"measures": ["kind"]}}, "conditions.toml"
    )


def measured() -> dict[str, pl.LazyFrame]:
    """Measures against two of three units, and the clients of these."""
    rows = [[0, "警示函", 1, True, "甲"], [30, "警示函", 120, False, "甲"], [60, "责令改正", 7, True, ""]]
    own = [measures.tables(rows[at:], firm, 20_000.0) for at, firm in enumerate("AB")]
    return {source: pl.concat([each[source] for each in own]) for source in own[0]}


@cache
def evaluation(name: str) -> Evaluation:
    """A few units with something of everything that the rulebook asks for."""
    return over_years(name) if name in ("score", "records", "clean") else of_one_year(name)


def of_one_year(name: str) -> Evaluation:
    """Those of a rulebook that reads no previous runs."""
    match name:
        case "small":
            return small.evaluation(small.WITH_SURVEY)
        case "generic":
            handed = figures(yearly([1.0, 2.5, 4.0]))
            book = rulebooks()["generic"]
            return score_evidence(handed.firms, reduce_records(handed.tables, book), book)
        case "weighted":
            return weighted_means([("甲", "一部", 80.0, 1.0), ("甲", "二部", 40.0, 3.0), ("乙", "一部", 50.0, 1.0)])
        case "few":
            few = {"small_numbers": {"minimum": 5}}
            rules = {"1": {"shrinkage": {"method": "beta_binomial"}, **few}, "2": {"interval": True}}
            book = market.book(indicator={node: {"rule": market.cited(rule)} for node, rule in rules.items()})
            handed = market.records(*market.tables([9, 2, 4], [3, 0, 1], [4000, 900, 800]), 3)
            return score_evidence(handed.firms, reduce_records(handed.tables, book), book)
        case "conditions":
            book = with_conditions()
            return score_evidence(made.firms("A", "B", "C"), reduce_records(measured(), book, contents=True), book)
    book = load_rulebook(name).model_copy(update={"breakdown": {}})
    rows = rows_of_everything(book)
    rows["annual_ratios"] = [row | {"as_of": book.period.end} for row in rows["annual_ratios"]]
    tables = made.tables(rows)
    return score_evidence(made.firms(*"ABC"), reduce_records(tables, book), book)


def explained(found: Evaluation, _: Path) -> None:
    for node in found.rulebook.rules:
        for firm in found.firms.filter(status="evaluated")["firm_id"]:
            assert explanation_table(found, firm, "某", node).rows


def compared(found: Evaluation, _: Path) -> None:
    same = compare_runs(found, found)
    assert same.quantities.is_empty()


def supposed(found: Evaluation, _: Path) -> None:
    once = any(deduct.same_cause for node in found.rulebook.leaves for deduct in found.rulebook.deductions(node))
    suppose_every_rule(found, RunRecords(measured()) if once else None)  # what counts once is weighed


def suppose_every_rule(found: Evaluation, records: RunRecords | None) -> None:
    """The first parameter of every rule a tenth lower."""
    for node, rule in found.rulebook.rules.items():
        for parameter in parameters_of(node, rule, found.rulebook.scale)[:1]:
            number = parameter.numbers[0]
            at = "bonus" if node == "bonus" else f"indicator.{node}.rule"
            key = ".".join(map(str, (at, *_by_id(rule, number.path))))
            moved = what_if(found, [Set(key, str(number.times(0.9)))], records)
            assert moved.scores.height == found.scores.height


def _by_id(rule: Any, path: tuple[str | int, ...]) -> list[str | int]:
    """The way to a number as people write it: entries of a list by their ids, or by their places from 1."""
    at, way = rule, []
    for step in path:
        at = at[step] if isinstance(at, dict | tuple) else getattr(at, str(step))
        way.append(getattr(at, "id", step + 1 if isinstance(step, int) else step))
    return way


def varied(found: Evaluation, _: Path) -> None:
    spec = load_rulebook("2017").robustness
    assert spec is not None
    firms = found.firms.filter(status="evaluated")["firm_id"].to_list()
    leaves, _bonus = scenario_scores(found, firms, spec.model_copy(update={"realisations": 2}), 1)
    assert leaves.shape[1:] == (len(found.rulebook.leaves), len(firms))


def lifted(found: Evaluation, _: Path) -> None:
    assert next_bands(found).targets.height


def printed(found: Evaluation, _: Path) -> None:
    document = whitepaper(found, find(found))
    text = repr(document)
    names = {node: found.rulebook.indicator[node].name for node in found.rulebook.leaves}
    assert not [node for node, name in names.items() if name not in text]
    for kind in KINDS:
        if any(kind_of(rule) is kind for node, rule in found.rulebook.rules.items() if node != "bonus"):
            assert kind.summary in text


def booked(found: Evaluation, folder: Path) -> None:
    write_report_workbook(folder / "book.xlsx", found, find(found))
    assert (folder / "book.xlsx").stat().st_size


def broken_down(found: Evaluation, _: Path) -> None:
    industry = Industry(found, None, "")
    firm = found.firms.filter(status="evaluated")["firm_id"][0]
    assert breakdown(industry.of(firm)).body


READERS: tuple[Callable[[Evaluation, Path], None], ...] = (
    *(explained, compared, supposed, varied),
    *(lifted, printed, booked, broken_down),
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_every_reader_knows_every_rule(name: str, reader: Callable[[Evaluation, Path], None], tmp_path: Path) -> None:
    reader(evaluation(name), tmp_path)


def test_all_kinds_are_among_them() -> None:
    met = {kind_of(rule).name for name in NAMES for rule in evaluation(name).rulebook.rules.values()}
    assert met == {kind.name for kind in KINDS}
