"""Numbers that stand more than once, however few are in memory together."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.duplicates import find_duplicates, repeated, single

NUMBERS = st.lists(st.lists(st.sampled_from([0, 1, 2, 3, 7, 2**64 - 1, None]), max_size=9), min_size=1, max_size=3)


@pytest.mark.parametrize("at_once", [1, 4, 1000])
@given(columns=NUMBERS)
def test_what_stands_twice_in_any_of_the_columns_is_found_once(at_once: int, columns: list[list[int | None]]) -> None:
    frames = [pl.LazyFrame({"n": column}, {"n": pl.UInt64}) for column in columns]
    counts = Counter(number for column in columns for number in column if number is not None)
    found = repeated(frames, sum(map(len, columns)), at_once)
    assert sorted(found) == sorted(number for number, times in counts.items() if times > 1)


def fingerprints(*rows: tuple[int, int, str]) -> pl.DataFrame:
    return pl.DataFrame(rows, {"a": pl.UInt64, "b": pl.UInt64, "said": pl.String}, orient="row")


def test_of_rows_that_say_the_same_one_counts_and_of_rows_at_odds_none() -> None:
    frame = fingerprints((1, 1, "x"), (1, 2, "x"), (1, 1, "x"), (2, 2, "x"), (2, 2, "y"), (3, 3, "z"), (1, 1, "x"))
    found = single(frame, ["a", "b"])
    assert sorted(found.rows.rows()) == [(1, 1, "x"), (1, 2, "x"), (3, 3, "z")]
    assert (found.repeated, found.at_odds) == (2, 2)
    assert found.rows.schema == frame.schema


def test_rows_of_different_keys_all_count_as_they_stand() -> None:
    frame = fingerprints((1, 1, "x"), (1, 2, "x"), (2, 1, "x"))
    found = single(frame, ["a", "b"])
    assert (found.rows.rows(), found.repeated, found.at_odds) == (frame.rows(), 0, 0)
    assert (single(frame, ["a"]).repeated, single(frame, ["a"]).at_odds) == (0, 2)
    assert single(frame, ["a"]).rows.rows() == [(2, 1, "x")]


def test_rows_that_share_a_key_are_told_with_the_other_one() -> None:
    first = pl.LazyFrame({"_row": [2, 3, 4], "key": ["a", "b", None], "said": ["x", "x", "x"]})
    second = pl.LazyFrame({"_row": [2, 3, 4, 5], "key": ["a", "b", "a", None], "said": ["x", "y", "x", "x"]})
    found = find_duplicates([first, second], 7, ["key"], ["key", "said"], ["said"])
    assert found.rows() == [
        (0, 3, True, 1, 3, "x"),
        (1, 2, False, 0, 2, "x"),
        (1, 3, True, 0, 3, "y"),
        (1, 4, False, 0, 2, "x"),
    ]
    assert find_duplicates([], 0, ["key"], ["said"], []).is_empty()
