"""What holds for cut-offs whatever the scores are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicator_tree.letters import Letters
from indicator_tree.parameters import Reference
from scoring.division.clusters import k_means, natural_breaks
from scoring.division.cutoffs import cut, fenced, guarded, quota, targets
from tests.scoring.node_rules.made import CITED, evaluated, rulebook

few = st.lists(st.integers(0, 30).map(float), min_size=3, max_size=9)
scores = st.lists(st.integers(0, 40).map(float), min_size=1, max_size=40).map(np.array)
scores_of_units = st.integers(0, 100).map(float)
some = settings(max_examples=60)


def within(values: np.ndarray, starts: np.ndarray | tuple[int, ...]) -> float:
    """The sum of squares within clusters that begin at these places."""
    parts = np.split(values, np.asarray(starts[1:], dtype=int))
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts))


@some
@given(few, st.integers(2, 4))
def test_natural_breaks_are_the_best_of_all_partitions(found: list[float], clusters: int) -> None:
    values = np.sort(found)
    if len(np.unique(values)) < clusters:
        return
    best = min(within(values, (0, *cuts)) for cuts in combinations(range(1, len(values)), clusters - 1))
    starts = natural_breaks(values, clusters)
    assert len(starts) == clusters
    assert within(values, starts) == pytest.approx(best, abs=1e-9)


@some
@given(few, st.integers(2, 4), st.integers(0, 5))
def test_k_means_gives_every_point_the_nearest_mean(found: list[float], clusters: int, seed: int) -> None:
    values, counts = np.unique(found, return_counts=True)
    if len(values) < clusters:
        return
    weights = counts.astype(float)
    starts = k_means(values, weights, clusters, seed=seed, starts=5)
    assert list(starts) == list(k_means(values, weights, clusters, seed=seed, starts=5))
    places = np.searchsorted(starts, np.arange(len(values)), side="right") - 1
    assert set(places) == set(range(clusters))
    means = np.array([np.average(values[places == at], weights=weights[places == at]) for at in range(clusters)])
    nearest = np.abs(values[:, None] - means[None]).min(axis=1)
    assert np.abs(values - means[places]) == pytest.approx(nearest)


@some
@given(scores, st.sampled_from([(0.5, 0.4, 0.1), (0.2, 0.3, 0.5), (0.1, 0.9)]), st.sampled_from(["up", "down"]))
def test_shares_are_met_within_one_unit_but_for_ties(found: np.ndarray, shares: tuple[float, ...], ties: str) -> None:
    labels = tuple("ABC"[: len(shares)])
    letters = Letters(
        title="级", labels=labels, method="quota", shares=shares, ties=ties, basis="assumed",
        reference=Reference(title="约定"),
    )  # fmt: skip
    wanted = targets(letters, len(found))
    edges, tied = quota(found, wanted, ties)
    for edge, many, same, share in zip(edges, wanted, tied, np.cumsum(shares), strict=False):
        above = int((found >= edge).sum())
        assert many == pytest.approx(share * len(found), abs=1)
        assert above == many or same > 1
        assert above >= many if ties == "up" else above <= many
        assert abs(above - many) < max(same, 1)
    assert (np.diff(edges) <= 0).all() if np.isfinite(edges).all() else True


@some
@given(scores, st.floats(0, 20), st.floats(0, 20))
def test_a_guardrail_bounds_every_move_and_keeps_the_order(found: np.ndarray, points: float, shift: float) -> None:
    edges = np.sort(found)[::-1]
    previous = np.sort(found + shift)[::-1]
    moved = guarded(edges, previous, points)
    assert (np.abs(moved - previous) <= points + 1e-9).all()
    assert (np.diff(moved) <= 0).all()
    inside = np.abs(edges - previous) <= points
    assert (moved[inside] == edges[inside]).all()


@some
@given(scores)
def test_fences_leave_the_middle_half(found: np.ndarray) -> None:
    left = fenced(found, 1.5)
    first, third = np.quantile(found, [0.25, 0.75])
    assert set(found[(found >= first) & (found <= third)]) <= set(left)


@settings(max_examples=15)
@given(
    st.lists(st.integers(0, 100).map(float), min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6)
)
def test_letters_within_groups_are_those_of_each_group_alone(own: list[float], large: list[bool]) -> None:
    units = dict(zip("ABCDEF", own, strict=True))
    groups = {unit: "大" if at else "小" for unit, at in zip("ABCDEF", large, strict=True)}
    given_letters = {
        "title": "级", "labels": ["A", "B"], "method": "quota", "shares": [0.5, 0.5], "ties": "up",
        "within_groups": True, **CITED,
    }  # fmt: skip
    book = rulebook(letters={"own": given_letters}, node={"base": {"letters": "own"}})
    together = evaluated(book, {unit: [score] * 4 for unit, score in units.items()}, {}, groups).letters
    assert together.height == len(units)
    for group in set(groups.values()):
        members = {unit: [score] * 4 for unit, score in units.items() if groups[unit] == group}
        alone = evaluated(book, members, {}, groups).letters
        same = together.filter(group=group)
        assert same.equals(alone)


def test_cut_offs_of_a_group_without_previous_ones_are_told() -> None:
    letters = Letters(
        title="级", labels=("A", "B"), method="edges", edges=(60,), within_groups=True, basis="assumed",
        reference=Reference(title="约定"), guardrail={"points": 1, "previous": {"大": (60,)}},
    )  # fmt: skip
    assert cut(np.array([1.0]), letters, "total", "小").reason == "guardrail.previous 没有组别“小”上一次的界线"
    assert cut(np.array([1.0]), letters, "total", "大").reason == ""
