"""What is done with a finished evaluation needs the previous ones no more."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import polars as pl
import pytest

import scoring
from data_sources.records import Records
from indicator_tree import Rulebook, load_rulebook
from scoring import compare_runs
from scoring.evaluation import Evaluation
from scoring.previous.carrying import PreviousValues
from scoring.robustness.parameter_draws import scenario_scores
from scoring.what_if import Drop, RunRecords, Set, record_costs, what_if
from tests.scoring.previous.support import YEAR, book, earlier, records, scored, scores
from tests.scoring.previous.test_traps import OF_RECORDS, RISE

CLEAN = {
    "kind": "clean_periods", "of": ["1"], "step": [{"periods": 1, "score": 50}, {"periods": 2, "score": 100}],
    "fewer": {"score": 0}, "unknown": "missing",
}  # fmt: skip
NOW = records({"A": 1, "B": 0, "C": 2})


@cache
def evaluation(name: str) -> Evaluation:
    rule = {"score": RISE, "records": OF_RECORDS, "clean": CLEAN}[name]
    return scored(NOW, book(rule), [earlier(records({"A": 2, "B": 0, "C": 0}, year=YEAR - 1), book(year=YEAR - 1))])


RULES = pytest.mark.parametrize("name", ["score", "records", "clean"])


@RULES
def test_scoring_again_with_what_the_evaluation_keeps_gives_the_same(name: str) -> None:
    found = evaluation(name)
    again = scoring.score(NOW, found.rulebook, previous=PreviousValues.kept_by(found))
    assert again.ledger.equals(found.ledger)
    assert again.previous.equals(found.previous)


@RULES
@pytest.mark.parametrize("counted", [False, True], ids=["from the evidence", "from the records"])
def test_a_record_less_is_scored_as_without_it(name: str, counted: bool) -> None:
    found = evaluation(name)
    moved = what_if(found, [Drop("measures", "A0")], RunRecords(NOW.tables) if counted else None)
    without = scoring.score(_without("A0"), found.rulebook, previous=PreviousValues.kept_by(found))
    assert moved.scores.select("firm_id", "node", "score").equals(without.scores.select("firm_id", "node", "score"))


def _without(record: str) -> Records:
    left = NOW.tables["measures"].filter(pl.col("record_id") != record)
    return replace(NOW, tables={**NOW.tables, "measures": left})


def test_a_change_of_the_other_indicators_rule_changes_the_score_whose_change_it_is() -> None:
    found = evaluation("score")
    moved = what_if(found, [Set("1.deduct.x.points", "20")])
    again = scoring.score(NOW, moved.rulebook, previous=PreviousValues.kept_by(found))
    assert scores(found)["A"] == pytest.approx(70)  # 80 → 90
    assert scores(again)["A"] == pytest.approx(60)  # 80 → 80
    assert moved.scores.select("node", "score").equals(again.scores.select("node", "score"))


@RULES
def test_an_evaluation_compared_with_itself_changes_nowhere(name: str) -> None:
    same = compare_runs(evaluation(name), evaluation(name))
    assert same.quantities.is_empty()


@RULES
def test_every_record_costs_what_the_score_would_gain(name: str) -> None:
    found = evaluation(name)
    costs = record_costs(found, "A").rows
    at = costs.filter(node="3")["points"].to_list()
    assert at == pytest.approx([{"score": 10, "records": 0, "clean": 50}[name]])


def test_realisations_of_the_knots_are_scored_with_what_the_evaluation_keeps() -> None:
    spec = load_rulebook("2017").robustness
    assert spec is not None
    bank, _ = scenario_scores(evaluation("score"), ["A", "B", "C"], spec.model_copy(update={"realisations": 9}), 1)
    of_change = bank[:, 2, :]
    assert of_change[-1].tolist() == list(scores(evaluation("score")).values())
    assert len(set(of_change[:, 0].tolist())) > 1


def test_a_rulebook_kept_by_a_run_reads_the_same() -> None:
    kept = evaluation("clean").rulebook
    again = Rulebook.model_validate_json(kept.model_dump_json(exclude_none=True))
    assert again == kept
