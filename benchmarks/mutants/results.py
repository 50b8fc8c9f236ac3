"""What became of the mutants of a seed, kept as lines of JSON of which the last of a mutant counts."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

from benchmarks.mutants.chosen import KEPT, room_of
from benchmarks.mutants.trying import HANGS, KILLED, SURVIVED, UNTESTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.mutants.finding import Mutant

Key = tuple[str, ...]
Result = dict[str, Any]

SURVIVING = (SURVIVED, UNTESTED)
SHARE = 0.95
"""Of the mutants that are no equivalents, so many are to be killed at least."""


def key_of(described: Result) -> Key:
    """What a mutant is known by however lines move, of a result or of a table in `equivalent.toml`."""
    return tuple(described[name] for name in ("file", "function", "operator", "before", "after"))


@cache
def equivalent() -> dict[Key, str]:
    """Why a mutant does what the module does, by what it is known by."""
    tables = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text(encoding="utf-8"))
    return {key_of(one): one["reason"] for one in tables.get("mutant", ())}


class Results:
    """The results of one seed, of the mutants that it draws now."""

    def __init__(self, seed: int, mutants: Sequence[Mutant]) -> None:
        self.seed = seed
        self._path = KEPT / f"results.{seed}.jsonl"
        lines = self._path.read_text(encoding="utf-8").splitlines() if self._path.exists() else []
        kept = {key_of(one): one for one in map(json.loads, lines)}
        keys = map(key_of, (mutant.described for mutant in mutants))
        self._found: dict[Key, Result] = {key: kept[key] for key in keys if key in kept}

    def add(self, result: Result) -> None:
        """Keep a result, at once."""
        self._found[key_of(result)] = result
        with self._path.open("a", encoding="utf-8", newline="\n") as lines:
            lines.write(json.dumps(result, ensure_ascii=False) + "\n")

    def settled(self, described: Result, *, again: bool) -> bool:
        """Whether a mutant needs no further try: `again`, survivors do."""
        found = self._found.get(key_of(described))
        return found is not None and not (again and found["outcome"] in SURVIVING)

    @property
    def survivors(self) -> list[Result]:
        """Those that no test noticed, without equivalents."""
        return [one for one in self._found.values() if _outcome(one) in SURVIVING]

    @property
    def killed(self) -> tuple[int, int]:
        """How many were killed, of how many that are no equivalents."""
        outcomes = Counter(map(_outcome, self._found.values()))
        killed = outcomes[KILLED] + outcomes[HANGS]
        return killed, killed + outcomes[SURVIVED] + outcomes[UNTESTED]

    def table(self) -> Table:
        """Rooms × outcomes."""
        table = Table(title=f"{len(self._found)} mutants of seed {self.seed}", title_justify="left")
        table.add_column("room")
        for name in ("mutants", "killed", "stopped by time", "equivalent", "survived", "without a test"):
            table.add_column(name, justify="right")
        for room, own in self._by_room():
            outcomes = Counter(map(_outcome, own))
            numbers = (outcomes[name] for name in (KILLED, HANGS, _EQUIVALENT, SURVIVED, UNTESTED))
            table.add_row(room, f"{len(own)}", *(f"{number}" for number in numbers))
        return table

    def _by_room(self) -> Iterator[tuple[str, list[Result]]]:
        all_results = list(self._found.values())
        for room in sorted({room_of(one["file"]) for one in all_results}):
            yield room, [one for one in all_results if room_of(one["file"]) == room]
        yield "all", all_results


_EQUIVALENT = "equivalent"


def _outcome(result: Result) -> str:
    is_equivalent = result["outcome"] in SURVIVING and key_of(result) in equivalent()
    return _EQUIVALENT if is_equivalent else result["outcome"]
