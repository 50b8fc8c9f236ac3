"""Answers per firm, solved backwards from leaf means, bands and the shares of all respondents (pp. 7-24).

Handling of complaints (2.3.1, p. 14) is solved the same way: a closed work order is an answer worth 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.reconstruction.shapes import Interval, noisy, spread
from ipscore_demo.reconstruction.solver import Floats, InfeasibleError, Ints, Row, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOPES = np.linspace(-1.0, 1.0, 21)
HALVINGS = 60


@dataclass(frozen=True)
class Question:
    """What the answers to one question must give.

    `values` are points per answer, best first; `usual` their usual shares; `off` points deducted per firm;
    `bands` the intervals of the score, best first; `total` least and greatest sum of scores;
    `pooled` least and greatest number of some answers over all firms, by position.
    """

    what: str
    values: Floats
    usual: Floats
    off: Floats
    bands: Sequence[Interval]
    total: tuple[float, float]
    pooled: Mapping[int, tuple[int, int]]
    slope: float


def answers(question: Question, respondents: Ints, rng: np.random.Generator) -> Ints:
    """How many respondents of each firm gave each answer; shape (firms, answers).

    Raises:
        InfeasibleError: no counts fit.
    """
    wanted = spread(question.bands, sum(question.total) / 2, rng, question.what)
    at = np.repeat(np.arange(len(question.bands)), [band.firms for band in question.bands])
    problem: InfeasibleError | None = None
    chance = int(rng.integers(2**32))
    for slope in _slopes(question, wanted, respondents, chance):
        slots = _slots(wanted, question.off, _key(respondents, float(slope), chance))
        try:
            return _fit(question, wanted[slots], [question.bands[each] for each in at[slots]], respondents)
        except InfeasibleError as error:
            problem = error
    raise InfeasibleError(f"{question.what}：各种规模关系都不成立") from problem


def _slopes(question: Question, wanted: Floats, respondents: Ints, chance: int) -> Floats:
    """Relations of score to firm size, the one that gives the pooled shares best first."""
    if not question.pooled:
        return question.slope + np.array([0.0, -0.2, 0.2, -0.4, 0.4])
    middle = {position: sum(bounds) / 2 for position, bounds in question.pooled.items()}
    left = respondents.sum() - sum(middle.values())
    open_ones = [position for position in range(question.values.size) if position not in middle]
    pooled = sum(question.values[position] * number for position, number in middle.items())
    pooled += left * (question.values[open_ones[0]] if open_ones else 0.0)
    missed = []
    for slope in SLOPES:
        slots = _slots(wanted, question.off, _key(respondents, float(slope), chance))
        missed.append(abs(((wanted[slots] + question.off) * respondents).sum() - pooled))
    return SLOPES[np.argsort(missed, kind="stable")]


def _key(respondents: Ints, slope: float, chance: int) -> Floats:
    return noisy(respondents.astype(np.float64), slope, np.random.default_rng(chance))


def _slots(wanted: Floats, off: Floats, key: Floats) -> Ints:
    """Which of the wanted scores, best first, each firm gets: the greatest key that its deductions allow."""
    room = wanted[0] - off
    free = np.ones(off.size, dtype=bool)
    given = np.empty(off.size, dtype=np.int64)
    for slot, score in enumerate(wanted):
        eligible = np.flatnonzero(free & (room >= score - 1e-9))
        if eligible.size == 0:
            raise InfeasibleError(f"扣分过多，没有公司能得 {score:.2f}")
        chosen = eligible[np.argmax(key[eligible])]
        free[chosen], given[chosen] = False, slot
    return given


def tilted(usual: Floats, values: Floats, means: Floats) -> Floats:
    """Shares of answers with the given means: usual shares tilted exponentially; shape (firms, answers)."""
    least, most = np.full(means.shape, -2.0), np.full(means.shape, 2.0)
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        share = _tilt(usual, values, middle)
        above = share @ values > means
        least, most = np.where(above, least, middle), np.where(above, middle, most)
    return _tilt(usual, values, (least + most) / 2)


def _tilt(usual: Floats, values: Floats, strength: Floats) -> Floats:
    exponent = strength[:, None] * values
    share = usual * np.exp(exponent - exponent.max(axis=1, keepdims=True))
    result: Floats = share / share.sum(axis=1, keepdims=True)
    return result


def _fit(question: Question, wanted: Floats, bands: list[Interval], respondents: Ints) -> Ints:
    """Counts nearest to the tilted shares; the best answer is what the others leave."""
    best, others = question.values[0], question.values[1:]
    firms, kinds = respondents.size, others.size
    loss = best - others
    share = tilted(question.usual, question.values, np.clip(wanted + question.off, others.min(), best))
    target = np.rint(share[:, 1:] * respondents[:, None]).ravel()
    shape = (firms, kinds)
    rows = []
    # A score is best - loss · counts / respondents - off.
    ceiling = best - question.off
    for firm, band in enumerate(bands):
        each = np.zeros(shape)
        each[firm] = loss / respondents[firm]
        rows.append(Row(each.ravel(), ceiling[firm] - band.high, ceiling[firm] - band.low))
    every = np.broadcast_to(loss, shape) / respondents[:, None]
    low, high = question.total
    rows.append(Row(every.ravel(), ceiling.sum() - high, ceiling.sum() - low))
    for position, bounds in question.pooled.items():
        if position == 0:
            everyone = int(respondents.sum())
            rows.append(Row(np.ones(target.size), everyone - bounds[1], everyone - bounds[0]))
        else:
            each = np.zeros(shape)
            each[:, position - 1] = 1.0
            rows.append(Row(each.ravel(), *bounds))
    upper = np.repeat(respondents, kinds).astype(np.float64)
    price = np.broadcast_to(10 / np.sqrt(respondents)[:, None], shape).ravel()
    found = nearest(target, rows, upper=upper, weight=price, gap=0.2, what=question.what)
    counts = np.rint(found).astype(np.int64).reshape(shape)
    return np.column_stack([respondents - counts.sum(axis=1), counts])
