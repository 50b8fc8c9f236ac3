"""What is asked of cells holds of the inputs that fuzzing begins with, and what does not hold is found."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from benchmarks.fuzz.cells import Bounds, corpus, fuzz
from benchmarks.fuzz.holding import BrokenError
from benchmarks.fuzz.register import TARGETS
from data_sources.calendar_days import read_day

BOUNDS = Bounds(seconds=1, runs=10, seed=2018)
CORPUS = corpus()


def test_every_target_has_inputs_to_begin_with() -> None:
    assert CORPUS.keys() == TARGETS.keys()


@pytest.mark.parametrize("target", TARGETS)
def test_what_must_hold_holds_of_the_first_inputs(target: str) -> None:
    for text in CORPUS[target]["inputs"]:
        TARGETS[target](text)


def test_a_day_that_depends_on_blanks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(text: str, serials_from: date) -> date | str:
        return "空格" if text.startswith(" ") else read_day(text, serials_from)

    monkeypatch.setattr("benchmarks.fuzz.targets.days.read_day", planted)
    with pytest.raises(BrokenError, match="' 2017-03-05' reads as '2017-03-05' does"):
        TARGETS["days"]("2017-03-05")


def test_a_number_that_stays_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.fuzz.targets.personal.mask", lambda text: text)
    with pytest.raises(BrokenError, match="13812345678 is covered"):
        TARGETS["personal"]("电话")


def test_a_reader_that_takes_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.fuzz.targets.lengths.SECONDS", 0.0)
    with pytest.raises(BrokenError, match="read_day took"):
        TARGETS["lengths"]("1\n \n2")


@pytest.mark.parametrize(
    ("script", "tried", "finding"),
    [
        ("print('stat::number_of_executed_units: 12')", 12, ""),
        ("raise ValueError('甲')", 0, "ValueError: 甲"),
        ("print('==1== ERROR: exited'); raise ValueError('甲')", 0, "ValueError: 甲"),
        ("print('stat::number_of_executed_units: 7'); raise SystemExit(77)", 7, "exit code 77"),
        ("print('no figures')", 0, "exit code 0"),
    ],
    ids=[
        "an end",
        "an error",
        "an error behind what libFuzzer says of it",
        "a process that breaks off",
        "a process that tries nothing",
    ],
)
def test_what_a_process_leaves_is_told(tmp_path: Path, script: str, tried: int, finding: str) -> None:
    path = tmp_path / "guided.py"
    path.write_text(f"{script}\n", encoding="utf-8")
    done = fuzz("days", BOUNDS, (sys.executable, "-X", "utf8", str(path)))
    assert (done.tried, done.finding) == (tried, finding)
