"""Which tests are asked about a line, in which order."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from coverage import CoverageData

from benchmarks.mutants.chosen import KEPT, ROOT, modules, room_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SECONDS, FILES, FIRST = 90.0, 60, 4
"""How much of the tests is asked at most: what they take in all, in how many files they stand, in how many at first."""

QUICK = 0.05
"""Seconds of a test that is asked before all that take longer."""


class Asked:
    """What was measured of the tests."""

    def __init__(self) -> None:
        self._measured = []
        for path in sorted(KEPT.glob("coverage.*")):
            data = CoverageData(path)
            data.read()
            self._measured.append(data)
        self._seconds: dict[str, float] = {}
        for path in sorted(KEPT.glob("seconds.*.json")):
            self._seconds |= json.loads(path.read_text(encoding="utf-8"))
        self._of_file: dict[str, list[str]] = defaultdict(list)
        for test in sorted(self._seconds):
            self._of_file[_file(test)].append(test)
        self._contexts = cache(self._contexts_of)

    def tests(self, file: str, lines: Iterable[int], *, called: bool) -> list[str]:
        """Tests that run any of the lines, then the others in their files, since tests of a file share what they make.

        A line that is not `called` runs when its module is imported: it is every test's of the room, and every test's
        that runs any line of the module, or where that has no other lines, of the modules that import it. Of every file
        the quickest test comes first, files of the module's own room before others, and in it those that are not in a
        folder of their own.
        """
        by_line = self._contexts(file)
        own = set(chain.from_iterable(by_line.get(line, ()) for line in lines)) - {""}
        near = f"tests/{room_of(file)}/"
        if not called:
            own |= self._of_module(file) or set(chain.from_iterable(self._of_module(one) for one in importing(file)))
            own |= {test for test in self._seconds if test.startswith(near)}
        files = sorted(
            {_file(test) for test in own}, key=lambda path: (not path.startswith(near), path.count("/"), path)
        )
        beside = {test for path in files for test in self._of_file[path]} - own
        return list(self._within(files, self._in_turn(files, own), self._in_turn(files, beside)))

    def seconds(self, tests: Iterable[str]) -> float:
        """What they take in all."""
        return sum(self._seconds.get(test, 0.0) for test in tests)

    def parted(self, some: list[str]) -> list[list[str]]:
        """The tests of a few files, to begin with, and the others: few mutants need the others."""
        first = set(list(dict.fromkeys(_file(test) for test in some))[:FIRST])
        parts = [test for test in some if _file(test) in first], [test for test in some if _file(test) not in first]
        return [part for part in parts if part]

    def _of_module(self, file: str) -> set[str]:
        return set(chain.from_iterable(self._contexts(file).values())) - {""}

    def _in_turn(self, files: list[str], some: set[str]) -> list[str]:
        places = []
        for at, path in enumerate(files):
            quickest = sorted(some.intersection(self._of_file[path]), key=lambda test: (self._seconds[test], test))
            places += [(self._seconds[test] > QUICK, turn, at, test) for turn, test in enumerate(quickest)]
        return [test for *_, test in sorted(places)]

    def _within(self, files: list[str], *some: list[str]) -> Iterator[str]:
        left, near = SECONDS, set(files[:FILES])
        for test in chain(*some):
            if _file(test) in near and self._seconds[test] <= left:
                left -= self._seconds[test]
                yield test

    def _contexts_of(self, file: str) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for data in self._measured:
            for line, contexts in data.contexts_by_lineno(str(ROOT / file)).items():
                found[line].update(contexts)
        return found


@cache
def importing(file: str) -> tuple[str, ...]:
    """The chosen modules that import from a module, or from the package that hands on its names."""
    name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    package = name.rpartition(".")[0]
    words = tuple(f"from {one} import" for one in (name, package) if one)
    return tuple(one for one in modules() if any(word in (ROOT / one).read_text(encoding="utf-8") for word in words))


def _file(test: str) -> str:
    return test.split("::", maxsplit=1)[0]
