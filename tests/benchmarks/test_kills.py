"""Kills tell a command that leaves an earlier output whole from one that does not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.kills.commands import Killed
from benchmarks.kills.trial import Place, expected, kill

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are begun and looked for as Linux does")

COMMAND = Killed("writing", ("1",), ("2",), "run", 1)
AT_ONCE_S = 0.3


def in_place(arguments: Sequence[str]) -> int:
    """Overwrite what is there, file by file."""
    said, target = arguments
    Path(target).mkdir(exist_ok=True)
    for name in ("a", "b"):
        (Path(target) / name).write_text(said, encoding="utf-8")
        time.sleep(0.6)
    return 0


def renamed(arguments: Sequence[str]) -> int:
    """Write beside it, and take its place in one act; sweep what was left before."""
    said, target = arguments
    beside = Path(f"{target}.partial")
    beside.unlink(missing_ok=True)
    beside.write_text(said, encoding="utf-8")
    time.sleep(0.6)
    beside.replace(target)
    return 0


def littering(arguments: Sequence[str]) -> int:
    """The same, and a temporary file that nobody sweeps."""
    (Path(os.environ["TMPDIR"]) / "left").touch()
    return renamed(arguments)


def with_a_child(arguments: Sequence[str]) -> int:
    """The same, with a process that does not end with its parent."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3)"]):
        return renamed(arguments)


@pytest.mark.parametrize(
    ("run", "fault"),
    [
        (renamed, None),
        (in_place, "neither the earlier nor the later output"),
        (littering, "the next run left ['temporary/left']"),
        (with_a_child, "1 processes went on"),
    ],
)
def test_what_a_kill_must_not_leave_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: object, fault: str | None
) -> None:
    monkeypatch.setattr("ipscore.cli.run", run)
    monkeypatch.setattr("benchmarks.kills.trial._LINGER_S", 1.0)
    place = Place(tmp_path)
    known = expected(COMMAND, place)
    trial = kill(COMMAND, known, place, AT_ONCE_S)
    assert not trial.ended
    assert trial.writing == (run is not in_place)
    assert [one.startswith(fault) for one in trial.faults] == [True] if fault else not trial.faults


def test_a_command_that_has_ended_by_then_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipscore.cli.run", renamed)
    place = Place(tmp_path)
    trial = kill(COMMAND, expected(COMMAND, place), place, 1.5)
    assert (trial.ended, trial.replaced, trial.faults) == (True, True, ())
