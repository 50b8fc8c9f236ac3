"""Parts add up, are fair, and agree with a count over all orders."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.corrections.shapley import MOST, exact_parts, parts_of, path_parts

NAMES = ["a", "b", "c", "d"]
GAMES = st.lists(st.floats(-100, 100), min_size=16, max_size=16)


def values_of(numbers):
    def values(some):
        return np.array([numbers[sum(1 << NAMES.index(name) for name in some)]])

    return values


def over_all_orders(numbers):
    values, found = values_of(numbers), dict.fromkeys(NAMES, 0.0)
    for order in permutations(NAMES):
        for place, name in enumerate(order):
            step = values(frozenset(order[: place + 1])) - values(frozenset(order[:place]))
            found[name] += step.item() / 24
    return found


@given(GAMES)
def test_exact_parts_are_the_mean_over_all_orders(numbers):
    found = exact_parts(NAMES, values_of(numbers))
    for name, part in over_all_orders(numbers).items():
        assert found[name].item() == pytest.approx(part, abs=1e-9)


@given(GAMES)
def test_parts_add_up(numbers):
    for parts in (exact_parts, path_parts, parts_of):
        found = sum(part.item() for part in parts(NAMES, values_of(numbers)).values())
        assert found == pytest.approx(numbers[15] - numbers[0], abs=1e-9)


@given(st.lists(st.floats(-100, 100), min_size=4, max_size=4))
def test_factors_that_do_not_meet_have_their_own_change_as_part(changes):
    def values(some):
        return np.array([sum(changes[NAMES.index(name)] for name in some)])

    for parts in (exact_parts, path_parts):
        found = parts(NAMES, values)
        assert [found[name].item() for name in NAMES] == pytest.approx(changes, abs=1e-9)


def test_two_factors_that_only_work_together_share():
    def values(some):
        return np.array([10.0 * (len(some) == 2)])

    for parts in (exact_parts, path_parts):
        assert {name: part.item() for name, part in parts(["a", "b"], values).items()} == {"a": 5.0, "b": 5.0}


def test_a_value_that_is_missing_in_between_lies_on_the_line():
    def values(some):
        return np.array([np.nan if len(some) == 1 else 10.0 * len(some)])

    assert {name: part.item() for name, part in exact_parts(["a", "b"], values).items()} == {"a": 10.0, "b": 10.0}


def test_a_value_that_is_missing_at_an_end_has_no_parts():
    def values(some):
        return np.array([np.nan if len(some) == 2 else 1.0])

    assert all(np.isnan(part).all() for part in exact_parts(["a", "b"], values).values())


def test_of_more_factors_than_that_two_orders_are_looked_at():
    asked = set()
    factors = [f"f{number}" for number in range(MOST + 1)]

    def values(some):
        asked.add(some)
        return np.array([float(len(some))])

    parts_of(factors, values)
    assert len(asked) == 2 * len(factors)
