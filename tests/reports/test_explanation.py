"""An explanation adds up to the score it explains."""

from __future__ import annotations

import pytest

from reports.explanation import Share, Step, explain
from reports.firm_scores import explain_firm, score_of
from tests.reports.small import WITH_SURVEY, A, B, C, evaluation

NODES = ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "base", "bonus", "total"]


@pytest.mark.parametrize("weights", ["equal", "given"])
@pytest.mark.parametrize("firm", [A, B, C])
@pytest.mark.parametrize("node", NODES)
def test_the_points_of_all_steps_add_up_to_the_score(firm: str, node: str, weights: str) -> None:
    scored = evaluation(WITH_SURVEY, weights)
    *steps, end = explain(scored, firm, node)
    score = score_of(scored, firm, node)
    assert end.kind == "end"
    assert end.running == score
    if score is None:
        assert [step.points for step in steps] == [None]
    else:
        assert sum(step.points or 0.0 for step in steps) == pytest.approx(score, abs=1e-9)
        assert steps[-1].running == pytest.approx(score, abs=1e-9)


def test_a_step_names_the_records_behind_it() -> None:
    steps = explain(evaluation(), A, "1.1")
    assert [(step.cause, step.records) for step in steps if isinstance(step, Step) and step.records] == [
        ("提示关注", ("YJ1", "YJ2", "YJ3"))
    ]


def test_answers_are_listed_best_first() -> None:
    opening, _ = explain(evaluation(WITH_SURVEY), A, "1.3")
    assert isinstance(opening, Step)
    assert opening.detail == (("满意", 2.0, 2.0), ("一般", 1.0, 1.0), ("不满意", 1.0, 1.0))


def test_the_weight_of_a_child_without_score_is_shared_out() -> None:
    shares = explain(evaluation(), B, "2")
    assert [share.weight for share in shares if isinstance(share, Share) and share.kind == "change"] == [None, 1.0]


def test_a_firm_has_a_row_for_every_node() -> None:
    frame = explain_firm(evaluation(), A)
    assert frame["node"].to_list() == evaluation().summary["node"].to_list()
    assert frame.columns == [
        *("node", "name", "level", "weight", "scheme_weight", "score", "rank", "firms", "mean"),
        *("low", "high", "rank_low", "rank_high"),
    ]


def test_a_firm_has_the_weights_that_applied_to_it() -> None:
    rows = {row["node"]: (row["weight"], row["scheme_weight"]) for row in explain_firm(evaluation(), B).to_dicts()}
    assert rows["2.1"] == (None, 0.5)
    assert rows["2.2"] == (1.0, 0.5)
    assert rows["1"] == rows["2"] == (0.5, 0.5)
    assert rows["total"] == (None, None)


@pytest.mark.parametrize("node", ["1.3", "1", "base", "total"])
def test_what_rests_on_answers_has_limits(node: str) -> None:
    end = explain(evaluation(WITH_SURVEY), A, node)[-1]
    assert end.low is not None
    assert end.high is not None
    assert end.running is not None
    assert end.low < end.running < end.high


def test_what_rests_on_no_answers_has_none() -> None:
    end = explain(evaluation(WITH_SURVEY), A, "1.1")[-1]
    assert (end.low, end.high) == (None, None)
