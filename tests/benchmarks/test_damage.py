"""Damaged folders end in records that are accounted for or in one message, and the harness notices what does not."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.damage.making import KINDS, make_folder
from benchmarks.damage.outcomes import (
    ABORT,
    FAILURES,
    HANG,
    LAW,
    OK,
    TRACEBACK,
    checked,
    outcome_of,
    read,
    unlike_check,
)
from benchmarks.damage.pool import by_command, try_folders

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.damage.making import Damaged

SEED = 2018
WHOLE = KINDS.index(next(kind for kind in KINDS if kind.__name__ == "columns_in_another_order"))


def test_there_are_at_least_forty_kinds_of_damage() -> None:
    assert len({kind.__name__ for kind in KINDS}) == len(KINDS) >= 40


def test_one_folder_of_every_kind() -> None:
    failed = [result for result in try_folders(SEED, range(len(KINDS)), workers=1) if result["outcome"] in FAILURES]
    assert not failed


def test_the_same_seed_and_number_make_the_same_folder(tmp_path: Path) -> None:
    for number in range(len(KINDS)):
        first, second = (make_folder(tmp_path / name / f"{number}", SEED, number) for name in "ab")
        assert first == second
        names = [sorted(path.name for path in (tmp_path / name / f"{number}").iterdir()) for name in "ab"]
        assert names[0] == names[1]


def _whole(tmp_path: Path) -> tuple[Path, Damaged]:
    """A folder that can be read, and what was done to it."""
    for number in range(WHOLE, WHOLE + 20 * len(KINDS), len(KINDS)):
        folder = tmp_path / f"{number}"
        damaged = make_folder(folder, SEED, number)
        if damaged.form in {"csv", "csv_gb18030", "txt_utf16", "xlsx", "xls"}:
            return folder, damaged
    pytest.fail("no folder that can be read")


def test_rows_that_were_written_and_not_read_break_the_law(tmp_path: Path) -> None:
    folder, damaged = _whole(tmp_path)
    assert outcome_of(folder, damaged).outcome == OK
    more = replace(damaged, rows=damaged.rows | {"visits": damaged.rows["visits"] + 1})
    assert outcome_of(folder, more).outcome == LAW


def test_a_file_that_is_neither_read_nor_named_breaks_the_law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, damaged = _whole(tmp_path)
    records = read(folder)
    (folder / "投诉补报.bak").write_bytes(b"x")
    monkeypatch.setattr("benchmarks.damage.outcomes.read", lambda _: records)
    assert outcome_of(folder, damaged).message == "投诉补报.bak passed by"


def test_every_kind_of_damage_goes_through_the_command_once_in_ten_rounds() -> None:
    numbers = [number for number in range(10 * len(KINDS)) if by_command(number)]
    assert len(numbers) == len({number % len(KINDS) for number in numbers}) == len(KINDS)


def test_what_the_command_says_is_held_against_the_reader(tmp_path: Path) -> None:
    folder, damaged = _whole(tmp_path)
    assert outcome_of(folder, damaged, by_command=True).outcome == OK
    code, out, err = checked(folder)
    assert unlike_check(folder, code, out, err) == []
    assert unlike_check(folder, code, "Traceback", err)
    assert unlike_check(folder, 2, out, err)
    document = json.loads(out)
    document["files"][0]["used"] -= 1
    assert unlike_check(folder, code, json.dumps(document), err)
    for file in folder.iterdir():
        file.unlink()
    assert unlike_check(folder, code, out, err)
    assert unlike_check(folder, *checked(folder)) == []


def test_a_panic_is_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(_: Path) -> None:
        raise PanicException

    folder, damaged = _whole(tmp_path)
    monkeypatch.setattr("benchmarks.damage.outcomes.read", panic)
    assert outcome_of(folder, damaged).outcome == TRACEBACK


def nothing() -> None:
    """Prepare nothing."""


def dying_or_hanging(_: int, number: int) -> dict[str, Any]:
    if number == 1:
        os._exit(3)
    if number == 2:
        time.sleep(600)
    return {"number": number, "outcome": OK}


def test_a_process_that_dies_or_hangs_is_one_outcome_and_the_others_go_on() -> None:
    results = try_folders(SEED, range(5), workers=1, seconds=3.0, task=dying_or_hanging, prepare=nothing)
    assert {result["number"]: result["outcome"] for result in results} == {0: OK, 1: ABORT, 2: HANG, 3: OK, 4: OK}
