"""One kill: a command that replaces what is there dies at some moment, and what it leaves is looked at.

The command runs in a process of its own that is begun from one in which the libraries are loaded already, so that
moments fall into the work and not into the imports.
"""

# ruff: noqa: PLC0415  (the product is imported by those who kill, once)

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ipscore.manifest import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.kills.commands import Killed

Files = dict[str, str]
_LINGER_S = 60.0
_LOOK_S = 0.02


@dataclass(frozen=True)
class Trial:
    """What came of a kill.

    Attributes:
        command: which was killed.
        after_s: when, in seconds after its beginning.
        ended: whether the command had ended before.
        writing: whether something was half-written at that moment.
        replaced: whether the later output was in its place already.
        lingered_s: how long processes that it had begun went on.
        faults: what should not be, in words; none if all is well.
    """

    command: str
    after_s: float
    ended: bool
    writing: bool
    replaced: bool
    lingered_s: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What a command writes when nobody kills it: before, afterwards, and how long it takes, in seconds."""

    earlier: Files
    later: Files
    seconds: float


class Place:
    """Where commands write: an output, a temporary folder and a cache that nobody else uses."""

    def __init__(self, folder: Path) -> None:
        """Make nothing yet.

        Args:
            folder: a folder of its own.
        """
        self.out, self.temporary, self.cache = (folder / name for name in ("out", "temporary", "cache"))
        self.before = folder / "before"

    def cleared(self) -> Place:
        """The same without anything in it."""
        for path in (self.out, self.temporary, self.cache):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(parents=True)
        return self

    @property
    def environment(self) -> Mapping[str, str]:
        """What a command is told of it."""
        return {"TMPDIR": str(self.temporary), "IPSCORE_CACHE": str(self.cache)}

    def litter(self, target: str) -> list[str]:
        """Everything that is there beside the output; locks that nobody holds are none."""
        beside = (path.name for path in self.out.iterdir() if path.name != target)
        temporary = (f"temporary/{path.name}" for path in self.temporary.iterdir())
        halves = (f"cache/{path.name}" for path in self.cache.iterdir() if "partial" in path.name)
        return sorted(name for name in (*beside, *temporary, *halves) if not name.endswith(".lock"))


def files_of(path: Path) -> Files:
    """Names and fingerprints of what was written: a folder's files, or the one file."""
    if path.is_file():
        return {"": sha256(path)}
    return {each.relative_to(path).as_posix(): sha256(each) for each in path.rglob("*") if each.is_file()}


def expected(killed: Killed, place: Place) -> Expected:
    """Run both commands to their ends.

    Raises:
        RuntimeError: one fails.
    """
    place.cleared()
    target = place.out / killed.target
    _finish(_begin([*killed.earlier, str(target)], place))
    earlier = files_of(target)
    (shutil.copytree if target.is_dir() else shutil.copyfile)(target, place.before)
    begun = time.monotonic()
    _finish(_begin([*killed.later, str(target)], place))
    return Expected(earlier, files_of(target), time.monotonic() - begun)


def kill(killed: Killed, known: Expected, place: Place, after_s: float) -> Trial:
    """Kill a command, look at what it leaves, run it once more, and look at that."""
    place.cleared()
    target = place.out / killed.target
    (shutil.copytree if place.before.is_dir() else shutil.copyfile)(place.before, target)
    process = _begin([*killed.later, str(target)], place)
    time.sleep(after_s)
    ended, _ = os.waitpid(process, os.WNOHANG)
    faults, killed_at = [], time.monotonic()
    if not ended:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        if left := _left_running(process):
            faults.append(f"{left} processes went on for {_LINGER_S:.0f} s")
    lingered_s = time.monotonic() - killed_at
    found, litter = files_of(target) if target.exists() else {}, place.litter(killed.target)
    if found not in (known.earlier, known.later):
        faults.append(f"neither the earlier nor the later output: {sorted(found.items() ^ known.later.items())[:6]}")
    _finish(_begin([*killed.later, str(target)], place))
    if files_of(target) != known.later:
        faults.append("the next run wrote something else")
    if again := place.litter(killed.target):
        faults.append(f"the next run left {again}")
    replaced = found == known.later
    return Trial(killed.name, after_s, bool(ended), bool(litter), replaced, round(lingered_s, 3), tuple(faults))


def _begin(arguments: Sequence[str], place: Place) -> int:
    """Run a command in a process with a session of its own; what it prints goes nowhere, but why it fails."""
    if process := os.fork():
        return process
    code = 1
    try:
        os.setsid()
        os.environ |= place.environment
        tempfile.tempdir = None
        said = os.open(place.cache.parent / "said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(said, sys.stdout.fileno())
        os.dup2(said, sys.stderr.fileno())
        from ipscore.cli import run

        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _finish(process: int) -> None:
    _, status = os.waitpid(process, 0)
    if code := os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"a command that nobody killed returned {code}")


def _left_running(session: int) -> int:
    """How many processes of a session are still there after a while."""
    until = time.monotonic() + _LINGER_S
    while (left := _of_session(session)) and time.monotonic() < until:
        time.sleep(_LOOK_S)
    return left


def _of_session(session: int) -> int:
    """How many processes of a session live; those that are dead and not yet waited for do not."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own, *_ = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        found += own == str(session) and state != "Z"
    return found
