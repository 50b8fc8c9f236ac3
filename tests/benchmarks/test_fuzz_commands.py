"""What a command must not do is found, whatever it is that does it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks.fuzz.holding import BrokenError
from benchmarks.fuzz.machine import Commands, sound_records


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Commands]:
    (tmp_path / "投诉.csv").write_text("编号,公司\r\n1,甲\r\n", encoding="utf-8")
    monkeypatch.setattr("benchmarks.fuzz.machine.sound_records", lambda: tmp_path)
    machine = Commands()
    machine.whole_records()
    yield machine
    machine.teardown()


def raising(_: Sequence[str]) -> int:
    raise KeyError("甲")


def changing(arguments: Sequence[str]) -> int:
    (Path(arguments[1]) / "投诉.csv").write_text("", encoding="utf-8")
    print("错误：不行", file=sys.stderr)
    return 1


def silent(_: Sequence[str]) -> int:
    return 1


def unknown(_: Sequence[str]) -> int:
    return 5


def never_the_same(arguments: Sequence[str]) -> int:
    out = Path(arguments[-1])
    out.mkdir()
    (out / "manifest.json").write_text(out.name, encoding="utf-8")
    return 0


@pytest.mark.parametrize(
    ("run", "found"),
    [
        (raising, "ends with KeyError"),
        (changing, "failed and changed"),
        (silent, "says the way out on its last line ''"),
        (unknown, "returned 5"),
        (never_the_same, "files that differ"),
    ],
)
def test_what_must_not_be_is_found(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, run: Callable[[Sequence[str]], int], found: str
) -> None:
    monkeypatch.setattr("ipscore.cli.run", run)
    with pytest.raises(BrokenError, match=found):
        commands.score(force=False)


@pytest.mark.parametrize(("code", "touched"), [(0, True), (1, False)])
def test_a_run_is_held_against_what_was_done_to_it(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, code: int, touched: bool
) -> None:
    monkeypatch.setattr("ipscore.cli.run", lambda _: code)
    commands.scored, commands.touched = {"投诉.csv": (commands.records / "投诉.csv").read_bytes()}, touched
    with pytest.raises(BrokenError, match="verifying a run that"):
        commands.verify()


def test_sound_records_are_scored_and_verified() -> None:
    machine = Commands()
    machine.begin()
    machine.verify()
    machine.touch(0)
    machine.verify()
    machine.edit_rows(0, 0, again=True)
    machine.move_file(0, "明细")
    machine.edit_cell(0, 0, 0, "无此列")
    machine.check()
    machine.restore()
    assert {path.name for path in machine.records.iterdir()} == {path.name for path in sound_records().iterdir()}
    machine.teardown()
