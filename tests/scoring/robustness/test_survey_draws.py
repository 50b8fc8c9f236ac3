"""Sampling errors drawn: as wide and as correlated as the answers say, and never off the scale."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from indicator_tree.rules import AnswersRule
from scoring.robustness import ASSUMPTIONS, build_banks, nominal, simulate
from scoring.robustness.survey_draws import NO_COVARIANCE, survey_errors
from tests.scoring.robustness.seeded import CITED, FIRMS, banks, book, evaluation, study

LEAVES = [leaf for leaf in book().leaves if isinstance(book().indicator[leaf].rule, AnswersRule)]
MANY = study(survey={"vary": True, "realisations": 4000, **CITED})


def covariances(firm: str) -> np.ndarray:
    """Of the answer means, as the evaluation keeps them."""
    table = evaluation().survey_covariance
    assert table is not None
    found = np.zeros((len(LEAVES), len(LEAVES)))
    for _, one, other, value in table.filter(pl.col("firm_id") == firm).iter_rows():
        found[LEAVES.index(one), LEAVES.index(other)] = found[LEAVES.index(other), LEAVES.index(one)] = value
    return found


def means(firm: str) -> np.ndarray:
    """Of the answers, before deductions."""
    rows = evaluation().ledger.filter(pl.col("firm_id") == firm)
    return np.array([rows.filter(pl.col("parameter") == f"{leaf}.answers")["points"].item() for leaf in LEAVES])


def test_errors_have_the_covariances_of_the_answers() -> None:
    places, errors, notes = survey_errors(evaluation(), FIRMS, MANY, seed=1)
    assert [book().leaves[place] for place in places] == LEAVES
    assert notes == ()
    assert not errors[-1].any()
    for at, firm in enumerate(FIRMS):
        expected = covariances(firm)
        sd = np.sqrt(np.diag(expected))
        within = means(firm) + 4 * sd < 100  # beyond, the end of the scale holds them
        assert within.sum() >= 4
        drawn = errors[:-1, within, at]
        assert drawn.std(axis=0) == pytest.approx(sd[within], rel=0.05)
        assert drawn.mean(axis=0) == pytest.approx(np.zeros(within.sum()), abs=0.2)
        correlations = expected / np.outer(sd, sd)
        assert np.corrcoef(drawn.T) == pytest.approx(correlations[np.ix_(within, within)], abs=0.06)
        assert (means(firm) + errors[:, :, at]).max() <= 100 + 1e-9


def test_the_variances_kept_are_those_of_the_scores() -> None:
    scores = evaluation().scores.filter(pl.col("node").is_in(LEAVES), pl.col("score") > 0)
    for firm, node, se in scores.select("firm_id", "node", "se").iter_rows():
        assert covariances(firm)[LEAVES.index(node), LEAVES.index(node)] == pytest.approx(se**2)


def test_the_totals_vary_as_much_as_their_standard_errors_say() -> None:
    wide = study(survey={"vary": True, "realisations": 4000, **CITED}, parameters=CITED)
    made = build_banks(evaluation(), wide, seed=1)
    drawn = np.full((4000, len(ASSUMPTIONS)), -1)
    drawn[:, 4] = np.arange(4000)
    found = simulate(made, drawn, ("total", "3"))
    for node, scores in found.scores.items():
        rows = evaluation().scores.filter(pl.col("node") == node).sort("firm_id")
        assert scores.std(axis=0) == pytest.approx(rows["se"].to_numpy(), rel=0.07)
        assert scores.mean(axis=0) == pytest.approx(rows["score"].to_numpy(), abs=0.2)


def test_without_covariances_errors_are_independent_and_the_study_says_so() -> None:
    earlier = replace(evaluation(), survey_covariance=None)
    _, errors, notes = survey_errors(earlier, FIRMS, MANY, seed=1)
    assert notes == (NO_COVARIANCE,)
    drawn = np.corrcoef(errors[:-1, :, 0].T)
    assert drawn == pytest.approx(np.eye(len(LEAVES)), abs=0.08)
    assert build_banks(earlier, study(), seed=1).notes == (NO_COVARIANCE,)
    assert banks().notes == ()


def test_errors_of_a_firm_do_not_depend_on_the_other_firms() -> None:
    _, all_firms, _ = survey_errors(evaluation(), FIRMS, MANY, seed=1)
    _, some_firms, _ = survey_errors(evaluation(), FIRMS[3:5], MANY, seed=1)
    assert np.array_equal(some_firms, all_firms[:, :, 3:5])


def test_a_study_that_does_not_vary_them_has_no_errors() -> None:
    places, errors, _ = survey_errors(evaluation(), FIRMS, study(survey={"vary": False, **CITED}), seed=1)
    assert places == ()
    assert len(errors) == 1


def test_a_score_at_the_floor_stays_there_and_none_leaves_the_scale() -> None:
    made = banks()
    place = made.surveyed[0]
    leaves = made.leaves.copy()
    leaves[-1, place, :4] = [0, 0, 3, 100]
    errors = np.zeros((3, len(made.surveyed), len(FIRMS)))
    errors[0, 0], errors[1, 0] = 5, -5
    leaf = made.hierarchy.leaves[place]
    drawn = np.repeat(nominal(made), 2, axis=0)
    drawn[:, 4] = [0, 1]
    sized = {**made.sizes, "survey": 2}
    found = simulate(replace(made, leaves=leaves, errors=errors, sizes=sized), drawn, (leaf,)).scores[leaf]
    assert found[:, :4].tolist() == [[0, 0, 8, 100], [0, 0, 0, 95]]
