from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from surveys.coding_scheme import CODING_SCHEMES, Calls, load_coding_scheme
from surveys.errors import QuestionnaireError, ScheduleError
from surveys.schedule import schedule

SCHEME = load_coding_scheme("phone_2017")
FIRMS = [f"F{number:03}" for number in range(101)]
FIRST = date(2017, 9, 4)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[str], Calls, int]:
    firms = [f"F{number:03}" for number in range(draw(st.integers(0, 60)))]
    parts, per_part = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    rounds = draw(st.integers(1, parts))
    length = draw(st.integers(7, 20))
    windows = [
        {"start": FIRST + timedelta(days=30 * at), "end": FIRST + timedelta(days=30 * at + length)}
        for at in range(rounds)
    ]
    hours = iter(range(8, 24))
    calls = Calls.model_validate(
        {
            "round": windows,
            "part_of_day": [{"label": str(at), "hours": [next(hours) for _ in range(per_part)]} for at in range(parts)],
            "holidays": [FIRST + timedelta(days=draw(st.integers(0, 100))) for _ in range(draw(st.integers(0, 2)))],
            "basis": "assumed",
            "reference": {"title": "测试"},
        }
    )
    return firms, calls, draw(st.integers(0, 99))


def spread(found: pl.DataFrame, key: str, values: list[object]) -> int:
    counts = [found.filter(pl.col(key) == value).height for value in values]
    return max(counts) - min(counts)


@settings(max_examples=80, deadline=None)
@given(plans())
def test_laws_of_a_schedule(plan):
    firms, calls, seed = plan
    found = schedule(firms, calls, seed)
    hours = [hour for part in calls.part_of_day for hour in part.hours]
    for number, when in enumerate(calls.round, start=1):
        called = found.filter(pl.col("round") == number)
        assert sorted(called["firm_id"]) == firms
        assert called["called_on"].is_between(when.start, when.end).all()
        working = {
            day
            for at in range((when.end - when.start).days + 1)
            if (day := when.start + timedelta(days=at)).isoweekday() <= 5 and day not in calls.holidays
        }
        assert set(called["called_on"]) <= working
        assert called["called_on"].dt.weekday().to_list() == called["weekday"].to_list()
        assert spread(called, "weekday", sorted({day.isoweekday() for day in working})) <= 1
        assert spread(called, "called_at", hours) <= 1
        for weekday in {day.isoweekday() for day in working}:
            assert spread(called, "called_on", [day for day in working if day.isoweekday() == weekday]) <= 1
    parts = found.group_by("firm_id").agg(pl.col("part_of_day").n_unique())["part_of_day"]
    assert set(parts) <= {len(calls.round)}


def test_the_same_seed_gives_the_same_schedule_whatever_the_order_of_firms():
    one, other = schedule(FIRMS, SCHEME.calls, 7), schedule(FIRMS[::-1], SCHEME.calls, 7)
    assert_frame_equal(one, other)
    assert not one.equals(schedule(FIRMS, SCHEME.calls, 8))


def test_every_hour_meets_every_weekday():
    found = schedule(FIRMS, SCHEME.calls, 2017)
    cells = found.group_by("round", "weekday", "called_at").len()["len"]
    assert cells.len() == 3 * 5 * 6
    assert cells.max() - cells.min() <= 1


def test_a_round_without_working_days_is_an_error():
    holidays = [FIRST + timedelta(days=at) for at in range(31)]
    window = {"start": FIRST, "end": FIRST + timedelta(days=30)}
    calls = Calls.model_validate(SCHEME.calls.model_dump() | {"round": [window], "holidays": holidays})
    with pytest.raises(ScheduleError, match="2017-09-04 至 2017-10-04 之间没有工作日"):
        schedule(FIRMS, calls, 1)


TEXT = (CODING_SCHEMES / "phone_2017.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("hours = [14, 15]", "hours = [14]", "各时段的钟点数须相同"),
        ("hours = [14, 15]", "hours = [9, 15]", "且不重复"),
        ("hours = [14, 15]", "hours = [24, 15]", "0 至 23 的整数"),
        ('    { label = "下午", hours = [14, 15] },\n', "", "3 轮须有至少 3 个时段，现有 2 个"),
        ("end = 2017-09-15", "end = 2017-09-01", r"calls\.round\.\[1\]：end（2017-09-01）不得早于"),
        ("start = 2017-10-16", "start = 2017-09-15", "不得重叠"),
        ('code = "polite"', 'code = "kind"', "step 须依次为 connected、answered、polite、effective"),
        ("title =", "titel =", "titel：未知的键"),
    ],
)
def test_a_faulty_coding_scheme_says_what_is_wrong(tmp_path, old, new, says):
    path = tmp_path / "phone.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(QuestionnaireError, match=says):
        load_coding_scheme(path)


def test_an_unknown_coding_scheme_names_those_that_exist():
    with pytest.raises(QuestionnaireError, match="可用：phone_2017"):
        load_coding_scheme("phone_1999")
