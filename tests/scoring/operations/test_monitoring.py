"""All that is watched together: the ledger of alerts, and how much of what was planted it finds."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from indicator_tree.catalogue_model import Catalogue
from scoring.operations import monitoring
from scoring.operations.detection import detection
from scoring.operations.frames import ALERTS, CLEARING, CLEARING_MODELS, MONTHLY, READINGS, SERIES
from scoring.operations.levels import by_reading
from scoring.operations.monitoring import Monitored, monitor
from scoring.operations.transforms import Scale
from tests.scoring.operations.made import (
    CATALOGUE,
    COUNTER,
    DAYS,
    MONTHS,
    RECORDS,
    SECONDS,
    noisy,
    places,
    series,
    together,
)

SEED = 20190831
SHAPES = (ALERTS, CLEARING, CLEARING_MODELS, MONTHLY)
KINDS = ("spike", "drop", "unit_up", "unit_down", "shift", "slow", "stuck")


def watched(readings: pl.DataFrame) -> Monitored:
    return monitor(readings.lazy(), CATALOGUE)


def planted_set(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Four firms' readings of eight indicators over 14 months, every second series with one anomaly.

    Sizes are seven standard deviations of the series' own noise or more; months' anomalies are wrong units.
    """
    rng = np.random.default_rng(seed)
    frames, planted = [], []
    for number, firm in enumerate(("F1", "F2", "F3", "F4")):
        market = 1e6 * np.exp(rng.normal(0, 0.1, len(DAYS)))
        bases: dict[tuple[str, str], Any] = {
            ("2.1.1", ""): noisy(10, 0.05, seed=seed + number),
            ("2.1.7", ""): noisy(30, 0.05, seed=seed + number + 10),
            ("3.1.2", ""): noisy(30, 0.1, seed=seed + number + 20),
            ("5.2.1", ""): noisy(4e4, 0.1, seed=seed + number + 30),
            (RECORDS, COUNTER): market,
            (SECONDS, COUNTER): (300 + 1.2e-3 * market) * noisy(1, 0.05, seed=seed + number + 40),
            ("1.1.1", ""): rng.poisson(1e5 * 0.9 ** np.arange(14)),
            ("4.1.1", ""): noisy(5e8, 0.05, 14, seed=seed + number + 50),
        }
        for turn, ((code, system), base) in enumerate(bases.items()):
            values = np.array(base, dtype=float)
            dates = DAYS if len(values) == len(DAYS) else MONTHS
            if turn % 2 == number % 2:
                kind = str(rng.choice(["slow", "unit_up"])) if code == SECONDS else str(rng.choice(KINDS[:5]))
                kind = str(rng.choice(["unit_up", "unit_down"])) if dates is MONTHS else kind
                at = int(rng.integers(0 if kind != "shift" else 10, len(values) - 6 if dates is DAYS else len(values)))
                last = at
                factor = {"spike": 2.2, "drop": 0.45, "unit_up": 10, "unit_down": 0.1, "shift": 2.2, "slow": 1.6}[kind]
                if kind == "shift":
                    values[at:] *= factor
                    last = len(values) - 1
                else:
                    values[at] *= factor
                planted.append((firm, code, system, dates[at], kind, dates[last]))
            frames.append(series(code, values, system, firm))
    schema = {**dict.fromkeys(SERIES, pl.String), "date": pl.Date, "kind": pl.String, "last": pl.Date}
    return together(*frames), pl.DataFrame(planted, schema=schema, orient="row")


def test_planted_anomalies_are_found_at_few_false_alarms() -> None:
    """Eight seeded sets together: the alerts by history and volume; thresholds do not depend on what was planted."""
    sets = [planted_set(SEED + 100 * number) for number in range(8)]
    results = [
        detection(planted, watched(readings).alerts.filter(pl.col("kind").is_in(["history", "volume"])), readings)
        for readings, planted in sets
    ]
    recall = sum(result.found for result in results) / sum(result.planted for result in results)
    false_alarms = sum(result.alarms for result in results) / sum(result.sound for result in results)
    print(f"recall {recall:.3f}, false alarm rate {false_alarms:.5f}")
    assert sum(result.planted for result in results) == 128
    assert recall >= 0.95
    assert false_alarms < 0.003


@pytest.fixture(scope="module")
def readings() -> pl.DataFrame:
    states = [series("5.4.2", [0, 0, 1, 0], "", "F1"), series("5.4.2", [1, 1, 0, 0], "", "F2")]
    more = [series("4.2.1", [3] * 14, "", "F2"), series("4.2.3", [5] * 14, "", "F2")]
    return together(planted_set(SEED)[0], *states, *more)


@pytest.fixture(scope="module")
def found(readings: pl.DataFrame) -> Monitored:
    return watched(readings)


def test_the_ledger_tells_every_kind_with_basis_and_reference(found: Monitored) -> None:
    assert [frame.schema for frame in found] == list(SHAPES)
    assert set(found.alerts["kind"]) == {"threshold", "history", "volume", "relation", "clearing"}
    assert found.alerts.drop("value", "limit").null_count().row(0) == (0,) * 10
    keys = {key.split(".")[0] for key in found.alerts.filter(pl.col("kind") != "threshold")["parameter"]}
    assert keys == {"monitoring", "relation", "clearing"}


