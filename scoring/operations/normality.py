"""Which readings of many series lie outside what their history lets expect.

Step by step: a reading is expected from the readings before it, and it is abnormal if it is farther from that than
`factor` standard deviations. Abnormal readings are no history. After `shift` abnormal readings in a row on the same
side the level has changed: the history is moved by the median deviation of those readings, which then join it.
Readings before there is enough history are judged by those that follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scoring.intervals import quantile, student
from scoring.operations.expectation import LevelExpectation, LineExpectation
from scoring.operations.seasons import Seasons
from scoring.operations.windows import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.operations.expectation import Expectation
    from scoring.operations.panel import Panel

    Floats = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]
    Sides = npt.NDArray[np.int8]

MAD_EFFICIENCY = 0.37
"""Of the MAD at the normal distribution (Rousseeuw & Croux 1993): a spread of n deviations has 0.37 n degrees of
freedom."""
CONFIDENCE = 0.99
"""At which Student's quantile is compared with the normal one, to widen the band of a short history."""


class Rule(NamedTuple):
    """Parameters of the comparison."""

    window: int
    """Readings that are looked back on."""
    minimum: int
    """Readings without which nothing is expected."""
    factor: float
    """Standard deviations that a reading may be away."""
    floor: float
    """Least standard deviation, as a share of the level."""
    shift: int
    """Abnormal readings in a row that make a new level."""


class Normality(NamedTuple):
    """Of every reading, shape (series, steps), on the even scale; NaN (and side 0) where nothing is expected."""

    expected: Floats
    half: Floats
    """Half the width of the normal band."""
    side: Sides
    """1 above the band, -1 below it, 0 within."""
    moved: Flags
    """The last of the abnormal readings that are a new level."""


def judge(panel: Panel, rule: Rule, *, seasonal: bool) -> Normality:
    """Judge the readings of a panel, each by its own series.

    Args:
        panel: of series; with volumes, they are expected from these, else from their own level.
        rule: how far is too far.
        seasonal: whether weekdays and months' ends may differ (readings of months have no seasons).
    """
    early = panel.beginning(rule.window + rule.minimum)
    behind = _forward(early, rule, seasonal=seasonal)
    ahead = np.arange(early.values.shape[1])
    known = ahead < panel.lengths[:, None]
    places = (early.lengths[:, None] - 1 - ahead) % np.maximum(early.lengths, 1)[:, None]
    side = np.take_along_axis(behind.side, places, axis=1)
    first = slice(0, rule.minimum)
    wrong = panel.wrong.copy()
    wrong[:, first] |= (side[:, first] != 0) & known[:, first]
    found = _forward(panel._replace(wrong=wrong), rule, seasonal=seasonal)
    unknown = np.isnan(found.half[:, ahead]) & known
    found.side[:, ahead] = np.where(unknown, side, found.side[:, ahead])
    for array, earlier in ((found.expected, behind.expected), (found.half, behind.half)):
        array[:, ahead] = np.where(unknown, np.take_along_axis(earlier, places, axis=1), array[:, ahead])
    return found


def _forward(panel: Panel, rule: Rule, *, seasonal: bool) -> Normality:
    series, steps = panel.values.shape
    expected, half = np.full((series, steps), np.nan), np.full((series, steps), np.nan)
    side, shifted = np.zeros((series, steps), dtype=np.int8), np.zeros((series, steps), dtype=bool)
    level, offset = np.full((series, steps), np.nan), np.full((series, steps), np.nan)
    follows = bool((~np.isnan(panel.volumes)).any())
    history: Expectation = (
        LineExpectation(panel.volumes, rule.window) if follows else LevelExpectation(series, rule.window)
    )
    seasons = Seasons(panel.weekday, panel.month_end) if seasonal else None
    distances = np.full((series, rule.window), np.nan)
    run, last = np.zeros(series, dtype=np.int64), np.zeros(series, dtype=np.int8)
    factors = _factors(rule)
    for at in range(steps):
        n = int(np.count_nonzero(panel.lengths > at))
        value, widening, known = history.expect(at, n)
        fresh = np.flatnonzero((known >= rule.minimum) & np.isnan(distances[:n]).all(axis=1))
        if len(fresh):
            distances[fresh] = history.residuals(at, fresh)
        sd = spread(distances[:n])
        effect = seasons.effect(at, sd) if seasons is not None else np.zeros(n)
        sd = np.maximum(sd, panel.scale.take(slice(n)).least(value, rule.floor))
        enough = known >= rule.minimum
        expected[:n, at] = np.where(enough, value + effect, np.nan)
        half[:n, at] = np.where(enough, factors[np.minimum(known, rule.window)] * sd * widening, np.nan)
        level[:n, at] = panel.values[:n, at] - effect
        offset[:n, at] = away = level[:n, at] - value
        here = np.where(np.abs(away) > half[:n, at], np.sign(np.nan_to_num(away)), 0).astype(np.int8)
        side[:n, at] = here
        silent = np.isnan(away)
        run[:n] = np.where(silent, run[:n], np.where(here == 0, 0, np.where(here == last[:n], run[:n] + 1, 1)))
        last[:n] = np.where(silent, last[:n], here)
        sound = (here == 0) & ~panel.wrong[:n, at]
        history.learn(at, np.where(sound, level[:n, at], np.nan))
        distances[:n, at % rule.window] = np.where(sound & enough, np.abs(away), np.nan)
        if seasons is not None:
            seasons.learn(at, panel.values[:n, at] - value)
        moved = np.flatnonzero((run[:n] >= rule.shift) & (here != 0))
        if len(moved):
            since = np.arange(max(at + 1 - rule.shift, 0), at + 1)
            recent = offset[np.ix_(moved, since)]
            change = np.nanmedian(recent, axis=1)
            history.relearn(since, moved, level[np.ix_(moved, since)], change)
            distances[moved[:, None], since % rule.window] = np.abs(recent - change[:, None])
            run[moved] = 0
            shifted[moved, at] = True
    return Normality(expected, half, side, shifted)


def _factors(rule: Rule) -> Floats:
    """By the number of readings behind a spread: `factor`, widened as Student's quantile is against the normal one."""
    readings = np.arange(rule.window + 1, dtype=np.float64)
    return rule.factor * student(CONFIDENCE, MAD_EFFICIENCY * readings) / quantile(CONFIDENCE)
