"""`python -m benchmarks.mutants cover | try | told`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks.mutants import trying
from benchmarks.mutants.asking import Asked
from benchmarks.mutants.chosen import ROOMS, ROOT, modules, room_of, tests
from benchmarks.mutants.drawing import drawn
from benchmarks.mutants.results import SHARE, Results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.mutants.finding import Mutant

PATIENCE, TIMES = 60.0, 3.0
"""A mutant hangs after so many seconds and so many times what its tests take."""


def main() -> int:
    """Do what is asked; `told` ends with 1 where too few are killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["cover", "try", "told"])
    parser.add_argument("paths", nargs="*", help="with cover: these tests only")
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--number", type=int, default=800, help="how many are drawn")
    parser.add_argument("--again", action="store_true", help="with try: survivors once more")
    asked = parser.parse_args()
    if asked.what == "cover":
        return cover(asked.paths)
    mutants = sorted(drawn(modules(), asked.seed, asked.number), key=lambda one: ROOMS.index(room_of(one.file)))
    results = Results(asked.seed, mutants)
    if asked.what == "try":
        try_all(mutants, results, again=asked.again)
    return told(results)


def cover(paths: Sequence[str]) -> int:
    """Measure which tests run which lines: all that are asked, or some."""
    options = ["-n", "0", *paths] if paths else tests()
    return subprocess.call([sys.executable, "-m", "pytest", "-p", "benchmarks.mutants.covering", *options], cwd=ROOT)


def try_all(mutants: Sequence[Mutant], results: Results, *, again: bool) -> None:
    """Try what was not tried yet, room by room from the ground up."""
    measured = Asked()
    sound: set[str] = set()
    for at, mutant in enumerate(mutants, 1):
        if results.settled(mutant.described, again=again):
            continue
        if (room := room_of(mutant.file)) not in sound:
            trying.warm(room)
            sound.add(require_sound(room, measured))
        start = time.monotonic()
        outcome, asked = tried(mutant, measured)
        seconds = round(time.monotonic() - start, 1)
        results.add(mutant.described | {"outcome": outcome, "tests": asked, "seconds": seconds})
        print(f"{at} of {len(mutants)}, {seconds} s: {outcome} {mutant.file}:{mutant.line} {mutant.after}", flush=True)


def require_sound(room: str, measured: Asked) -> str:
    """The room, if the tests of one of its modules pass while nothing is changed: else every mutant would be killed.

    Raises:
        ValueError: they fail, or do not end.
    """
    file = next(one for one in modules() if room_of(one) == room and measured.tests(one, range(10_000), called=True))
    some = measured.parted(measured.tests(file, range(10_000), called=True))[0]
    outcome = trying.tried(
        file, (ROOT / file).read_text(encoding="utf-8"), some, PATIENCE + TIMES * measured.seconds(some)
    )
    if outcome != trying.SURVIVED:
        raise ValueError(f"{file}: its tests do not pass although nothing is changed: {outcome}")
    return room


def tried(mutant: Mutant, measured: Asked) -> tuple[str, int]:
    """What becomes of a mutant, and how many tests were asked at most."""
    outcome = trying.UNTESTED
    asked = measured.tests(mutant.file, mutant.lines, called=mutant.called)
    for part in measured.parted(asked):
        outcome = trying.tried(mutant.file, mutant.code, part, PATIENCE + TIMES * measured.seconds(part))
        if outcome != trying.SURVIVED:
            break
    return outcome, len(asked)


def told(results: Results) -> int:
    """Print survivors and numbers; 1 where too few are killed."""
    for one in results.survivors:
        print(f"{one['outcome']} {one['file']}:{one['line']} {one['function']} ({one['operator']})")
        print(f"- {one['before']}\n+ {one['after']}\n")
    Console(width=120).print(results.table())
    killed, counted = results.killed
    print(f"{killed} of {counted} killed: {killed / max(1, counted):.1%}")
    return int(killed < SHARE * counted)


if __name__ == "__main__":
    sys.exit(main())
