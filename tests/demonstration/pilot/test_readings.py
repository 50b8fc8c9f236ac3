"""Readings and the list of what was planted agree; nothing planted touches what was published."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal
from stdnum.cn import uscc

from data_sources.readings.intake import read_readings
from indicator_tree.catalogue import Catalogue
from indicator_tree.published.operations import PilotFigures
from ipscore_demo.pilot import KIND_LABELS, Pilot, rebuild_pilot, write_pilot
from ipscore_demo.pilot.assembly import systems_of

READING = ["firm_id", "indicator", "system", "date"]
PUBLISHED_CLEARING = date(2019, 1, 1)


def test_every_indicator_is_read_for_every_system_on_every_day_that_is_due_but_those_left_out(
    pilot: Pilot, catalogue: Catalogue, figures: PilotFigures
) -> None:
    firms = pilot.firms["firm_id"].to_list()
    assert len(firms) == figures.firms
    left_out = pilot.planted.filter(kind="missing").select(READING)
    assert pilot.readings.join(left_out, on=READING, how="inner").is_empty()
    whole = pl.concat([pilot.readings.select(READING), left_out])
    counts = {row[:2]: row[2] for row in whole.group_by("indicator", "system").len().rows()}
    until = date(2019, 8, 31)
    for code in catalogue.leaves:
        node = catalogue.indicator[code]
        if node.kind == "text":
            continue
        last = date(2019, 11, 30) if code.startswith("5.1.") else until
        days = len(catalogue.due_days(node.frequency, figures.first_month, last))
        for place, system in enumerate(systems_of(catalogue, code)):
            some = node.split in {"banks", "mirrors"} and place == 2
            assert counts[code, system] == days * (len(firms[::2]) if some else len(firms)), (code, system)


def test_readings_are_what_the_list_says(pilot: Pilot) -> None:
    listed = pilot.planted.filter(pl.col("became").is_not_null())
    both = listed.join(pilot.readings, on=READING, how="left").filter(pl.col("kind") != "part")
    assert both.filter(pl.col("value") != pl.col("became")).is_empty()
    changed = both.filter(pl.col("kind") != "stuck")
    assert changed.filter(pl.col("was") == pl.col("became")).is_empty()


def test_all_kinds_are_planted_and_the_list_names_them_in_words(pilot: Pilot) -> None:
    assert set(pilot.planted["kind"]) == set(KIND_LABELS)


def test_a_standstill_repeats_the_reading_before_it(pilot: Pilot) -> None:
    for row in pilot.planted.filter(kind="stuck").iter_rows(named=True):
        series = pilot.readings.filter(firm_id=row["firm_id"], indicator=row["indicator"], system=row["system"]).filter(
            pl.col("date") <= row["until"]
        )
        still = series.filter(pl.col("date") >= row["date"])["value"]
        assert still.n_unique() == 1
        assert series.filter(pl.col("date") < row["date"])["value"][-1] == still[0]


def test_nothing_planted_touches_what_was_published(pilot: Pilot, catalogue: Catalogue, figures: PilotFigures) -> None:
    cleared = [catalogue.clearing.seconds, catalogue.clearing.records]
    days = pilot.planted.filter(pl.col("indicator").is_in(cleared))
    assert days.height > 30
    assert days["until"].max() < PUBLISHED_CLEARING
    assert days["date"].min() >= date(2018, 9, 1)
    accounts = [each.indicator for each in figures.account]
    ends = pilot.planted.filter(pl.col("indicator").is_in(accounts), pl.col("kind") != "part")
    assert ends.height > 5
    assert not set(ends["date"].dt.truncate("1mo")) & {figures.first_month, figures.last_month}


def test_the_same_seed_gives_the_same_bytes(
    tmp_path: Path, pilot: Pilot, catalogue: Catalogue, figures: PilotFigures
) -> None:
    again = rebuild_pilot(catalogue, figures)
    assert_frame_equal(again.readings, pilot.readings)
    assert_frame_equal(again.planted, pilot.planted)
    for name, each in (("one", pilot), ("two", again)):
        write_pilot(tmp_path / name, each, catalogue, figures, 2018)
    one, two = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two


def test_files_give_the_readings_back_but_those_that_cannot_be_true(
    tmp_path: Path, pilot: Pilot, catalogue: Catalogue, figures: PilotFigures
) -> None:
    write_pilot(tmp_path, pilot, catalogue, figures, 2018)
    records = read_readings(tmp_path, catalogue)
    read = records.tables["readings"].collect()
    lost = pilot.readings.join(read, on=READING, how="anti")
    assert_frame_equal(read, pilot.readings.join(lost, on=READING, how="anti"))
    assert lost.height == sum(entry.rejected for entry in records.intake) > 0
    errors = pilot.planted.filter(kind="unit_error")
    assert lost.join(errors, on=READING, how="anti").is_empty()


def test_firms_are_invented(pilot: Pilot) -> None:
    for code, name in pilot.firms.select("firm_id", "full_name").rows():
        uscc.validate(code)
        assert code[2:8] == "990000"
        assert "虚构" in name
