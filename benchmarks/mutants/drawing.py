"""A share of all mutants, drawn from a seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.mutants.finding import Module

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.mutants.finding import Mutant, Place


def drawn(files: Sequence[str], seed: int, number: int) -> Iterator[Mutant]:
    """Mutants of different lines, at most one per line: every line that has any is as likely as another, and of a line
    every operator, of which calls have the most changes.
    """
    chance = random.Random(seed)
    modules = {file: Module(file) for file in files}
    lines = [(file, line) for file, module in modules.items() for line in sorted(module.lines)]
    chance.shuffle(lines)
    found = 0
    for file, line in lines:
        module = modules[file]
        own = random.Random(f"{seed} {file} {line}")
        mutant = next((one for place in _shuffled(module.lines[line], own) if (one := module.mutant(place))), None)
        if mutant is not None:
            yield mutant
            found += 1
        if found == number:
            return


def _shuffled(places: list[Place], chance: random.Random) -> list[Place]:
    operators = sorted({place.operator for place in places})
    chance.shuffle(operators)
    order = {operator: at for at, operator in enumerate(operators)}
    return sorted(chance.sample(places, len(places)), key=lambda place: order[place.operator])
