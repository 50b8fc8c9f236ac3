"""What a kind says that a firm could have had otherwise, and what it says that parameters do, moves the score so."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from indicator_tree.bands import BandSet
from scoring import Evaluation, score_evidence
from scoring.kinds.facts import Facts
from scoring.kinds.parameters import changed
from scoring.kinds.registry import kind_of
from scoring.ledger import points_under
from scoring.next_band import next_bands, problems_at
from scoring.next_band.plans import evidence_of
from scoring.next_band.trials import Trials
from scoring.reducing import reduce_records
from scoring.robustness.what_varies import parameters_of
from tests.reports import small
from tests.scoring.kinds import measures
from tests.support import tables as made


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


BANDS = {"basis": "assumed", "reference": {"title": "约定"}, "band": [
    {"label": "八十分以上", "low": 80, "high": 100, "closed": "both"}, {"label": "八十分以下", "low": 0, "high": 80},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("remedied", "steps"),
    [
        # by hand: 100 - 10 a record; 5 back for every one that is remedied; 80 is reached by 2 records less, or by all
        # four remedied; with two remedied already (70) by one less, or by two more remedied
        (0, [("records", 4, 2), ("remedied", 0, 4)]),
        (2, [("records", 4, 3), ("remedied", 2, 4)]),
        (4, []),
    ],
)
def test_remedying_more_records_reaches_the_next_band(remedied: int, steps: list[tuple[str, float, float]]) -> None:
    deduct = {"points": 10, "mitigated": {"label": "已整改", "when": {"remedied": True}, "share": 0.5}}
    book = measures.book(deduct)
    book = book.model_copy(update={"bands": {"whole": BandSet.model_validate(BANDS)}})
    rows = [[at, "警示函", 1, at < remedied, ""] for at in range(4)]
    found = score_evidence(made.firms("A"), reduce_records(measures.tables(rows, "A"), book), book)
    assert found.scores.filter(node="1")["score"].item() == 60 + 5 * remedied
    assert next_bands(found).steps.select("kind", "now", "needed").sort("kind").rows() == steps
