"""Lines by least squares, against figures worked out by hand, against numpy, and by simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.intervals import student
from scoring.operations.regression import fit


def test_a_line_worked_out_by_hand() -> None:
    # x 1..5, y 2 4 5 4 5: means 3 and 4; Sxx 10, Sxy 6, Syy 6; residuals -0.8 0.6 1.0 -0.6 -0.2, their squares 2.4
    line = fit(np.array([[1.0, 2, 3, 4, 5]]), np.array([[2.0, 4, 5, 4, 5]]))
    assert line.slope[0] == pytest.approx(0.6)
    assert line.intercept[0] == pytest.approx(2.2)
    assert line.residual_sd[0] == pytest.approx(math.sqrt(2.4 / 3))
    assert line.r2[0] == pytest.approx(0.6)
    t = student(0.95, np.array([3.0]))[0]
    low, high = line.band(np.array([6.0]), 0.95)
    half = t * math.sqrt(0.8) * math.sqrt(1 + 1 / 5 + 9 / 10)
    assert (low[0], high[0]) == (pytest.approx(5.8 - half), pytest.approx(5.8 + half))


def test_fieller_worked_out_by_hand() -> None:
    # The limits are the roots of (ȳ + b d - D)² = t² s² (1/n + d²/Sxx) in d = x - x̄
    x, y = np.arange(1.0, 13.0), np.array([3.1, 4.9, 7.2, 8.8, 11.1, 13.0, 14.8, 17.1, 19.0, 21.1, 22.9, 25.0])
    line = fit(x[None], y[None])
    t = student(0.95, np.array([10.0]))[0]
    b, s, square_sum = line.slope[0], line.residual_sd[0], 143.0
    d = 40.0 - y.mean()
    k = (t * s) ** 2
    roots = np.sort(np.roots([b**2 - k / square_sum, -2 * b * d, d**2 - k / 12]).real) + 6.5
    reach = line.reaches(np.array([40.0]), 0.95)
    assert [reach.low[0], reach.high[0]] == pytest.approx(roots)
    assert reach.x[0] == pytest.approx((40.0 - line.intercept[0]) / b)


def test_lines_agree_with_numpy_whatever_their_length_and_place() -> None:
    rng = np.random.default_rng(5)
    x, y = np.full((40, 60), np.nan), np.full((40, 60), np.nan)
    for row, length in enumerate(rng.integers(3, 61, 40)):
        x[row, :length] = rng.normal(1e6, 1e5, length)
        y[row, :length] = 300 + 1e-3 * x[row, :length] + rng.normal(0, 50, length)
    lines = fit(x, y)
    for row in range(40):
        there = ~np.isnan(x[row])
        slope, intercept = np.polyfit(x[row, there], y[row, there], 1)
        assert lines.slope[row] == pytest.approx(slope, rel=1e-6)
        assert lines.intercept[row] == pytest.approx(intercept, rel=1e-6, abs=1e-3)
        assert lines.points[row] == there.sum()


@pytest.mark.parametrize(
    ("x", "y"), [([1.0, 2.0], [1.0, 2.0]), ([4.0, 4.0, 4.0], [1.0, 2.0, 3.0]), ([np.nan] * 3, [np.nan] * 3)]
)
def test_no_line_without_three_points_and_spread(x: list[float], y: list[float]) -> None:
    line = fit(np.array([x]), np.array([y]))
    assert np.isnan(line.slope[0])
    assert np.isnan(line.band(np.array([1.0]), 0.95)).all()
    assert np.isnan(line.reaches(np.array([1.0]), 0.95)).all()


@pytest.mark.parametrize("y", [[5.0, 3.0, 4.0, 3.5, 4.5, 4.1], [6.0, 5.1, 4.0, 3.1, 2.0, 0.9], [3.0] * 6])
def test_a_line_that_does_not_surely_rise_reaches_nothing(y: list[float]) -> None:
    line = fit(np.arange(6.0)[None], np.array([y]))
    assert np.isfinite(line.slope[0])
    assert np.isnan(line.reaches(np.array([10.0]), 0.95)).all()


def test_a_perfect_line_has_no_width() -> None:
    line = fit(np.arange(6.0)[None], 2 * np.arange(6.0)[None] + 1)
    assert line.r2[0] == pytest.approx(1)
    assert [limit[0] for limit in line.reaches(np.array([21.0]), 0.95)] == pytest.approx([10, 10, 10])


@pytest.mark.parametrize("days", [20, 60])
def test_intervals_cover_as_often_as_they_say(days: int) -> None:
    """5,000 simulated series: the limit volume's interval and the band of one more day, both at 95 %."""
    rng = np.random.default_rng(20190831 + days)
    x = rng.lognormal(13, 0.3, (5000, days))
    intercept, slope, sd, deadline = 600.0, 2e-3, 120.0, 7200.0
    y = intercept + slope * x + rng.normal(0, sd, x.shape)
    lines = fit(x, y)
    truth = (deadline - intercept) / slope
    reach = lines.reaches(np.full(5000, deadline), 0.95)
    assert np.isfinite(reach.x).all()
    covered = float(((reach.low <= truth) & (truth <= reach.high)).mean())
    assert 0.94 < covered < 0.96
    new = rng.lognormal(13, 0.3, 5000)
    low, high = lines.band(new, 0.95)
    seen = intercept + slope * new + rng.normal(0, sd, 5000)
    assert 0.94 < float(((low <= seen) & (seen <= high)).mean()) < 0.96
