"""Parts hold every row once and together what belongs together; rows told twice are found among them."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.accounts.partitions import Partitions
from data_sources.ahead import ahead, prepared
from data_sources.duplicates import single, standing_again
from data_sources.spill import Spill

_KEY = {"account": pl.UInt64, "customer": pl.UInt64}
_ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=12)


@pytest.mark.parametrize("held", [0, 1 << 20])
@pytest.mark.parametrize("waiting", [0, 1 << 20])
def test_every_row_is_in_the_part_of_its_fingerprint(held: int, waiting: int) -> None:
    frames = [
        pl.DataFrame({"account": range(50), "customer": [*range(at, at + 49), None]}, schema=_KEY) for at in (0, 7, 900)
    ]
    with closing(Spill(held)) as spill:
        rows = Partitions("customer", 5, spill, waiting)
        for frame in frames:
            rows.add(frame)
        parts = list(rows.parts())
        assert [(part["customer"] % 5).unique().to_list() for part in parts] == [[number] for number in range(5)]
        told = pl.concat(frames).drop_nulls("customer")
        assert pl.concat(parts).sort(pl.all()).equals(told.sort(pl.all()))
        assert all(part.is_empty() for part in rows.parts())


@given(_ROWS)
def test_of_rows_with_a_key_one_counts_if_they_say_the_same_and_none_if_not(rows: list[tuple[int, int, bool]]) -> None:
    frame = pl.DataFrame(rows, schema=_KEY | {"truth": pl.Boolean}, orient="row")
    contents = {key: {row for row in rows if row[:2] == key} for key in {row[:2] for row in rows}}
    counted = single(frame, ("account", "customer"))
    sound = [next(iter(told)) for told in contents.values() if len(told) == 1]
    at_odds = [row for row in rows if len(contents[row[:2]]) > 1]
    assert Counter(counted.rows.rows()) == Counter(sound)
    assert counted.at_odds == len(at_odds)
    assert counted.repeated == len(rows) - len(sound) - len(at_odds)


@given(st.lists(st.one_of(st.none(), st.integers(0, 5))))
def test_a_fingerprint_stands_again_if_another_row_has_it(marks: list[int | None]) -> None:
    found = standing_again(pl.Series(marks, dtype=pl.UInt64)).to_list()
    assert found == sorted({mark for mark in marks if mark is not None and marks.count(mark) > 1})


def test_results_come_in_order_and_an_error_where_it_arose() -> None:
    assert list(ahead(str, range(9))) == list("012345678")
    done = []
    with pytest.raises(ZeroDivisionError):
        done.extend(ahead(lambda number: 1 / number, (2, 1, 0, 4)))
    assert done == [0.5, 1.0]


def test_what_is_prepared_comes_in_order_and_an_error_where_it_arose() -> None:
    assert list(prepared(range(9))) == list(range(9))
    assert list(prepared(())) == []
    done = []
    with pytest.raises(ZeroDivisionError):
        done.extend(prepared(1 / number for number in (2, 1, 0, 4)))
    assert done == [0.5, 1.0]
