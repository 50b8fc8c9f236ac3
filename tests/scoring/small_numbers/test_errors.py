"""The error of counts in nodes, totals, ranks and draws."""

import numpy as np
import polars as pl
import pytest

import scoring
from indicator_tree.robustness import Robustness
from scoring.evaluation import Evaluation
from scoring.robustness import ASSUMPTIONS, build_banks, simulate
from scoring.robustness.count_draws import counting_draws
from tests.scoring.small_numbers import market

CITED = market.CITED
RECEIVED, LATE = [200, 100, 50, 20, 6, 2, 1, 0], [30, 30, 4, 4, 2, 0, 1, 0]
MEMBERS = [90000, 60000, 20000, 9000, 3000, 900, 500, 400]


def evaluated(rate: dict | None = None, incidence: dict | None = None) -> Evaluation:
    rules = {"1": {"rule": market.cited(rate or {})}, "2": {"rule": market.cited(incidence or {})}}
    sources = market.tables(RECEIVED, LATE, MEMBERS)
    return scoring.score(market.records(*sources, len(RECEIVED)), market.book(indicator=rules))


def study(**tables: object) -> Robustness:
    shared = {"draws": 50, "seed": 1, "interval": 0.9, "realisations": 1, "stable": 0.9, "sobol": 8}
    tables = {"counting": {"vary": True, "realisations": 4000, **CITED}} | tables
    return Robustness.model_validate(shared | CITED | tables)


BOTH = evaluated({"interval": True}, {"interval": True})


def column(found: Evaluation, node: str, name: str) -> np.ndarray:
    return found.scores.filter(node=node).sort("firm_id")[name].cast(pl.Float64).to_numpy()


def test_without_anything_asked_for_there_is_no_error_and_the_scores_are_the_same() -> None:
    plain = evaluated()
    for name in ("se", "low", "high", "rank_low", "rank_high"):
        assert plain.scores[name].is_null().all()
    assert plain.scores["score"].equals(BOTH.scores["score"])


def test_errors_of_two_indicators_add_up_as_independent_ones() -> None:
    one, two = (column(BOTH, node, "se") for node in ("1", "2"))
    assert column(BOTH, "total", "se") == pytest.approx(np.hypot(one, two) / 2)
    below = [column(BOTH, node, "score") - column(BOTH, node, "low") for node in ("1", "2")]
    lower = column(BOTH, "total", "score") - np.hypot(*below) / 2
    assert column(BOTH, "total", "low") == pytest.approx(lower.clip(0))


def test_the_fewer_records_the_wider_the_interval_and_the_more_ranks_stay_open() -> None:
    width = column(BOTH, "1", "high") - column(BOTH, "1", "low")
    assert (np.diff(width[[0, 2, 4, 6]]) > 0).all()
    ranks = column(BOTH, "1", "rank_high") - column(BOTH, "1", "rank_low")
    assert ranks[4] > ranks[2] > 0
    assert (column(BOTH, "1", "rank_low") <= column(BOTH, "1", "rank")).all()


def test_shrinkage_draws_towards_the_level_of_all_and_narrows() -> None:
    shrunk = evaluated({"shrinkage": {"method": "beta_binomial"}}, {"shrinkage": {"method": "gamma_poisson"}})
    assert shrunk.rulebook.counted_leaves == ("1", "2")
    own, drawn = column(BOTH, "1", "score")[:7], column(shrunk, "1", "score")[:7]
    moved = np.abs(drawn - own)
    level = np.unique(np.round((drawn - own)[[5, 6]], 9))
    assert level.size == 2  # none late goes down, all late goes up
    assert moved[0] < moved[6]
    assert (column(shrunk, "1", "se")[5:7] < column(BOTH, "1", "se")[5:7]).all()
    held = shrunk.ledger.filter(parameter="1.shrinkage")
    assert held.height == 7
    assert held["cause"].n_unique() == 1


def test_draws_vary_as_much_as_the_standard_errors_say() -> None:
    places, errors = counting_draws(BOTH, tuple(market.branches(8)), study(), seed=1)
    assert [BOTH.rulebook.leaves[place] for place in places] == ["1", "2"]
    assert not errors[-1].any()
    for at, node in enumerate(("1", "2")):
        assert errors[:-1, at].std(axis=0) == pytest.approx(column(BOTH, node, "se"), rel=0.06, abs=1e-9)
    spread = column(BOTH, "total", "se")
    banks = build_banks(BOTH, study(), seed=1)
    drawn = np.full((4000, len(ASSUMPTIONS)), -1)
    drawn[:, ASSUMPTIONS.index("counting")] = np.arange(4000)
    totals = simulate(banks, drawn).scores["total"]
    assert totals.std(axis=0) == pytest.approx(spread, rel=0.06)
    assert totals.min() >= 0
    assert totals.max() <= 100


def test_draws_of_a_branch_do_not_depend_on_the_branches_that_are_asked_for() -> None:
    _, every = counting_draws(BOTH, tuple(market.branches(8)), study(), seed=1)
    _, some = counting_draws(BOTH, tuple(market.branches(8)[2:4]), study(), seed=1)
    assert np.array_equal(some, every[:, :, 2:4])


def test_a_study_that_does_not_vary_them_draws_none() -> None:
    silent = study(counting={"vary": False, **CITED}, leave_one_out={"vary": True, **CITED})
    assert counting_draws(BOTH, tuple(market.branches(8)), silent, seed=1)[0] == ()
    assert counting_draws(evaluated(), tuple(market.branches(8)), study(), seed=1)[0] == ()
