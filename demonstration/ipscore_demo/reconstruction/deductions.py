"""Complaints and measures per firm, solved backwards through the points of the deduction indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.reconstruction.histogram import Total, exactly, histogram
from ipscore_demo.reconstruction.incidents import Incidents, points_of
from ipscore_demo.reconstruction.shapes import apportion, hand_out, noisy, stream
from ipscore_demo.reconstruction.survey_incidents import survey_incidents

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.solver import Bools, Ints
    from ipscore_demo.reconstruction.targets import Targets

OFTEN = 5  # the report counts firms complained of so often


def incidents(targets: Targets, firms: Firms, seed: int) -> Incidents:
    """All complaints of a counted category and all measures, per firm."""
    found = Incidents({}, {})
    _trading_system(targets, firms, seed, found)
    _accounts(targets, firms, seed, found)
    _diligence(targets, firms, seed, found)
    _asset_safety(targets, firms, seed, found)
    survey_incidents(targets, firms, seed, found)
    return found


def _given(rng: np.random.Generator, patterns: Ints, firms: Firms) -> Ints:
    burden = patterns.sum(axis=1) + 0.01 * rng.random(len(patterns))
    return patterns[hand_out(burden, np.where(firms.complained_of, noisy(firms.size, 0.7, rng), -np.inf))]


def _grid(*most: int) -> Ints:
    axes = np.meshgrid(*(np.arange(each + 1) for each in most), indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


def _trading_system(targets: Targets, firms: Firms, seed: int, found: Incidents, leaf: str = "1.2.1") -> None:
    """264 complaints against 61 firms, 18 of them with 5 or more, at most 19; 3 firms with a measure (p. 4)."""
    rng = stream(seed, leaf)
    complaint, measure = points_of(targets, leaf, "complaint"), points_of(targets, leaf, "measure")
    half = measure.factors[0].factor if measure.factors else 1.0
    most = int(targets.count("trading_system.most"))
    patterns = _grid(most, 1, 1)
    patterns = patterns[(patterns[:, 1:].sum(axis=1) <= 1) & ((patterns[:, 0] > 0) | (patterns.sum(axis=1) == 0))]
    number, full, branch = patterns.T
    score = np.maximum(
        targets.full - complaint.points * number - measure.points * (full + half * branch), targets.rulebook.scale.floor
    )
    branches = targets.aims.measures.trading_branch_level
    totals = [
        exactly(number, targets.count("trading_system.complaints")),
        exactly(number > 0, targets.count("trading_system.firms")),
        exactly(number >= OFTEN, targets.count("trading_system.firms_5_or_more")),
        Total(number == most, 1, np.inf),
        exactly(full, targets.count("trading_system.firms_with_measure") - branches),
        exactly(branch, branches),
        Total(score, *targets.sum_range(leaf)),
    ]
    natural = np.exp(-0.2 * number) * np.where(full + branch > 0, 0.05, 1.0)
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng=rng, what=leaf)]
    given = _given(rng, rows, firms)
    found.complaints[str(complaint.when["category"]), None] = given[:, 0]
    found.measures[str(measure.when["matter"]), False] = given[:, 1]
    found.measures[str(measure.when["matter"]), True] = given[:, 2]


def _accounts(targets: Targets, firms: Firms, seed: int, found: Incidents, leaf: str = "3.1.1") -> None:
    """989 complaints against 87 firms, with and without fault (p. 16)."""
    rng = stream(seed, leaf)
    fault, other = points_of(targets, leaf, "at_fault"), points_of(targets, leaf, "other")
    patterns = _grid(40, 40)
    patterns = patterns[np.abs(patterns[:, 0] - patterns[:, 1]) <= 2 + 0.4 * patterns.sum(axis=1)]
    score = np.maximum(
        targets.full - patterns @ np.array([fault.points, other.points]), targets.rulebook.scale.floor
    ).astype(np.float64)
    number = patterns.sum(axis=1)
    totals = [
        exactly(number, targets.count("account.complaints")),
        exactly(number > 0, targets.count("account.firms")),
        Total(score, *targets.sum_range(leaf)),
    ]
    natural = np.exp(-0.06 * number - 0.05 * np.abs(patterns[:, 0] - patterns[:, 1]))
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng=rng, what=leaf)]
    given = _given(rng, rows, firms)
    category = str(fault.when["category"])
    found.complaints[category, True], found.complaints[category, False] = given[:, 0], given[:, 1]


def _diligence(targets: Targets, firms: Firms, seed: int, found: Incidents, leaf: str = "2.1.3") -> None:
    """104 measures against 54 firms (p. 8), and complaints about staff that explain 18 firms in [90,100)."""
    rng = stream(seed, leaf)
    measure, complaint = points_of(targets, leaf, "measure"), points_of(targets, leaf, "complaint")
    patterns = _grid(targets.aims.measures.most_per_firm, 6)
    score = np.maximum(
        targets.full - patterns @ np.array([measure.points, complaint.points]), targets.rulebook.scale.floor
    ).astype(np.float64)
    totals = [
        exactly(patterns[:, 0], targets.count("diligence.measures")),
        exactly(patterns[:, 0] > 0, targets.count("diligence.firms")),
        Total(score, *targets.sum_range(leaf)),
    ]
    natural = np.exp(-0.6 * patterns[:, 0] - 0.5 * patterns[:, 1])
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng=rng, what=leaf)]
    given = rows[hand_out(rows @ np.array([5, 1]) + 0.01 * rng.random(len(rows)), noisy(firms.size, 0.6, rng))]
    _without_complaints(given, ~firms.complained_of)
    found.measures[str(measure.when["matter"]), False] = given[:, 0]
    found.complaints[str(complaint.when["category"]), None] = given[:, 1]


def _without_complaints(given: Ints, never: Bools) -> None:
    """Let firms never complained of change places with firms whose pattern has no complaint."""
    takers = [at for at in np.flatnonzero(never) if given[at, 1] > 0]
    givers = [at for at in np.flatnonzero(~never) if given[at, 1] == 0]
    for taker, giver in zip(takers, givers, strict=False):
        given[[taker, giver]] = given[[giver, taker]]


def _asset_safety(targets: Targets, firms: Firms, seed: int, found: Incidents, leaf: str = "1.3.1") -> None:
    """13 firms with a measure about accounts and funds (p. 5)."""
    rng = stream(seed, leaf)
    count = int(targets.count("asset_safety.firms"))
    number = np.zeros(targets.firms, dtype=np.int64)
    chosen = np.argsort(noisy(firms.size, 0.3, rng), kind="stable")[-count:]
    number[chosen] = apportion(targets.aims.measures.asset_safety, rng.random(count), low=1, what=leaf)
    found.measures[str(points_of(targets, leaf, "measure").when["matter"]), False] = number