def told(table: str, **parameters: Any) -> Catalogue:
    """The catalogue with other parameters in a table of its `[monitoring]`."""
    ours = CATALOGUE.monitoring
    changed = {table: getattr(ours, table).model_copy(update=parameters)}
    return CATALOGUE.model_copy(update={"monitoring": ours.model_copy(update=changed)})


def of_history(readings: pl.DataFrame, catalogue: Catalogue) -> list[int]:
    """Which readings of a series, by number, are told as unusual for it."""
    return places(monitor(readings.lazy(), catalogue).alerts.filter(kind="history"), readings)


def test_the_catalogue_says_how_serious_an_alert_without_threshold_is(readings: pl.DataFrame) -> None:
    late = [series(SECONDS, [1e6], COUNTER, "F9"), series(RECORDS, [1e6], COUNTER, "F9")]
    catalogue = told("level", unusual=1, relation=2, overdue=3)
    alerts = monitor(together(readings, *late).lazy(), catalogue).alerts.filter(pl.col("kind") != "threshold")
    first = pl.col("parameter").str.split(".").list.head(2).list.join(".")
    levels = alerts.select(pl.when(kind="relation").then("kind").otherwise(first), "level").unique()
    assert dict(levels.iter_rows()) == {
        "monitoring.history": 1,
        "monitoring.volume": 1,
        "relation": 2,
        "clearing.confidence": 1,
        "clearing.deadline": 3,
    }


@pytest.mark.parametrize("days", [3, 8])
def test_the_catalogue_says_after_how_many_abnormal_readings_a_level_has_moved(days: int) -> None:
    values = noisy(1000, 0.02)
    values[200:] *= 3
    found = of_history(series("5.2.1", values), told("shift", daily=days))
    assert [place for place in found if 200 <= place < 220] == list(range(200, 200 + days))


@pytest.mark.parametrize(("amount", "unusual"), [(1e4, [12]), (1e9, [])])
def test_the_catalogue_says_what_difference_matters(amount: float, unusual: list[int]) -> None:
    sums = series("4.1.1", [5e8] * 12 + [8e8, 5e8])
    assert of_history(sums, told("grain", amount=amount)) == unusual


def test_a_limit_lies_between_what_is_normal_and_the_reading(found: Monitored) -> None:
    bands = found.alerts.filter(pl.col("kind").is_in(["history", "volume"]), pl.col("limit").is_not_null())
    assert bands.height > 10
    above = pl.col("cause").str.starts_with("高于")
    assert bands.select((above == (pl.col("value") > pl.col("limit"))).all()).item()


def test_no_row_of_the_ledger_is_told_twice(found: Monitored) -> None:
    assert found.alerts.select(*SERIES, "date", "parameter", "cause").is_duplicated().sum() == 0
    assert by_reading(found.alerts, CATALOGUE)["alerts"].sum() == found.alerts.height


def test_a_clearing_longer_than_it_may_be_is_told_past_the_deadline_only() -> None:
    deadline = CATALOGUE.clearing.deadline[COUNTER]
    for seconds, late in ((deadline, 0), (np.nextafter(deadline, np.inf), 1)):
        both = together(series(SECONDS, [seconds], COUNTER), series(RECORDS, [1e6], COUNTER))
        rows = watched(both).alerts.rows(named=True)
        assert len(rows) == late
        assert [(row["level"], row["limit"], row["parameter"]) for row in rows] == [
            (2, deadline, f"clearing.deadline.{COUNTER}")
        ][:late]


def test_order_and_batches_change_nothing(
    readings: pl.DataFrame, found: Monitored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitoring, "BATCH", 2000)
    again = watched(readings.sample(fraction=1, shuffle=True, seed=5))
    assert all(frame.equals(other) for frame, other in zip(found, again, strict=True))


def test_a_firm_is_watched_by_itself(readings: pl.DataFrame, found: Monitored) -> None:
    alone = watched(readings.filter(firm_id="F2"))
    for frame, whole in zip(alone, found, strict=True):
        assert frame.equals(whole.filter(firm_id="F2"))


def test_nothing_read_is_nothing_found() -> None:
    assert [frame.schema for frame in watched(pl.DataFrame(schema=READINGS))] == list(SHAPES)
    texts = pl.DataFrame([("F1", "4.2.4", "", date(2019, 8, 31), None, "x")], schema=READINGS, orient="row")
    assert all(frame.is_empty() for frame in watched(texts))


@pytest.mark.parametrize("kind", ["count", "number", "ratio", "amount", "seconds", "time"])
def test_the_even_scale_can_be_turned_back_and_keeps_order(kind: Any) -> None:
    values = np.array([-1e9, -3.0, 0.0, 0.01, 1.0, 20.0, 93_600.0, 1e12])
    scale = Scale.of([kind] * len(values), CATALOGUE.monitoring.grain)
    even = scale.forth(values)
    assert (np.diff(even) > 0).all()
    assert even[2] == 0
    assert np.allclose(scale.back(even), values, rtol=1e-9, atol=1e-9)
