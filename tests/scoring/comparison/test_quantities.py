"""What rulebooks ask for is what records are reduced to, and the other year's records take the place of its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import scoring
from indicator_tree import load_rulebook
from indicator_tree.overlay import overlay
from indicator_tree.rulebook import Rulebook
from scoring.comparison.mixed import leaves_by_rules
from scoring.comparison.quantities import asked, shared, unshared
from scoring.leaf_scores import leaf_scores
from tests.scoring.comparison.books import CITED, book
from tests.support.random_records import Rows, as_records, record_rows

BOOK = load_rulebook("2017").model_copy(update={"questionnaire": None, "breakdown": {}})
BEFORE = load_rulebook("2016").model_copy(update={"questionnaire": None, "breakdown": {}})
SCALED = {"label": "分支机构", "when": {"subject_level": "分支机构"}, "factor": 0.5, **CITED}


def stricter(rulebook: Rulebook) -> Rulebook:
    """The same quantities, other points."""
    tables = rulebook.model_dump(mode="json", exclude_none=True)
    for table in tables["indicator"].values():
        for deduct in table.get("rule", {}).get("deduct", []):
            deduct["points"] *= 1.5
    return Rulebook.model_validate(tables)


@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(record_rows(BOOK), record_rows(BOOK))
def test_rules_over_the_records_of_the_other_year_score_as_if_they_had_been_read(rows: Rows, rows_now: Rows) -> None:
    harder = stricter(BOOK)
    runs = (scoring.score(as_records(rows), BOOK), scoring.score(as_records(rows_now), harder))
    firms = runs[0].firms["firm_id"]
    crossed = leaves_by_rules(runs, firms)
    again = (scoring.score(as_records(rows_now), BOOK), scoring.score(as_records(rows), harder))
    for rules, other in ((0, 1), (1, 0)):
        expected = leaf_scores(again[rules].ledger, firms, (*BOOK.leaves, "bonus"))
        for node, scores in expected.items():
            np.testing.assert_array_equal(crossed[rules][node][other], scores)
    keys = {(at.node, at.parameter) for at in asked(BOOK)}
    found = set(runs[0].evidence.select("node", "parameter").unique().rows())
    assert found <= keys
    answers = {(at.parameter, at.answer) for at in asked(BOOK) if at.answer}
    named = runs[0].evidence.filter(runs[0].evidence["weight"].is_not_null()).select("parameter", "cause").unique()
    assert set(named.rows()) <= answers


def test_a_rulebook_shares_everything_with_itself() -> None:
    assert shared(BOOK, BOOK) == set(asked(BOOK))
    assert unshared(BOOK, BOOK).is_empty()


def test_another_ratio_under_another_name_is_another_indicator() -> None:
    """4.1.1 is 杠杆率 in 2016 and 资本杠杆率 in 2017: not the same leaf, so nothing of it is compared."""
    assert {at.node for at in asked(BOOK)} - {at.node for at in shared(BEFORE, BOOK)} == {"4.1.1", "4.2.3", "bonus"}
    assert unshared(BEFORE, BOOK).is_empty()


CASES = {
    # change → quantities of the leaf that are no longer the same, without the leaf's code
    "points": [],
    "cap": [],
    "knots": [],
    "tiers": [],
    "grades": [],
    "bonus": [],
    "none received": [],
    "respondents": [],
    "renamed": [],
    "new leaf": [],
    "condition": ["1.1.deduct.notice changed", "1.1.deduct.notice.same_event changed"],
    "deduction": ["1.1.deduct.extra new"],
    "no deduction": ["1.1.deduct.general gone"],
    "days": ["1.2.received changed", "1.2.done changed"],
    "another kind": ["1.2.deduct.notice new", "1.2.received gone", "1.2.done gone"],
    "answers": ["1.3.answers非常满意 new"],
    "ratio": ["2.1.ratio changed"],
    "rounds": ["3.1.rounds changed", "3.1.fault.connection changed", "3.1.fault.reply changed"],
    "fault": ["3.1.fault.polite new"],
    "categories": ["3.2.part.base changed"],
}


@pytest.mark.parametrize("change", CASES)
def test_what_counts_otherwise_is_another_quantity(change: str) -> None:
    rows = unshared(book(), book(change)).iter_rows()
    assert [f"{parameter}{answer} {kind}" for _, parameter, answer, kind in rows] == CASES[change]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"level": "一般预警"}, {"level": ["一般预警"]}, True),
        ({"level": ["一般预警", "提示关注"]}, {"level": ["提示关注", "一般预警"]}, True),
        ({"level": "一般预警", "open": True}, {"open": True, "level": "一般预警"}, True),
        ({"open": True}, {"open": 1}, False),
        ({"level": "一般预警"}, {}, False),
    ],
)
def test_conditions_are_compared_by_the_records_that_meet_them(
    one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    books = []
    for when in (one, other):
        tables = book().model_dump(mode="json", exclude_none=True)
        tables["indicator"]["1.1"]["rule"]["deduct"][0]["when"] = when
        books.append(Rulebook.model_validate(tables))
    assert unshared(*books).is_empty() == same


def test_counting_some_records_at_a_factor_is_another_quantity() -> None:
    tables = book().model_dump(mode="json", exclude_none=True)
    deduct = tables["indicator"]["1.1"]["rule"]["deduct"]
    deduct[1]["scaled"] = SCALED
    scaled = Rulebook.model_validate(tables)
    assert unshared(book(), scaled)["parameter"].to_list() == ["1.1.deduct.general", "1.1.deduct.general.scaled"]
    deduct[1] = overlay(deduct[1], {"scaled": {"factor": 0.2}})
    assert unshared(scaled, Rulebook.model_validate(tables)).is_empty()
