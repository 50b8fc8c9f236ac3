"""Complaints and measures per firm, solved backwards through the points of the deduction indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data_sources.reconstruction.histogram import Total, exactly, histogram
from data_sources.reconstruction.shapes import apportion, hand_out, noisy, stream

if TYPE_CHECKING:
    from data_sources.reconstruction.firms import Firms
    from data_sources.reconstruction.solver import Bools, Floats, Ints
    from data_sources.reconstruction.targets import Targets
    from indicator_tree.rules import Deduct


@dataclass(frozen=True)
class Incidents:
    """Complaints and measures per firm, each of shape (firms,).

    `complaints` is keyed by category and by whether the firm was at fault (None: not decided yet);
    `measures` by matter and by whether the measure names a branch.
    """

    complaints: dict[tuple[str, bool | None], Ints]
    measures: dict[tuple[str, bool], Ints]

    def deducted(self, deducts: tuple[Deduct, ...], firms: int) -> Floats:
        """Points off per firm under some deductions of complaints and measures."""
        off = np.zeros(firms)
        for deduct in deducts:
            for (category, _), number in self.complaints.items():
                if deduct.source == "complaints" and deduct.when.get("category") == category:
                    off += deduct.points * number
            for (matter, branch), number in self.measures.items():
                if deduct.source == "integrity_measures" and deduct.when.get("matter") == matter:
                    off += deduct.points * (deduct.scaled.factor if branch and deduct.scaled else 1.0) * number
        return off


def incidents(targets: Targets, firms: Firms, seed: int) -> Incidents:
    """All complaints of a counted category and all measures, per firm."""
    never = ~firms.complained_of
    found = Incidents({}, {})
    _trading_system(targets, firms, never, seed, found)
    _accounts(targets, firms, never, seed, found)
    _diligence(targets, firms, never, seed, found)
    _asset_safety(targets, firms, seed, found)
    _survey_leaves(targets, firms, never, seed, found)
    return found


def _given(rng: np.random.Generator, patterns: Ints, size: Floats, never: Bools) -> Ints:
    burden = patterns.sum(axis=1) + 0.01 * rng.random(len(patterns))
    return patterns[hand_out(burden, np.where(never, -np.inf, noisy(size, 0.7, rng)))]


def _points(targets: Targets, leaf: str, identity: str) -> Deduct:
    return next(deduct for deduct in targets.rulebook.deductions(leaf) if deduct.id == identity)


def _grid(*most: int) -> Ints:
    axes = np.meshgrid(*(np.arange(each + 1) for each in most), indexing="ij")
    return np.stack([axis.ravel() for axis in axes], axis=1)


def _trading_system(
    targets: Targets, firms: Firms, never: Bools, seed: int, found: Incidents, leaf: str = "1.2.1"
) -> None:
    """264 complaints against 61 firms, 18 of them with 5 or more, at most 19; 3 firms with a measure (p. 4)."""
    rng = stream(seed, leaf)
    complaint, measure = _points(targets, leaf, "complaint"), _points(targets, leaf, "measure")
    half = measure.scaled.factor if measure.scaled else 1.0
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
        exactly(number >= 5, targets.count("trading_system.firms_5_or_more")),  # noqa: PLR2004
        Total(number == most, 1, np.inf),
        exactly(full, targets.count("trading_system.firms_with_measure") - branches),
        exactly(branch, branches),
        Total(score, *targets.sum_range(leaf)),
    ]
    natural = np.exp(-0.2 * number) * np.where(full + branch > 0, 0.05, 1.0)
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng, leaf)]
    given = _given(rng, rows, firms.size, never)
    found.complaints[str(complaint.when["category"]), None] = given[:, 0]
    found.measures[str(measure.when["matter"]), False] = given[:, 1]
    found.measures[str(measure.when["matter"]), True] = given[:, 2]


def _accounts(targets: Targets, firms: Firms, never: Bools, seed: int, found: Incidents, leaf: str = "3.1.1") -> None:
    """989 complaints against 87 firms, with and without fault (p. 16)."""
    rng = stream(seed, leaf)
    fault, other = _points(targets, leaf, "at_fault"), _points(targets, leaf, "other")
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
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng, leaf)]
    given = _given(rng, rows, firms.size, never)
    category = str(fault.when["category"])
    found.complaints[category, True], found.complaints[category, False] = given[:, 0], given[:, 1]


def _diligence(targets: Targets, firms: Firms, never: Bools, seed: int, found: Incidents, leaf: str = "2.1.3") -> None:
    """104 measures against 54 firms (p. 8), and complaints about staff that explain 18 firms in [90,100)."""
    rng = stream(seed, leaf)
    measure, complaint = _points(targets, leaf, "measure"), _points(targets, leaf, "complaint")
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
    rows = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng, leaf)]
    given = rows[hand_out(rows @ np.array([5, 1]) + 0.01 * rng.random(len(rows)), noisy(firms.size, 0.6, rng))]
    _without_complaints(given, never)
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
    found.measures[str(_points(targets, leaf, "measure").when["matter"]), False] = number


def _survey_leaves(targets: Targets, firms: Firms, never: Bools, seed: int, found: Incidents) -> None:
    """Complaints and measures that lower the survey indicators (pp. 17-24)."""
    rng = stream(seed, "survey incidents")
    categories = dict(targets.aims.complaints.categories)
    for leaf, name in (("3.3.2", "contract_breach.complaints"), ("3.3.3", "stock_tips.complaints")):
        categories[str(_points(targets, leaf, "complaint").when["category"])] = int(targets.count(name))
    for category, total in categories.items():
        weight = np.exp(0.55 * noisy(firms.size, 0.1, rng))
        many = total > targets.firms
        silent = noisy(firms.size, 0.2, rng) < (-0.25 if many else 1.0)
        weight = np.where(silent | never, 0.0, weight)
        most = np.where(weight > 0, 12 if many else 4, 0)
        found.complaints[category, None] = apportion(total, weight, high=most, what=category)
    chosen = lambda count, strength: np.argsort(noisy(firms.size, strength, rng), kind="stable")[-count:]  # noqa: E731
    single: list[tuple[str, str, bool, int]] = [
        ("3.3.1", "measure", False, int(targets.count("entrusted_funds.firms_with_measure"))),
        ("3.3.3", "measure", False, int(targets.count("stock_tips.insider"))),
        ("3.2.1", "measure", False, targets.aims.measures.suitability["公司"]),
        ("3.2.1", "measure", True, targets.aims.measures.suitability["分支机构"]),
    ]
    for leaf, identity, branch, count in single:
        number = np.zeros(targets.firms, dtype=np.int64)
        number[chosen(count, 0.4)] = 1
        found.measures[str(_points(targets, leaf, identity).when["matter"]), branch] = number
