"""Folders read by processes that may die or hang: each takes one folder after the other, and is replaced when lost."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.damage.making import KINDS, make_folder
from benchmarks.damage.outcomes import ABORT, HANG, outcome_of, warm_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

SECONDS = 60.0
_TENTH = 10
Task = Callable[[int, int], dict[str, Any]]


def by_command(number: int) -> bool:
    """Whether a folder also goes through `ipscore check`: each tenth, of other kinds of damage in every round."""
    return sum(divmod(number, len(KINDS))) % _TENTH == 0


def try_folder(seed: int, number: int) -> dict[str, Any]:
    """Make a folder, read it, and remove it."""
    with tempfile.TemporaryDirectory(prefix="damage-") as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folder = Path(name) / "records"
        damaged = make_folder(folder, seed, number)
        begun = time.monotonic()
        outcome = outcome_of(folder, damaged, by_command=by_command(number))
        spent = round(time.monotonic() - begun, 3)
    told = {"kind": damaged.kind, "title": damaged.title, "form": damaged.form}
    return {"number": number, **told, **asdict(outcome), "seconds": spent}


@dataclass
class _Worker:
    """A process, the pipe to it, the folder it has at the moment, and since when; no folder while it starts up."""

    process: BaseProcess
    pipe: Connection
    number: int | None = None
    since: float = 0.0

    def give(self, number: int | None) -> None:
        """Give it a folder, or tell it to end."""
        self.pipe.send(number)
        self.number, self.since = number, time.monotonic()
        if number is None:
            self.process.join()

    def lost(self, outcome: str, message: str) -> dict[str, Any]:
        """The result of the folder that it did not come back from."""
        if self.number is None:
            raise RuntimeError(message)
        kind = KINDS[self.number % len(KINDS)].__name__
        spent = round(time.monotonic() - self.since, 3)
        told = {"number": self.number, "kind": kind, "title": "", "form": ""}
        return told | {"outcome": outcome, "message": message, "seconds": spent}


def _start(seed: int, task: Task, prepare: Callable[[], None]) -> _Worker:
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, seed, task, prepare), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, pipe)


def _serve(pipe: Connection, seed: int, task: Task, prepare: Callable[[], None]) -> None:
    prepare()
    pipe.send(None)
    while (number := pipe.recv()) is not None:
        pipe.send(task(seed, number))


def try_folders(
    seed: int,
    numbers: range,
    *,
    workers: int = 2,
    seconds: float = SECONDS,
    task: Task = try_folder,
    prepare: Callable[[], None] = warm_up,
) -> Iterator[dict[str, Any]]:
    """One result per folder, as they come: number, kind, title, form, outcome, message, seconds.

    Args:
        seed: of the run.
        numbers: of the folders.
        workers: processes at a time.
        seconds: after which a folder counts as hanging.
        task: what is done with the folder of a seed and a number; gives its result.
        prepare: what a process does before its first folder, in no time of a folder.

    Raises:
        RuntimeError: a process died before it was given a folder.
    """
    left = iter(numbers)
    busy = [_start(seed, task, prepare) for _ in range(min(workers, len(numbers)))]
    while busy:
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for at, worker in enumerate(busy):
            if worker.pipe in ready:
                try:
                    result = worker.pipe.recv()
                except (EOFError, ConnectionError):
                    worker.process.join()
                    yield worker.lost(ABORT, f"exit code {worker.process.exitcode}")
                    busy[at] = _start(seed, task, prepare)
                else:
                    if result is not None:
                        yield result
                    worker.give(next(left, None))
            elif worker.number is not None and time.monotonic() - worker.since > seconds:
                worker.process.kill()
                worker.process.join()
                yield worker.lost(HANG, f"more than {seconds:.0f} s")
                busy[at] = _start(seed, task, prepare)
        busy = [worker for worker in busy if worker.process.is_alive()]
