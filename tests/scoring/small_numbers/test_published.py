"""Estimators against figures that others published."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from scoring.small_numbers.beta_binomial import fit_beta, log_likelihood
from scoring.small_numbers.counts import count_quantile
from scoring.small_numbers.gamma_poisson import fit_gamma
from scoring.small_numbers.proportions import share_quantile
from scoring.small_numbers.standardisation import expected_events

FOLDER = Path(__file__).parent / "published"


def _published(name: str) -> dict:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", _published("wilson")["interval"], ids=lambda case: f"{case['events']}/{case['trials']}"
)
def test_intervals_of_shares_are_those_of_newcombe(case):
    limits = share_quantile(np.array([case["events"]]), np.array([case["trials"]]), np.array([[0.025], [0.975]]))
    assert limits.ravel().round(4).tolist() == [case["low"], case["high"]]


@pytest.mark.parametrize("case", _published("poisson")["interval"], ids=lambda case: str(case["events"]))
def test_intervals_of_counts_are_those_of_garwood(case):
    limits = count_quantile(np.array([case["events"]]), np.array([[0.025], [0.975]])).ravel()
    assert limits == pytest.approx([case["low"], case["high"]], abs=6e-4)


def test_boys_in_saxony_follow_the_published_beta_distribution():
    told = _published("saxony")
    families = np.array(told["families"])
    boys = np.repeat(np.arange(len(families)), families).astype(float)
    children = np.full(len(boys), float(told["children"]))
    prior = fit_beta(boys, children)
    assert log_likelihood(prior, boys, children) == pytest.approx(told["log_likelihood"], abs=0.05)
    assert prior.mean == pytest.approx(told["alpha"] / (told["alpha"] + told["beta"]), rel=1e-5)
    assert prior.strength == pytest.approx(told["alpha"] + told["beta"], rel=5e-4)  # they stopped a little early


def test_lip_cancer_in_scotland_follows_the_published_gamma_distribution():
    told = _published("lip_cancer")
    observed, expected = np.array(told["observed"], float), np.array(told["expected"])
    prior = fit_gamma(observed, expected)
    assert round(prior.mean * prior.strength, 2) == told["shape"]
    assert round(prior.strength, 2) == told["exposure"]
    by_hand = (observed + told["shape"]) / (expected + told["exposure"])
    assert prior.shrunk(observed, expected) == pytest.approx(by_hand, rel=2e-3)


def test_expected_events_follow_by_hand():
    """Rates 30 / 1000 and 10 / 2000: 100 · 0.03 + 500 · 0.005 = 5.5, and 900 · 0.03 + 1500 · 0.005 = 34.5."""
    events = np.array([[5.0, 25.0], [4.0, 6.0], [0.0, 0.0]])
    sizes = np.array([[100.0, 900.0], [500.0, 1500.0], [0.0, 0.0]])
    assert expected_events(events, sizes) == pytest.approx([5.5, 34.5])
