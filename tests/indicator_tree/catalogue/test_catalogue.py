"""The catalogue that comes with the package, held against what the document says."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from indicator_tree.catalogue import load_catalogue, parse_catalogue

HERE = Path(__file__).parent
CATALOGUE = load_catalogue("2020")
THRESHOLDS = tomllib.loads((HERE / "thresholds.toml").read_text(encoding="utf-8"))
LINES = [(code, name) for code, lines in THRESHOLDS.items() for name in lines]


@pytest.mark.parametrize(("code", "rows"), [("1", 12), ("2", 13), ("3", 5), ("4", 33), ("5", 15), (None, 78)])
def test_the_rows_of_the_documents_tables_are_there(code: str | None, rows: int) -> None:
    assert len(CATALOGUE.leaves_under(code)) == rows


def test_the_catalogue_says_that_the_text_counts_otherwise() -> None:
    assert "76" in CATALOGUE.note
    assert "78" in CATALOGUE.note


def test_four_indicators_are_filled_in_by_hand() -> None:
    by_hand = [code for code in CATALOGUE.leaves if CATALOGUE.indicator[code].entry == "manual"]
    assert [CATALOGUE.indicator[code].name for code in by_hand] == [
        "大额透支原因",
        "清算异常处理",
        "中登非担保交收状态",
        "其他资金划付状态",
    ]
    told = [node for code in by_hand if (node := CATALOGUE.indicator[code]).needs_cause or node.cause_of]
    assert len(told) == len(by_hand)


def test_the_document_names_four_lines() -> None:
    named = {
        code: (line.when, line.value)
        for code in CATALOGUE.leaves
        for line in CATALOGUE.indicator[code].threshold
        if line.set_by == "document"
    }
    cpu, middleware, switch = ("at_least", 20.0), ("above", 30.0), ("above", 60.0)
    assert named == {"2.1.1": cpu, "2.1.4": middleware, "2.1.7": switch, "2.1.8": switch}


@pytest.mark.parametrize(
    ("name", "when", "value"),
    [
        ("15位证件号码的客户账户", "equal", 15),
        ("开立的未满18周岁未成年人的客户号", "below", 18),
        ("开立的年满一百周岁的老年人的客户号", "at_least", 100),
        ("客户大额透支累计次数", "at_least", 1_000_000),
    ],
)
def test_names_that_say_what_counts_have_it_as_a_parameter(name: str, when: str, value: float) -> None:
    [node] = [node for node in CATALOGUE.indicator.values() if node.name == name]
    [criterion] = node.criterion
    assert (criterion.when, criterion.value, criterion.basis) == (when, value, "published")


def test_every_threshold_has_readings_on_both_sides() -> None:
    assert [(code, line.id) for code in CATALOGUE.leaves for line in CATALOGUE.indicator[code].threshold] == LINES


@pytest.mark.parametrize(("code", "name"), LINES)
def test_a_threshold_is_passed_on_one_side_and_not_on_the_other(code: str, name: str) -> None:
    [line] = [line for line in CATALOGUE.indicator[code].threshold if line.id == name]
    past, not_past = THRESHOLDS[code][name]
    assert line.passed_by(past)
    assert not line.passed_by(not_past)


def test_a_worse_line_is_a_more_serious_one() -> None:
    for code in CATALOGUE.leaves:
        node = CATALOGUE.indicator[code]
        worse = sorted(node.threshold, key=lambda line: line.value or 0, reverse=node.direction == "higher")
        assert [line.level for line in worse] == sorted((line.level for line in worse), reverse=True), code


@pytest.mark.parametrize(
    ("split", "systems"),
    [
        ("5.1.1", ("法人清算系统", "普通交易柜台", "融资融券柜台", "股票期权柜台")),
        ("5.3.2", ("普通交易柜台", "融资融券柜台")),
        ("5.3.3", ("普通交易柜台", "融资融券柜台", "股票期权柜台")),
        ("3.2.1", ()),
        ("2.2.1", ()),
        ("5.2.1", None),
    ],
)
def test_systems(split: str, systems: tuple[str, ...] | None) -> None:
    assert CATALOGUE.splits(split) == systems


@pytest.mark.parametrize(("year", "trading_days"), [(2018, 243), (2019, 244), (2020, 243)])
def test_daily_readings_are_due_on_as_many_days_as_the_exchanges_were_open(year: int, trading_days: int) -> None:
    assert len(CATALOGUE.due_days("daily", date(year, 1, 1), date(year, 12, 31))) == trading_days


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        (date(2019, 2, 28), date(2019, 2, 28), [date(2019, 2, 28)]),
        (date(2019, 2, 1), date(2019, 2, 27), []),
        (date(2019, 12, 31), date(2020, 1, 31), [date(2019, 12, 31), date(2020, 1, 31)]),
        (date(2020, 2, 1), date(2020, 2, 29), [date(2020, 2, 29)]),
    ],
)
def test_monthly_readings_are_due_on_the_last_day(first: date, last: date, due: list[date]) -> None:
    assert list(CATALOGUE.due_days("monthly", first, last)) == due


def test_responses_rise_from_the_department_to_the_management() -> None:
    assert [CATALOGUE.response_to(level).name for level in (1, 2, 3)] == ["严重", "关注", "提示"]
    assert [len(CATALOGUE.response_to(level).path) for level in (1, 2, 3)] == [3, 2, 1]


def test_the_json_of_a_run_gives_the_catalogue_again() -> None:
    kept = json.loads(CATALOGUE.model_dump_json())
    assert parse_catalogue(kept, "catalogue.json") == CATALOGUE


def test_a_firm_sets_its_own_line_in_a_file_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "operations_2020"\n[[indicator."2.1.2".threshold]]\nid = "memory"\nvalue = 70\n', encoding="utf-8"
    )
    lines = {line.id: line.value for line in load_catalogue(own).indicator["2.1.2"].threshold}
    assert lines == {"memory": 70, "memory_high": 95}
