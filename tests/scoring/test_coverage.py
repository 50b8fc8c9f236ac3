"""How often the 95 % intervals hold the truth, by simulation: between 93 % and 97 % at every level of the tree."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from indicator_tree import load_rulebook
from scoring.errors_upward import node_errors
from scoring.kinds.registry import questions_of
from scoring.leaf_errors import survey_errors
from scoring.rollup import roll_up
from scoring.survey_error import survey_error

BOOK = load_rulebook("2017")
RULES = questions_of(BOOK)
REPLICATES = 1200
SEED = 20171231


def simulated(respondents: int, weighted: bool) -> tuple[dict[str, float], dict[str, np.ndarray], dict[str, object]]:
    """True scores, estimated scores and errors; every replicate is a firm of its own.

    Answers to the questions are correlated, as one respondent's are: a common inclination shifts all of them. The
    weights of the weighted case are unequal and independent of the answers.
    """
    rng = np.random.default_rng(SEED + respondents + weighted)
    people = REPLICATES * respondents
    inclination = rng.normal(size=people)
    columns: dict[str, object] = {"firm_id": np.repeat([f"{n:05d}" for n in range(REPLICATES)], respondents)}
    big = rng.normal(size=400_000)
    truth = {}
    for node, rule in RULES.items():
        answers = list(rule.answers.values)
        shares = np.array([0.62, 0.2, 0.1, 0.05, 0.03])[: len(answers)] if len(answers) > 2 else np.array([0.86, 0.14])
        edges = np.quantile(big, np.cumsum(shares / shares.sum())[:-1])
        latent = (inclination + rng.normal(size=people)) / 2**0.5
        columns[rule.question] = np.array(answers)[np.searchsorted(edges, latent)]
        probability = np.diff([0, *(np.searchsorted(np.sort(big), edges) / big.size), 1])
        truth[node] = float(probability @ np.array(list(rule.answers.values.values())))
    weight = rng.choice([0.5, 1.0, 2.0], people) if weighted else np.ones(people)
    frame = pl.DataFrame({**columns, "weight": weight})
    patterns = frame.group_by("firm_id", *(rule.question for rule in RULES.values())).agg(
        respondents=pl.len(), weight_squares=(pl.col("weight") ** 2).sum(), weight=pl.col("weight").sum()
    )
    survey = survey_error(pl.Series(sorted(set(columns["firm_id"]))), patterns, RULES)  # type: ignore[arg-type]
    others = {leaf: np.full(REPLICATES, 80.0) for leaf in BOOK.leaves}
    nothing = np.zeros(REPLICATES)
    true = roll_up(others | {n: np.full(REPLICATES, v) for n, v in truth.items()}, nothing, BOOK, "equal")
    estimated = roll_up(others | {n: survey.mean[:, i] for i, n in enumerate(RULES)}, nothing, BOOK, "equal")
    errors = node_errors(estimated, survey_errors(estimated, survey, BOOK), BOOK, "equal")
    return {node: float(true[node][0]) for node in true}, estimated, errors


@pytest.mark.parametrize("weighted", [False, True], ids=["unweighted", "weighted"])
@pytest.mark.parametrize("respondents", [50, 104, 256])
def test_intervals_cover_the_truth(respondents: int, weighted: bool, capsys: pytest.CaptureFixture[str]) -> None:
    truth, _, errors = simulated(respondents, weighted)
    covered = {
        node: float(((error.low <= truth[node]) & (truth[node] <= error.high)).mean())  # type: ignore[attr-defined]
        for node, error in errors.items()
    }
    leaves = [covered[node] for node in RULES]
    with capsys.disabled():
        kind = "weighted" if weighted else "unweighted"
        print(
            f"\n95 % intervals, {respondents} respondents, {kind}, {REPLICATES} replicates: leaves {min(leaves):.1%} "
            f"to {max(leaves):.1%}, mean {np.mean(leaves):.1%}; total {covered['total']:.1%}"
        )
    assert 0.93 <= np.mean(leaves) <= 0.97
    assert 0.93 <= covered["total"] <= 0.97
