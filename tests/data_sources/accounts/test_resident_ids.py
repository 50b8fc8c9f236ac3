"""Resident IDs against python-stdnum, and ages on the days on which they change."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from data_sources.accounts.counting import count_accounts
from data_sources.accounts.facts import last_born
from data_sources.accounts.resident_ids import in_full, read_resident_ids
from tests.data_sources.accounts.naive import body_of
from tests.data_sources.accounts.people import CUSTOMER, resident_id, shortened, write_tables

CASES = tomllib.loads(Path(__file__).with_suffix(".toml").with_stem("resident_ids").read_text(encoding="utf-8"))["case"]
_digits = st.text("0123456789", min_size=14, max_size=18)
_born = st.dates(date(1900, 1, 1), date(1999, 12, 31)).map(lambda day: day.strftime("%Y%m%d"))
_sound = st.builds(resident_id, _born, st.integers(0, 995), st.sampled_from((110101, 310104, 440305, 990000)))
_numbers = st.one_of(
    _sound,
    _sound.map(shortened),
    _digits,
    _digits.map(lambda text: text + "X"),
    st.tuples(_sound, st.integers(0, 17), st.sampled_from("0123456789X")).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + 1 :]
    ),
)


@given(st.lists(_numbers, min_size=1, max_size=20))
def test_numbers_are_valid_where_stdnum_says_so_whatever_the_year_of_the_county(numbers: list[str]) -> None:
    found = read_resident_ids(pl.Series(numbers)).body.to_list()
    assert [body and f"{body:017d}" for body in found] == [body_of(number) for number in numbers]
    assert all(body for number, body in zip(numbers, found, strict=True) if len(number) == 18 and _is_valid(number))


def _is_valid(number: str) -> bool:
    """As `stdnum` says; it stumbles over counties of which it knows the province only."""
    try:
        return ric.is_valid(number)
    except KeyError:
        return False


@given(_sound.filter(ric.is_valid))
def test_both_forms_of_a_number_are_read_as_one(number: str) -> None:
    assert read_resident_ids(pl.Series([number, shortened(number)])).body.n_unique() == 1


@given(st.lists(_numbers, min_size=1, max_size=20))
def test_a_valid_number_tells_the_date_of_birth(numbers: list[str]) -> None:
    bodies = map(body_of, numbers)
    born = [body and date(int(body[6:10]), int(body[10:12]), int(body[12:14])) for body in bodies]
    assert read_resident_ids(pl.Series(numbers)).born.to_list() == born


@pytest.mark.parametrize(("day", "there"), [("19000228", True), ("19000229", False), ("20000229", True)])
def test_a_day_that_is_not_in_the_calendar_makes_a_number_invalid(day: str, there: bool) -> None:
    body = f"110101{day}007"
    number = body + ric.calc_check_digit(body + "0")
    assert read_resident_ids(pl.Series([number])).body.is_not_null().to_list() == [there]


@pytest.mark.parametrize(
    "number", ["+10101198005060074"[:18], "-1010119800506007X", "00000000000000000X", "+1010180050607"]
)
def test_signs_and_noughts_make_no_number(number: str) -> None:
    ids = read_resident_ids(pl.Series([number]))
    assert (ids.body.item(), ids.born.item(), ids.fifteen.item()) == (None, None, False)


@given(st.lists(_numbers, min_size=1, max_size=20))
@example(["000000000101000"])
@example(["010101000101000"])
def test_valid_numbers_of_15_digits_are_written_with_18(numbers: list[str]) -> None:
    at, full = in_full(pl.Series(numbers))
    bodies = {place: body_of(number) for place, number in enumerate(numbers) if len(number) == 15}
    expected = {place: body + ric.calc_check_digit(body + "0") for place, body in bodies.items() if body}
    assert dict(zip(at, full, strict=True)) == expected


@pytest.mark.parametrize(
    ("as_of", "years", "expected"),
    [
        ("2019-08-31", 18, "2001-08-31"),
        ("2018-02-28", 18, "2000-02-29"),
        ("2018-02-27", 18, "2000-02-27"),
        ("2020-02-28", 20, "2000-02-28"),
        ("2020-02-29", 20, "2000-02-29"),
        ("2020-02-29", 18, "2002-02-28"),
        ("2019-02-28", 100, "1919-02-28"),
    ],
)
def test_an_age_is_reached_on_the_birthday(as_of: str, years: int, expected: str) -> None:
    assert last_born(date.fromisoformat(as_of), years) == date.fromisoformat(expected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_number_is_valid_whether_its_place_is_known_or_not(case: dict[str, Any]) -> None:
    number = resident_id(case["born"], place=case["place"])
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    ids = read_resident_ids(pl.Series([number, wrong]))
    assert ids.body.is_not_null().to_list() == [True, False]
    assert ids.place_known.to_list() == [case["known"], None]
    assert ids.born.item(0) == date.fromisoformat(case["born"])


def test_a_number_of_15_digits_is_valid_whether_its_place_is_known_or_not() -> None:
    numbers = [shortened(resident_id("19850310", place=place)) for place in (110101, 500184)]
    ids = read_resident_ids(pl.Series([*numbers, "500184850230007"]))
    assert ids.body.is_not_null().to_list() == [True, True, False]
    assert ids.place_known.to_list() == [True, False, None]


def test_minors_of_new_districts_count_and_their_places_are_told_as_unknown(tmp_path: Path) -> None:
    born = {330113: "20210601", 330114: "20210601", 330112: "20210601", 330105: "19800506"}
    numbers = [resident_id(day, place=place) for place, day in born.items()]
    rows = [{**CUSTOMER, "customer": f"C{at}", "id_number": number} for at, number in enumerate(numbers)]
    counts = count_accounts(write_tables(tmp_path, {"customers": rows}), date(2026, 6, 30))
    assert counts.values["minors"] == 3
    assert dict(counts.notes.select("note", "rows").iter_rows()) == {"unknown_place": 2}
