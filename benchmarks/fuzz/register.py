"""What is fuzzed, by the names that the corpus knows it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.fuzz.targets.columns import columns
from benchmarks.fuzz.targets.days import days
from benchmarks.fuzz.targets.headers import headers
from benchmarks.fuzz.targets.lengths import lengths
from benchmarks.fuzz.targets.names import names
from benchmarks.fuzz.targets.notations import notations
from benchmarks.fuzz.targets.numbers import numbers
from benchmarks.fuzz.targets.personal import personal
from benchmarks.fuzz.targets.units import units

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TARGETS: Mapping[str, Callable[[str], None]] = {
    target.__name__: target for target in (days, numbers, units, headers, names, personal, columns, notations, lengths)
}
