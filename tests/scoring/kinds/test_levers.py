"""What a kind says that a firm could have had otherwise, and what it says that parameters do, moves the score so."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from scoring import Evaluation
from scoring.kinds.facts import Facts
from scoring.kinds.parameters import changed
from scoring.kinds.registry import kind_of
from scoring.ledger import points_under
from scoring.next_band import problems_at
from scoring.next_band.plans import evidence_of
from scoring.next_band.trials import Trials
from scoring.robustness.what_varies import parameters_of
from tests.reports import small


@cache
def evaluation() -> Evaluation:
    return small.evaluation(small.WITH_SURVEY)


NODES = tuple(small.rulebook(small.WITH_SURVEY).rules)


@pytest.mark.parametrize("node", [node for node in NODES if node != "bonus"])
def test_every_lever_moved_to_its_end_raises_or_keeps_the_score(node: str) -> None:
    trials = Trials(node, evaluation().rulebook)
    for problem in problems_at(evaluation(), node, None):
        for place, lever in enumerate(problem.levers):
            steps = [evidence_of(problem, {place: amount}) for amount in (0, 1, len(lever.targets))]
            none, first, last = trials.scores(steps)
            assert none == pytest.approx(problem.score, abs=1e-9)
            assert problem.score - 1e-9 <= first <= last + 1e-9, lever


def test_some_lever_of_the_small_records_raises_every_score_that_could_be_higher() -> None:
    full = evaluation().rulebook.scale.full_marks
    for node in NODES[:-1]:
        for problem in problems_at(evaluation(), node, None):
            all_moved = evidence_of(problem, {at: len(lever.targets) for at, lever in enumerate(problem.levers)})
            [best] = Trials(node, evaluation().rulebook).scores([all_moved])
            assert best > problem.score or problem.score == full, (node, problem.firm_id)


def test_the_parameters_of_the_small_rulebook_move_some_firm_s_points() -> None:
    book = evaluation().rulebook
    firms = evaluation().scores["firm_id"].unique().sort()
    facts = Facts(firms, evaluation().evidence)
    moving = {
        kind_of(rule).name
        for node, rule in book.rules.items()
        for parameter in parameters_of(node, rule, book.scale)
        for factor in (0.5, 1.5)
        if not np.allclose(
            points_under(node, rule, facts, book),
            points_under(node, changed(rule, {parameter: factor}), facts, book),
            equal_nan=True,
        )
    }
    varying = {kind_of(rule).name for node, rule in book.rules.items() if parameters_of(node, rule, book.scale)}
    assert moving == varying != set()
