"""Facts about a wave as a whole."""

from __future__ import annotations

from statistics import median

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys import wave as module
from surveys.responses import STATUSES
from surveys.wave import Wave

TIMES = st.lists(st.tuples(st.sampled_from([None, 1, 2, 5, 9]), st.sampled_from([*STATUSES, None])), max_size=12)


@given(TIMES)
def test_the_median_is_that_of_the_completed_responses(rows: list[tuple[int | None, str | None]]) -> None:
    frame = pl.LazyFrame(rows, {"seconds": pl.Int64, "status": pl.Enum(STATUSES)}, orient="row")
    times = [time for time, status in rows if time is not None and status in (None, STATUSES[0])]
    found = Wave.of(frame, [])
    assert found.median_seconds == (median(times) if times else None)
    assert found.responses == len(rows)


def test_without_times_there_is_no_median_and_an_empty_status_means_completed() -> None:
    assert Wave.of(pl.LazyFrame({"client": [True]}), []) == Wave(1, frozenset(), None)
    assert Wave.of(pl.LazyFrame({"seconds": [3, 4]}), []).median_seconds == 3.5


def test_a_column_tells_something_however_far_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FIRST", 2)
    frame = pl.LazyFrame({"client": [True, None, None], "device": [None, None, 7], "respondent": [None] * 3})
    assert Wave.of(frame, ["client", "device", "respondent", "absent"]).telling == {"client", "device"}
