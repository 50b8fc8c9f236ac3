"""Figures as tables, from made-up timings."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from benchmarks.figures import Measured
from benchmarks.processes import Timing, in_turn, python
from benchmarks.results import growth_of, markdown, put_part, table_of
from benchmarks.stages import STAGES, by_stage

ROOT = Path(__file__).parents[2]


def _timing(seconds: float, peak: float = 100.0) -> Timing:
    return Timing((seconds,), peak)


TIMINGS = {
    "ours": Timing((2.9, 3.0, 9.0), 500.0, (4.0, 5.0, 6.0)),
    "duckdb": _timing(4.0, 800.0),
    "polars": _timing(3.5),
    "pandas": Timing((), math.nan, failure="Killed"),
    "scan_polars": _timing(2.0),
    "scan_duckdb": _timing(2.5),
}
GROWTH = {rows: {"ours": _timing(rows / 1000, 90 + rows / 100), "duckdb": _timing(2.0)} for rows in (1000, 2000, 8000)}


def test_ratios_are_to_duckdb_and_to_the_faster_scan() -> None:
    rows = {row[0]: row[1:] for row in table_of(Measured("complaints", 10, 1.0, TIMINGS))}
    assert rows["ours: file to evidence"] == ["3.00", "5.00", "500", "0.75", "1.50"]
    assert rows["bare scan, DuckDB"] == ["2.50", "", "100", "0.62", "1.25"]
    assert rows["pandas by hand"] == ["failed: Killed", "", "", "", ""]


def test_growth_is_told_with_its_exponents() -> None:
    measured = Measured("complaints", 8000, 1.0, TIMINGS, GROWTH)
    header, ours, duckdb = growth_of(measured)
    assert header[1:4] == ["1,000 rows", "2,000 rows", "8,000 rows"]
    assert ours[1:] == ["1.00 s, 100 MiB", "2.00 s, 110 MiB", "8.00 s, 170 MiB", "1.00", "0.26"]
    assert duckdb[-2:] == ["0.00", "0.00"]
    assert measured.exponent("ours") == pytest.approx(1)


@pytest.mark.parametrize(
    ("ours", "met"),
    [(3.0, [True, True, False]), (3.1, [True, False, False]), (4.0, [True, False, False]), (4.1, [False] * 3)],
)
def test_goals_are_judged_at_their_edges(ours: float, met: list[bool]) -> None:
    measured = Measured("complaints", 8000, 1.0, {**TIMINGS, "ours": _timing(ours)}, GROWTH)
    assert [goal.met for goal in measured.goals] == met


def test_memory_that_does_not_grow_meets_its_goal() -> None:
    growth = {rows: {"ours": _timing(1.0, 400 + rows / 80)} for rows in (1000, 8000)}
    goal = Measured("complaints", 8000, 1.0, TIMINGS, growth).goals[-1]
    assert (goal.met, goal.reached) == (True, "1.21 ×")


def test_a_goal_missed_stands_in_the_document_with_the_profile() -> None:
    missed = Measured(
        "complaints", 8000, 1.0, {**TIMINGS, "ours": _timing(6.0)}, {}, {"parse": 1.0, "spill": 3.0}, "top"
    )
    text = markdown({"memory": "24 GiB"}, [missed], 3)
    assert "- memory: 24 GiB\n- runs: median of 3" in text
    assert "- at or under DuckDB's time: **missed** (1.50 ×)" in text
    assert "| spill | 3.00 | 75% |" in text
    assert text.endswith("```\ntop\n```\n")


def test_time_by_stage_adds_up_to_the_whole() -> None:
    calls = {
        ("/there/data_sources/reading.py", 1, "read_cells"): (3, 3, 0.1, 2.0, {}),
        ("/there/data_sources/gathering.py", 1, "add"): (3, 3, 0.1, 1.0, {}),
        ("/there/other.py", 1, "add"): (3, 3, 0.1, 7.0, {}),
    }
    assert by_stage(calls, 5.0) == {"read rows one by one": 2.0, "hash and spill": 1.0, "other": 2.0}


@pytest.mark.parametrize(("file", "name"), sorted({each for stage in STAGES.values() for each in stage}))
def test_a_stage_names_functions_that_are_there(file: str, name: str) -> None:
    packages = ("data_sources", "surveys", "scoring", "ipscore")
    paths = [path for package in packages for path in (ROOT / package).rglob("*.py") if f"/{path}".endswith(f"/{file}")]
    assert [path for path in paths if f"def {name}(" in path.read_text(encoding="utf-8")]


def test_the_peak_is_that_of_the_command_and_not_of_whoever_measures() -> None:
    here = bytearray(200 << 20)
    timings = in_turn({"small": [sys.executable, "-S", "-c", "pass"]}, runs=0)
    assert len(here) >> 20 == 200
    assert timings["small"].peak_mib < 100


def test_a_command_that_may_fail_is_told_as_failed_and_any_other_stops() -> None:
    commands = {"sound": python("pass"), "broken": python("raise SystemExit('no memory')")}
    timings = in_turn(commands, runs=1, may_fail=("broken",))
    assert timings["broken"].failure == "no memory"
    assert math.isnan(timings["broken"].median)
    with pytest.raises(RuntimeError, match="no memory"):
        in_turn(commands, runs=1)


def test_a_part_of_the_figures_takes_the_place_of_the_one_before_and_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "results.md"
    put_part(path, "one", "First", "1 s\n")
    put_part(path, "two", "Second", "2 s")
    put_part(path, "one", "First", "3 s")
    text = path.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line] == [
        *("<!-- one -->", "## First", "3 s", "<!-- end of one -->"),
        *("<!-- two -->", "## Second", "2 s", "<!-- end of two -->"),
    ]
