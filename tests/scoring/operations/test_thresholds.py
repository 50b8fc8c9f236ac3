"""Both sides of every threshold of the shipped catalogue, and the level that follows."""

from __future__ import annotations

import math
from datetime import date

import polars as pl
import pytest

from indicator_tree.catalogue_parts import Threshold
from scoring.operations.frames import ALERTS, READINGS
from scoring.operations.levels import by_reading
from scoring.operations.thresholds import breaches
from tests.scoring.operations.made import SHIPPED

THRESHOLDS = [(code, line) for code in SHIPPED.leaves for line in SHIPPED.indicator[code].threshold]
NAMES = [f"{code}.{line.id}" for code, line in THRESHOLDS]
PAST = {
    "above": (False, False, True),
    "at_least": (False, True, True),
    "below": (True, False, False),
    "at_most": (True, True, False),
}
"""Whether a reading just below the line, on it and just above it is past it."""


def reading(code: str, value: float | None, text: str | None = None) -> pl.DataFrame:
    return pl.DataFrame([("F1", code, "", date(2019, 8, 30), value, text)], schema=READINGS, orient="row")


def test_the_catalogue_has_thresholds_of_the_document_and_of_firms() -> None:
    assert {line.set_by for _, line in THRESHOLDS} == {"document", "firm"}
    assert {line.level for _, line in THRESHOLDS} == {1, 2, 3}


@pytest.mark.parametrize(("code", "line"), THRESHOLDS, ids=NAMES)
def test_both_sides_of_a_threshold(code: str, line: Threshold) -> None:
    if line.when == "not_normal":
        cases = [(0.0, False), (1.0, True)]
    else:
        at = line.value
        values = (math.nextafter(at, -math.inf), at, math.nextafter(at, math.inf))
        cases = list(zip(values, PAST[line.when], strict=True))
    key = f"{code}.threshold.{line.id}"
    for value, past in cases:
        found = breaches(reading(code, value), SHIPPED).filter(pl.col("parameter") == key)
        assert found.height == past, (key, value)
        assert line.passed_by(value) == past
        if past:
            assert found.row(0, named=True) == {
                "firm_id": "F1",
                "indicator": code,
                "system": "",
                "date": date(2019, 8, 30),
                "kind": "threshold",
                "level": line.level,
                "value": value,
                "limit": line.value,
                "cause": line.label,
                "parameter": key,
                "basis": line.basis,
                "reference": str(line.reference),
            }


@pytest.mark.parametrize("code", [code for code in SHIPPED.leaves if SHIPPED.indicator[code].threshold])
def test_a_worse_reading_never_lowers_the_level(code: str) -> None:
    node = SHIPPED.indicator[code]
    if node.kind == "state":
        values = [0.0, 1.0]
    else:
        lines = [line.value for line in node.threshold if line.value is not None]
        values = sorted({v for line in lines for v in (line - 1, line, line + 1, 2 * line + 5)})
        values = values[::-1] if node.direction == "higher" else values
    levels = [breaches(reading(code, value), SHIPPED)["level"].min() or 4 for value in values]
    assert levels == sorted(levels, reverse=True)
    assert levels[-1] < 4


@pytest.mark.parametrize("value", [None, math.nan])
def test_what_was_not_read_is_past_nothing(value: float | None) -> None:
    found = pl.concat([breaches(reading(code, value), SHIPPED) for code in SHIPPED.leaves])
    assert found.is_empty()
    assert found.schema == ALERTS


def test_a_state_tells_its_own_cause() -> None:
    label = SHIPPED.indicator["5.4.2"].threshold[0].label
    causes = [breaches(reading("5.4.2", 1, text), SHIPPED)["cause"].to_list() for text in ("异常：对手方违约", "异常")]
    assert causes == [[f"{label}：对手方违约"], [label]]


def test_the_most_severe_level_is_kept_with_all_causes_and_its_path() -> None:
    lines = SHIPPED.indicator["4.3.7"].threshold
    alerts = breaches(reading("4.3.7", 120), SHIPPED)
    assert alerts.height == len(lines) == 3
    worst = by_reading(alerts.reverse(), SHIPPED).row(0, named=True)
    assert worst["level"] == 1
    assert worst["response"] == "严重"
    assert worst["path"] == list(SHIPPED.response_to(1).path)
    assert worst["causes"] == [line.label for line in sorted(lines, key=lambda line: line.level)]
    assert (worst["alerts"], worst["value"]) == (3, 120)


def test_readings_without_alert_have_no_level() -> None:
    assert by_reading(breaches(reading("4.3.7", 300), SHIPPED), SHIPPED).is_empty()
