"""Numbers that stand more than once, however few are in memory together."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.duplicates import repeated

NUMBERS = st.lists(st.lists(st.sampled_from([0, 1, 2, 3, 7, 2**64 - 1, None]), max_size=9), min_size=1, max_size=3)


@pytest.mark.parametrize("at_once", [1, 4, 1000])
@given(columns=NUMBERS)
def test_what_stands_twice_in_any_of_the_columns_is_found_once(at_once: int, columns: list[list[int | None]]) -> None:
    frames = [pl.LazyFrame({"n": column}, {"n": pl.UInt64}) for column in columns]
    counts = Counter(number for column in columns for number in column if number is not None)
    found = repeated(frames, sum(map(len, columns)), at_once)
    assert sorted(found) == sorted(number for number, times in counts.items() if times > 1)
