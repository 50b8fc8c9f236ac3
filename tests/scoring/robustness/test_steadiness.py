"""How wide intervals of ranks are, counted."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.robustness.steadiness import PAIRS, STEADINESS, WIDTHS, steadiness, steady_pairs, widths

INTERVALS = pl.DataFrame(
    [(1, 1, 1), (2, 1, 3), (3, 3, 6), (4, 2, 4), (None, None, None), (6, None, None)],
    schema={"rank": pl.Int64, "rank_low": pl.Int64, "rank_high": pl.Int64},
    orient="row",
)


def test_firms_are_counted_by_the_end_of_their_interval_that_is_farther_from_their_rank() -> None:
    found = steadiness(INTERVALS)
    assert found.schema == STEADINESS
    assert found.rows() == [(0, 1, 0.25), (1, 2, 0.5), (2, 3, 0.75), (3, 4, 1.0)]


def test_widths_are_from_the_highest_to_the_lowest_rank() -> None:
    found = widths(INTERVALS)
    assert found.schema == WIDTHS
    assert found.rows() == [(4, 1.75, 2.0, 0.0, 3.0)]


@pytest.mark.parametrize("none", [INTERVALS.clear(), INTERVALS.tail(2)], ids=["no firms", "no intervals"])
def test_without_intervals_nothing_is_counted(none: pl.DataFrame) -> None:
    assert steadiness(none).rows() == []
    assert widths(none).rows() == [(0, None, None, None, None)]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1))
def test_counts_never_fall_and_end_with_all_firms(reaches: list[tuple[int, int]]) -> None:
    rows = [(20, 20 - up, 20 + down) for up, down in reaches]
    found = steadiness(pl.DataFrame(rows, schema=INTERVALS.schema, orient="row"))
    assert found["firms"].is_sorted()
    assert found["firms"][-1] == len(reaches)
    assert found["within"].to_list() == list(range(max(max(reach) for reach in reaches) + 1))
    assert found["firms"][-1] > (found["firms"][-2] if found.height > 1 else 0)


def test_a_pair_is_steady_if_either_firm_is_above_often_enough() -> None:
    shares = {("甲", "乙"): 0.3 * 3, ("乙", "甲"): 0.1, ("甲", "丙"): 0.05, ("丙", "甲"): 0.95}
    shares |= {("乙", "丙"): 0.899, ("丙", "乙"): 0.0}
    frame = pl.DataFrame(
        [(one, other, share) for (one, other), share in shares.items()],
        schema=["firm_id", "other", "above"],
        orient="row",
    )
    found = steady_pairs(frame, 0.9)  # 0.3 * 3 is a little less, as binary numbers go
    assert found.schema == PAIRS
    assert found.rows() == [(3, 2, pytest.approx(2 / 3), 1.0)]  # 甲 none undecided, 乙 and 丙 each other
    assert steady_pairs(frame.clear(), 0.9).rows() == [(0, 0, None, None)]
