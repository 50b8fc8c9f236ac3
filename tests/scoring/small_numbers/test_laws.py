"""What holds of the estimators whatever the figures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from scoring.small_numbers.beta_binomial import BetaPrior, fit_beta, log_likelihood
from scoring.small_numbers.counts import count_quantile
from scoring.small_numbers.gamma_poisson import GammaPrior, fit_gamma
from scoring.small_numbers.gamma_poisson import log_likelihood as log_likelihood_of_counts
from scoring.small_numbers.proportions import share_quantile
from scoring.small_numbers.standardisation import expected_events

LEVELS = np.array([0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999])
NEARBY = [(1.01, 1.0), (0.99, 1.0), (1.0, 1.05), (1.0, 0.95), (1.005, 1.02)]
few = settings(max_examples=25, deadline=None)


@st.composite
def shares(draw):
    pairs = draw(st.lists(st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=25))
    return tuple(np.array(pairs, float).reshape(-1, 2).T)


@st.composite
def counts(draw):
    size = draw(st.integers(1, 25))
    exposure = draw(st.lists(st.floats(0.05, 300), min_size=size, max_size=size))
    return np.array(draw(st.lists(st.integers(0, 60), min_size=size, max_size=size)), float), np.array(exposure)


@few
@given(shares())
def test_no_beta_distribution_nearby_is_likelier(figures):
    events, trials = figures
    prior = fit_beta(events, trials)
    if prior is None or prior.pooled or not 1e-3 < prior.strength < 1e5:
        return
    known = trials > 0
    best = log_likelihood(prior, events[known], trials[known])
    a, b = prior.mean * prior.strength, (1 - prior.mean) * prior.strength
    assert best == pytest.approx(stats.betabinom.logpmf(events[known], trials[known], a, b).sum(), rel=1e-9, abs=1e-9)
    for by_mean, by_strength in NEARBY:
        other = BetaPrior(min(prior.mean * by_mean, 1 - 1e-9), prior.strength * by_strength, 0, 0)
        assert log_likelihood(other, events[known], trials[known]) <= best + 1e-6


@few
@given(counts())
def test_no_gamma_distribution_nearby_is_likelier(figures):
    events, exposure = figures
    prior = fit_gamma(events, exposure)
    if prior.pooled or not 1e-4 < prior.strength < 1e6:
        return
    best = log_likelihood_of_counts(prior, events, exposure)
    shape = prior.mean * prior.strength
    known = stats.nbinom.logpmf(events, shape, prior.strength / (prior.strength + exposure)).sum()
    assert best == pytest.approx(known, rel=1e-9, abs=1e-9)
    for by_mean, by_strength in NEARBY:
        other = GammaPrior(prior.mean * by_mean, prior.strength * by_strength, 0)
        assert log_likelihood_of_counts(other, events, exposure) <= best + 1e-6


@few
@given(shares())
def test_all_are_pooled_exactly_where_chance_alone_explains_the_differences(figures):
    events, trials = figures
    prior = fit_beta(events, trials)
    if prior is None:
        assert not (trials > 0).any()
        return
    assert prior.pooled == (prior.dispersion <= prior.trials * (1 + 1e-12))
    if prior.pooled:
        assert prior.mean == pytest.approx(events.sum() / trials.sum())
        assert prior.shrunk(events, trials) == pytest.approx(np.full(len(trials), prior.mean))


@few
@given(counts())
def test_a_shrunk_incidence_lies_between_its_own_and_that_of_the_industry(figures):
    events, exposure = figures
    prior = fit_gamma(events, exposure)
    own, shrunk = events / exposure, prior.shrunk(events, exposure)
    assert (shrunk >= np.minimum(own, prior.mean) - 1e-9).all()
    assert (shrunk <= np.maximum(own, prior.mean) + 1e-9).all()
    assert (prior.quantile(events, exposure, 0.01) <= shrunk + 1e-9).all()


@few
@given(st.floats(0.01, 0.99), st.floats(0.1, 100), st.floats(0, 1))
def test_the_more_trials_the_closer_to_the_own_share(mean, strength, own):
    prior = BetaPrior(mean, strength, 0, 0)
    trials = np.array([0.0, 1, 2, 5, 20, 100, 1e4, 1e9])
    shrunk = prior.shrunk(own * trials, trials)
    assert shrunk[0] == pytest.approx(mean)
    assert (np.diff(np.abs(shrunk - own)) <= 1e-12).all()
    assert shrunk[-1] == pytest.approx(own, abs=1e-6)


@few
@given(st.floats(0.01, 50), st.floats(0.1, 100), st.floats(0, 50))
def test_the_more_exposure_the_closer_to_the_own_incidence(mean, strength, own):
    prior = GammaPrior(mean, strength, 0)
    exposure = np.array([0.0, 1, 2, 5, 20, 100, 1e4, 1e9])
    shrunk = prior.shrunk(own * exposure, exposure)
    assert shrunk[0] == pytest.approx(mean)
    assert (np.diff(np.abs(shrunk - own)) <= 1e-9).all()
    assert shrunk[-1] == pytest.approx(own, abs=1e-5)


@few
@given(shares())
def test_quantiles_of_shares_rise_with_the_level_and_stay_shares(figures):
    events, trials = (each[figures[1] > 0] for each in figures)
    priors = [
        BetaPrior(0.3, 4, 0, 0),
        BetaPrior(0.3, np.inf, 0, 0),
        BetaPrior(0.5, 0.0, 0, 0),
        BetaPrior(0.0, np.inf, 0, 0),
    ]
    for found in (
        share_quantile(events, trials, LEVELS[:, None]),
        *(prior.quantile(events, trials, LEVELS[:, None]) for prior in priors),
    ):
        assert found.shape == (len(LEVELS), len(trials))
        assert ((found >= 0) & (found <= 1)).all()
        assert (np.diff(found, axis=0) >= -1e-12).all()
    assert share_quantile(events, trials, 0.5) == pytest.approx(events / trials)


@few
@given(counts())
def test_limits_of_counts_rise_with_the_level_and_hold_the_count(figures):
    events, _ = figures
    found = count_quantile(events, LEVELS[:, None])
    assert (np.diff(found, axis=0) >= 0).all()
    assert (found[3] == events).all()


def test_a_count_that_is_not_known_has_no_limits():
    assert np.isnan(count_quantile(np.array([np.nan]), 0.9)).all()


NOTHING = np.zeros(3)
EXTREMES = {
    "no firm has any trials": (fit_beta, NOTHING, NOTHING, None),
    "no event at all": (fit_beta, NOTHING, NOTHING + 4, (0.0, np.inf)),
    "nothing but events": (fit_beta, NOTHING + 4, NOTHING + 4, (1.0, np.inf)),
    "one trial each says nothing of differences": (fit_beta, np.array([1.0, 0, 1, 0]), np.ones(4), (0.5, np.inf)),
    "each firm all one or all the other": (fit_beta, np.array([5.0, 0, 5, 0]), np.full(4, 5.0), (0.5, 0.0)),
    "no firm has any exposure": (fit_gamma, NOTHING, NOTHING, None),
    "no event at any exposure": (fit_gamma, NOTHING, NOTHING + 2.5, (0.0, np.inf)),
    "as many events as chance has it": (fit_gamma, np.array([4.0, 6, 5]), NOTHING + 10, (0.5, np.inf)),
}


@pytest.mark.parametrize("name", EXTREMES)
def test_ends_of_the_estimators(name):
    fit, events, exposure, expected = EXTREMES[name]
    prior = fit(events, exposure)
    assert (None if prior is None else (prior.mean, prior.strength)) == expected


def test_both_sides_of_full_pooling():
    """Σ (y - n p)² / (p (1 - p)) against the number of trials."""
    trials = np.full(4, 10.0)
    assert fit_beta(np.array([6.0, 4, 6, 4]), trials).pooled  # 16 against 40
    assert not fit_beta(np.array([8.0, 2, 8, 2]), trials).pooled  # 144 against 40
    exactly = fit_beta(np.array([1.0, 1, 0, 2]), np.full(4, 2.0))  # 2 / 0.25 = 8 of 8 trials
    assert (exactly.dispersion, exactly.trials, exactly.pooled) == (8.0, 8.0, True)


@few
@given(counts())
def test_as_many_events_are_expected_as_there_were(figures):
    events, sizes = (np.stack([each, each[::-1]]) for each in figures)
    assert expected_events(events, sizes).sum() == pytest.approx(events.sum())
