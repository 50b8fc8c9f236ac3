"""Events reported twice, caps, floors, sums and missing scores, as data; and what records cost there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree.rules import NormalisedRule
from scoring import ScoringError
from scoring.what_if import Drop, RunRecords, record_costs, what_if
from tests.reports import small
from tests.scoring.what_if.support import assert_costs, assert_same, less, scored
from tests.support.tables import firms, tables

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_without_records(case: dict[str, Any]) -> None:
    drops = [Drop(*text.split(":")) for text in case["drop"]]
    records = RunRecords(small.tables()) if case.get("records") else None
    if (told := case.get("error")) is not None:
        with pytest.raises(ScoringError) as error:
            what_if(small.evaluation(), drops, records)
        assert told in str(error.value)
        return
    found = what_if(small.evaluation(), drops, records)
    own = dict(found.moves.filter(pl.col("firm") == case["firm"]).select("node", "change").iter_rows())
    assert {node: own.get(node, 0.0) for node in case["change"]} == pytest.approx(case["change"])
    if not case["change"]:
        assert not any(own.values())
    assert_same(found, scored(small.FIRMS, less(small.tables(), drops), small.rulebook()))


def test_the_evaluation_stays_as_it_is() -> None:
    evaluation = small.evaluation()
    before = evaluation.scores.clone(), evaluation.evidence.clone()
    what_if(evaluation, [Drop("fund_warnings", "YJ4")])
    assert evaluation.scores.equals(before[0])
    assert evaluation.evidence.equals(before[1])


def test_costs_under_a_cap_do_not_add_up() -> None:
    costs = record_costs(small.evaluation(), small.B)
    assert costs.rows.select("record_id", "points").rows() == [("YJ4", 25.0), ("YJ5", 25.0)]
    weight = 1 / 4
    assert (costs.added, costs.together) == pytest.approx((50 * weight, 70 * weight))
    base = small.evaluation().scores.filter(firm_id=small.B, node="base")["score"].item()
    assert costs.lost == pytest.approx(100 - base)


def test_costs_at_a_floor_are_nothing_alone_and_all_together() -> None:
    book = small.rulebook().model_copy(update={"missing": "reweight"})
    rows = {"fund_warnings": [{"level": "提示关注", "occurred_on": None, "count": 40}]}
    deduct = book.indicator["1.1"].rule.deduct[0].model_copy(update={"same_event": (), "points": 3.0})
    rule = book.indicator["1.1"].rule.model_copy(update={"deduct": (deduct,)})
    leaf = book.indicator["1.1"].model_copy(update={"rule": rule})
    book = book.model_copy(update={"indicator": {**book.indicator, "1.1": leaf}})
    costs = record_costs(scored(firms("F"), tables(rows), book), "F")
    assert costs.rows["points"].unique().to_list() == [0.0]
    assert costs.added == 0.0
    assert costs.together > 0


def test_what_the_evidence_does_not_tell_of_costs_is_counted_and_told_by_the_records() -> None:
    evaluation, records = small.evaluation(), RunRecords(small.tables())
    alone = record_costs(evaluation, small.A)
    assert (set(alone.rows["record_id"]), alone.unclear) == ({"GD10"}, 3)
    whole = record_costs(evaluation, small.A, records)
    assert (set(whole.rows["record_id"]), whole.unclear) == ({"GD10", "YJ1", "YJ2", "YJ3"}, 0)
    for source, record in whole.rows.select("source", "record_id").iter_rows():
        drop = Drop(source, record)
        assert_costs(whole, small.A, drop, what_if(evaluation, [drop], records))


def test_a_firm_with_nothing_against_it_has_no_costs() -> None:
    costs = record_costs(small.evaluation(), small.C)
    assert costs.rows.is_empty()
    assert (costs.added, costs.together, costs.unclear) == (0.0, 0.0, 0)


@pytest.mark.parametrize("method", ["min_max", "rank"])
def test_where_firms_are_scored_against_each_other_all_of_them_move(method: str) -> None:
    cited = {"basis": "assumed", "reference": {"title": "假设"}}
    rule = NormalisedRule.model_validate(
        {
            "kind": "normalised",
            "source": "annual_ratios",
            "value": "numerator",
            "per": "denominator",
            "when": {"ratio": "融资融券余额占比"},
            "combine": "sum",
            "direction": "lower_is_better",
            "normalisation": {"method": method, **cited},
        }
    )
    book = small.rulebook()
    leaf = book.indicator["2.2"].model_copy(update={"rule": rule, "missing": "reweight"})
    book = book.model_copy(update={"indicator": {**book.indicator, "2.2": leaf}})
    evaluation = scored(small.FIRMS, small.tables(), book)
    drops = [Drop("annual_ratios", "r4")]
    found = what_if(evaluation, drops, RunRecords(small.tables()))
    assert_same(found, scored(small.FIRMS, less(small.tables(), drops), book))
    assert found.moves.filter(firm_id=small.B, node="2.2").height
