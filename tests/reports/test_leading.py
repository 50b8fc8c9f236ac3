"""What stands at the head of an order."""

from __future__ import annotations

import pytest

from reports.leading import leading


@pytest.mark.parametrize(
    ("sizes", "named"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([5], 1, id="one alone"),
        pytest.param([5, 3], 2, id="two"),
        pytest.param([5, 5], 2, id="two alike"),
        pytest.param([5, 3, 2], 2, id="two that stand out"),
        pytest.param([5, 3, 3], 1, id="a second that is no more than the third"),
        pytest.param([5, 5, 3], 2, id="two alike before the third"),
        pytest.param([5, 5, 5, 3], 3, id="three alike"),
        pytest.param([5, 5, 5], 3, id="all alike"),
    ],
)
def test_the_first_two_are_named_as_far_as_they_stand_out(sizes: list[int], named: int) -> None:
    ordered = list(enumerate(sizes))
    assert leading(ordered, lambda one: one[1]) == ordered[:named]
