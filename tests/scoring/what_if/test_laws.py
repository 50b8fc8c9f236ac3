"""What would be otherwise is what scoring from scratch says, whatever the records and the changes."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicator_tree import Rulebook, load_rulebook
from scoring import Evaluation
from scoring.errors import RecordsNeededError
from scoring.what_if import Drop, RunRecords, Set, Weights, proposal, record_costs, what_if
from scoring.what_if.traces import traces
from tests.scoring.what_if.support import (
    Tables,
    assert_costs,
    assert_same,
    ids,
    less,
    rows_of_everything,
    scored,
)
from tests.support.random_records import FIRMS, Rows, as_records, record_rows

# random answers would break the questionnaire's quality rules; made-up tables lack what is only counted by columns
BOOK = load_rulebook("2017").model_copy(
    update={"questionnaire": None, "breakdown": {}, "missing": "reweight", "robustness": None}
)
BAD = ("fund_warnings", "integrity_measures")
some = settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def evaluated(rows: Rows, book: Rulebook = BOOK) -> tuple[Tables, Evaluation]:
    records = as_records(rows)
    return records.tables, scored(records.firms, records.tables, book)


def countable(evaluation: Evaluation) -> list[Drop]:
    """The records whose effect the evidence alone tells."""
    told = traces(evaluation).filter((pl.col("effect") == "one").all().over("source", "record_id"))
    return [Drop(*row) for row in told.select("source", "record_id").unique().sort("source", "record_id").iter_rows()]


@some
@given(rows=record_rows(BOOK), data=st.data())
def test_dropping_countable_records_is_scoring_without_them(rows: Rows, data: st.DataObject) -> None:
    tables, evaluation = evaluated(rows)
    known = countable(evaluation)
    assume(known)
    drops = data.draw(st.lists(st.sampled_from(known), unique=True, min_size=1))
    assert_same(what_if(evaluation, drops), scored(evaluation.firms, less(tables, drops), BOOK))


@some
@given(rows=record_rows(BOOK), data=st.data())
def test_dropping_any_records_is_scoring_without_them(rows: Rows, data: st.DataObject) -> None:
    tables, evaluation = evaluated(rows)
    known = [Drop(source, record) for source in tables for record in ids(tables, source)]
    drops = data.draw(st.lists(st.sampled_from(known), unique=True, min_size=1, max_size=12))
    found = what_if(evaluation, drops, RunRecords(tables))
    assert_same(found, scored(evaluation.firms, less(tables, drops), BOOK))


SETS = {
    "points": ["1.1.1.deduct.notice.points=4.5"],
    "a cap that was not there": ["1.1.1.deduct.notice.cap=1"],
    "a factor": ["1.2.1.factor=0.25"],
    "the value of an answer": ["2.1.2.answers.values.满意=60"],
    "a knot": ["4.1.1.knot.2.score=65", "4.1.1.knot.2.ratio=0.12"],
    "a limit": ["4.1.3.limit.value=0.03"],
    "the floor of the scale": ["scale.floor=10"],
    "respondents": ["survey.minimum_respondents=1000000"],
    "the cap of the bonus": ["bonus.cap=1"],
    "a tier of the bonus": ["bonus.part.charity_cases.tiers.2.points=0.35"],
    "a fault": ["2.1.1.fault.impolite.points=50"],
    "a grade": ["2.2.2.part.base.grades.省级=20"],
    "who received none": ["2.3.1.none_received.score=50"],
    "a missing policy that does not matter": ["1.1.1.missing=error"],
    "a condition": ["1.1.1.deduct.notice.when.level=一般预警"],
    "days": ["2.3.1.done.days_after_period=0"],
    "what is measured": ["2.2.1.part.products.measure=distinct", "2.2.1.part.products.column=form"],
    "rounds": ["2.1.1.rounds.count=2"],
    "how nodes are made": ['aggregation={method = "least", basis = "assumed", reference = {title = "假设"}}'],
}
RECOUNTED = {"a condition", "days", "what is measured", "rounds"}
UNMOVED = {"a missing policy that does not matter"}


def sets_of(case: str) -> list[Set]:
    return [Set(*text.split("=", 1)) for text in SETS[case]]


@cache
def example() -> tuple[Tables, Evaluation]:
    return evaluated(rows_of_everything(BOOK))


@pytest.mark.parametrize("case", SETS)
def test_setting_parameters_is_scoring_by_the_edited_rulebook(case: str) -> None:
    tables, evaluation = example()
    after = proposal(BOOK, sets_of(case))
    found = what_if(evaluation, sets_of(case), RunRecords(tables) if case in RECOUNTED else None)
    assert_same(found, scored(evaluation.firms, tables, after))
    assert found.rulebook == after
    assert found.moves.height or case in UNMOVED


@pytest.mark.parametrize("case", sorted(RECOUNTED))
def test_other_conditions_need_the_records(case: str) -> None:
    with pytest.raises(RecordsNeededError, match="修改的是计数条件"):
        what_if(example()[1], sets_of(case))


@pytest.mark.parametrize("scheme", ["flat", "published"])
def test_another_scheme_is_scoring_by_it(scheme: str) -> None:
    tables, evaluation = example()
    found = what_if(evaluation, [Weights(scheme)])
    assert_same(found, scored(evaluation.firms, tables, BOOK, scheme))


def test_other_weights_are_scoring_by_them() -> None:
    tables, evaluation = example()
    sets = [Set(f"weights.published.weight.{node}", value) for node, value in zip("1234", "3421", strict=True)]
    sets = [Set(given.key, f"0.{given.value}") for given in sets]
    found = what_if(evaluation, [*sets, Weights("published")])
    assert_same(found, scored(evaluation.firms, tables, proposal(BOOK, sets), "published"))


def test_drops_sets_and_weights_together_are_scoring_by_all_of_them() -> None:
    tables, evaluation = example()
    drops = countable(evaluation)[::3]
    sets = sets_of("points") + sets_of("a factor") + sets_of("days")
    found = what_if(evaluation, [*drops, *sets, Weights("flat")], RunRecords(tables))
    assert_same(found, scored(evaluation.firms, less(tables, drops), proposal(BOOK, sets), "flat"))


@pytest.mark.parametrize("records", [False, True])
def test_nothing_changed_changes_nothing(records: bool) -> None:
    tables, evaluation = example()
    found = what_if(evaluation, [], RunRecords(tables) if records else None)
    assert_same(found, evaluation)
    for frame in (found.moves, found.nodes, found.crossings):
        assert frame.is_empty()


@some
@given(rows=record_rows(BOOK), data=st.data())
def test_without_a_bad_record_no_score_of_its_firm_is_lower(rows: Rows, data: st.DataObject) -> None:
    tables, evaluation = evaluated(rows)
    bad = [Drop(source, record) for source in BAD for record in ids(tables, source)]
    assume(bad)
    drop = data.draw(st.sampled_from(bad))
    assert (what_if(evaluation, [drop], RunRecords(tables)).moves["change"].drop_nulls() >= 0).all()


@some
@given(rows=record_rows(BOOK))
def test_the_cost_of_a_record_is_what_dropping_it_alone_would_change(rows: Rows) -> None:
    _, evaluation = evaluated(rows)
    for firm in FIRMS:
        costs = record_costs(evaluation, firm)
        assert costs.unclear == 0
        for source, record in costs.rows.select("source", "record_id").unique(maintain_order=True).head(3).rows():
            assert_costs(costs, firm, Drop(source, record), what_if(evaluation, [Drop(source, record)]))


def test_a_rate_of_some_complaints_needs_the_records() -> None:
    leaf = BOOK.indicator["2.3.1"]
    rule = leaf.rule.model_copy(update={"when": {"at_fault": True}})
    book = BOOK.model_copy(update={"indicator": {**BOOK.indicator, "2.3.1": leaf.model_copy(update={"rule": rule})}})
    tables, records = example()[0], RunRecords(example()[0])
    evaluation = scored(example()[1].firms, tables, book)
    costs = record_costs(evaluation, "B", records)
    unclear = traces(evaluation).filter(firm_id="B", parameter="2.3.1.received", effect="unknown")
    drop = Drop("complaints", unclear["record_id"][0])
    assert drop.record_id in costs.rows["record_id"]
    with pytest.raises(RecordsNeededError, match=f"complaints:{drop.record_id}（指标 2.3.1）"):
        what_if(evaluation, [drop])
    found = what_if(evaluation, [drop], records)
    assert_same(found, scored(evaluation.firms, less(tables, [drop]), book))
    assert_costs(costs, "B", drop, found)
    assert record_costs(evaluation, "B").unclear > 0
    assert costs.unclear == 0
