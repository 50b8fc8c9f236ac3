import tomllib
from datetime import date
from pathlib import Path

import pytest

from data_sources.stage.marks import EPOCH_1904
from data_sources.stage.number_formats import builtin_code, number_format, shown

CASES = tomllib.loads(Path(__file__).with_name("number_formats.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_numbers_are_as_shown(case):
    wanted = case.get("shown", []) + [[value, None] for value in case.get("hidden", [])]
    assert [[value, shown(value, case["code"])] for value, _ in wanted] == wanted


@pytest.mark.parametrize(
    ("code", "as_stored"),
    [
        ("General", True),
        ("#,##0.00_ ", True),
        ('_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', True),
        ("0.00_);[Red]\\(0.00\\)", True),
        ("@", True),
        ("0.00E+00", True),
        ("# ?/?", True),
        ("0;-0;;@", True),
        ("0%", False),
        ("#,##0,", False),
        ('0"元"', False),
        ("000", False),
        ("00-00", False),
        (";;;", False),
        ("0;", False),
        ("0;0;0;", False),
        ('@"元"', False),
        ("yyyy-mm-dd", False),
        ('0;0;"无"', False),
        ("[>9]0;0,", False),
    ],
)
def test_what_shows_numbers_as_they_are_stored(code, as_stored):
    assert number_format(code).as_stored is as_stored


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "甲"), ("0;0;0", "甲"), (";;;", None), ('@"级"', "甲级"), ("0;;;@", "甲"), ('"乙"@', "乙甲")],
)
def test_texts_are_as_shown(code, text):
    assert number_format(code).shown_text("甲") == text


@pytest.mark.parametrize("number", [14, 22, *range(27, 32), 36, 50, 51, *range(52, 55), 57, 58])
def test_dates_by_number_alone(number):
    assert shown(45291, builtin_code(number)) == "2023-12-31"


@pytest.mark.parametrize("number", [18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56])
def test_times_by_number_alone(number):
    assert shown(0.5, builtin_code(number)) == "12:00:00"


def test_the_later_epoch():
    assert shown(43829, "yyyy-mm-dd", EPOCH_1904) == "2023-12-31"
    assert shown(0, "yyyy-mm-dd", EPOCH_1904) == date(1904, 1, 1).isoformat()
