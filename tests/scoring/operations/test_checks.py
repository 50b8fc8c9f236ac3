"""What a person should look at in readings: gaps, causes, relations, jumps."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from indicator_tree.catalogue import load_catalogue
from scoring.operations.checks import CHECKED, check_readings
from scoring.operations.checks.summary import by_owner, missing_by_series
from scoring.operations.frames import READINGS, readings

HERE = Path(__file__).parent
SMALL = load_catalogue(HERE.parents[1] / "indicator_tree" / "catalogue" / "small.toml")
CATALOGUE = load_catalogue()
CASES = tomllib.loads((HERE / "checks.toml").read_text(encoding="utf-8"))
RELATIONS = tomllib.loads((HERE / "relations.toml").read_text(encoding="utf-8"))
PERIOD = (date(2019, 7, 31), date(2019, 8, 2))
SIDES = [
    (name, side, tuple(values))
    for name, sides in RELATIONS.items()
    for side in ("keep", "break")
    for values in sides[side]
]


def frame(rows: list[Any], firm: str = "甲") -> pl.DataFrame:
    """READINGS from [indicator, system, date, value, text]."""
    whole = [(firm, *row, *[None] * (5 - len(row))) for row in rows]
    return readings(pl.DataFrame(whole, READINGS, orient="row", strict=False))


def places(found: pl.DataFrame, check: str) -> list[tuple[Any, ...]]:
    return found.filter(check=check).select("indicator", "system", "date").rows()


@pytest.mark.parametrize(
    ("check", "case"),
    [(check, case) for check in ("jump", "cause") for case in CASES[check]],
    ids=lambda value: value["name"] if isinstance(value, dict) else value,
)
def test_what_a_check_finds(check: str, case: dict[str, Any]) -> None:
    found = check_readings(frame(case["readings"]), SMALL)
    assert places(found, check) == [tuple(place) for place in case["found"]]


def test_a_reading_that_is_due_and_not_there_is_missing() -> None:
    case = CASES["missing"][0]
    found = check_readings(frame(case["readings"]), SMALL, period=PERIOD)
    assert places(found, "missing") == [tuple(place) for place in case["found"]]


def test_of_a_firm_that_says_nothing_everything_is_missing() -> None:
    found = check_readings(frame([]), SMALL, ["甲", "乙"], PERIOD)
    counts = found.group_by("firm_id", "indicator").len().sort("firm_id", "indicator").rows()
    once, daily, twice = 1, 3, 6
    each = [("1.1.1", once), ("1.1.2", once), ("1.1.4", daily), ("1.2.1", twice), ("1.2.2", twice), ("1.2.3", twice)]
    assert counts == [(firm, *count) for firm in ("乙", "甲") for count in each]


def test_no_readings_and_no_period_are_no_findings() -> None:
    assert_frame_equal(check_readings(frame([]), SMALL), CHECKED.to_frame())


def test_banks_that_a_firm_has_named_are_due_for_every_indicator_of_banks() -> None:
    day = date(2019, 8, 30)
    given = frame([["3.2.1", "工商银行", day, 1], ["3.2.1", "建设银行", day, 1], ["3.2.2", "工商银行", day, 0]])
    absent = places(check_readings(given, CATALOGUE), "missing")
    assert ("3.2.2", "建设银行", day) in absent
    assert [place for place in absent if place[0] == "3.2.1"] == []
    assert [place[1] for place in absent if place[0] == "2.2.1"] == [""]


def test_every_relation_has_readings_on_both_sides() -> None:
    quotients = [code for code in CATALOGUE.leaves if CATALOGUE.indicator[code].quotient is not None]
    assert list(RELATIONS) == [*(relation.id for relation in CATALOGUE.relation), *quotients]


@pytest.mark.parametrize(("name", "side", "values"), SIDES)
def test_a_relation_is_kept_on_one_side_and_broken_on_the_other(
    name: str, side: str, values: tuple[float, ...]
) -> None:
    codes = _codes(name)
    names = CATALOGUE.splits(codes[0]) or ("",)
    day = date(2019, 8, 30) if CATALOGUE.indicator[codes[0]].frequency == "daily" else date(2019, 8, 31)
    given = frame([[code, names[0], day, float(value)] for code, value in zip(codes, values, strict=True)])
    found = check_readings(given, CATALOGUE)
    parameter = f"relation.{name}" if len(codes) == 2 else f"{name}.quotient"
    broken = found.filter(parameter=parameter).select("indicator", "system", "date", "value").rows()
    assert broken == ([(codes[0], names[0], day, values[0])] if side == "break" else [])


def _codes(name: str) -> list[str]:
    for relation in CATALOGUE.relation:
        if relation.id == name:
            return [relation.left, relation.right]
    quotient = CATALOGUE.indicator[name].quotient
    assert quotient is not None
    return [name, quotient.numerator, quotient.denominator]


def test_another_firm_system_or_date_breaks_no_relation() -> None:
    end, before = date(2019, 8, 31), date(2019, 7, 31)
    given = pl.concat(
        [frame([["4.2.3", "", end, 5.0], ["4.2.1", "", before, 1.0]]), frame([["4.2.1", "", end, 1.0]], "乙")]
    )
    assert places(check_readings(given, CATALOGUE), "relation") == []


def test_every_finding_says_on_what_it_rests() -> None:
    end = date(2019, 8, 31)
    given = frame([["4.2.3", "", end, 5.0], ["4.2.1", "", end, 1.0], ["5.4.2", "", date(2019, 8, 30), 1.0, "异常"]])
    found = check_readings(given, CATALOGUE)
    assert set(found["check"]) == {"missing", "cause", "relation"}
    assert found.null_count().select("reason", "parameter", "basis", "reference").sum_horizontal().item() == 0


def test_findings_are_counted_by_owner() -> None:
    given = frame(CASES["missing"][0]["readings"])
    found = check_readings(given, SMALL, period=PERIOD)
    counts = by_owner(given, found, SMALL).select("owner", "indicators", "readings", "due", "missing", "cause").rows()
    assert counts == [("甲岗", 3, 2, 2, 0, 1), ("乙岗", 4, 17, 21, 4, 0)]
    assert missing_by_series(found, SMALL).rows() == [
        ("乙岗", "甲", "1.2.1", "乙系统", 3, date(2019, 7, 31), date(2019, 8, 2)),
        ("乙岗", "甲", "1.2.3", "乙系统", 1, date(2019, 8, 1), date(2019, 8, 1)),
    ]
