"""What each of the processes that kill does: learn once what a command writes when nobody kills it, then kill it."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.kills.trial import Place, expected, kill

if TYPE_CHECKING:
    from benchmarks.kills.commands import Killed
    from benchmarks.kills.trial import Expected, Trial

_TRIES = 20


def load() -> None:
    """Import what the commands need; none may begin a thread that a child process would miss."""
    from ipscore import publishing  # noqa: F401, PLC0415
    from ipscore.commands import score  # noqa: F401, PLC0415


def killed(folder: Path, command: Killed, seed: int, number: int) -> Trial:
    """Kill a command at the moment that a seed and a number give.

    Args:
        folder: where processes have their places to write.
        command: what is killed.
        seed: of all moments.
        number: of the kill.

    Raises:
        RuntimeError: the command ends before every moment.
    """
    known, place = _expected(folder, command)
    moments = random.Random(f"{seed} {number}")
    for _ in range(_TRIES):
        trial = kill(command, known, place, moments.uniform(0, known.seconds))
        if not trial.ended or trial.faults:
            return trial
    raise RuntimeError(f"{command.name} ends before {known.seconds:.1f} s in {_TRIES} of {_TRIES} runs")


@cache
def _expected(folder: Path, command: Killed) -> tuple[Expected, Place]:
    place = Place(Path(tempfile.mkdtemp(dir=folder)))
    return expected(command, place), place
