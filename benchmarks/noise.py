"""Numbers drawn by the row they belong to: the same row has the same numbers, whatever is drawn together with it."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
SEED = 20_171_231

_STEP, _FIRST, _SECOND = (np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))
_SHIFTS = tuple(np.uint64(n) for n in (30, 27, 31, 11))


@dataclass(frozen=True)
class Noise:
    """Draws for some rows.

    Attributes:
        rows: numbers of the rows.
        seed: of everything that is drawn.
    """

    rows: Rows
    seed: int = SEED

    def unit(self, name: str) -> npt.NDArray[np.float64]:
        """A number in [0, 1) for every row (splitmix64: Steele, Lea & Flood 2014, over row, name and seed)."""
        key = np.uint64(crc32(name.encode()) << 32 | self.seed)
        mixed = (self.rows + key) * _STEP
        for shift, factor in zip(_SHIFTS, (_FIRST, _SECOND), strict=False):
            mixed = (mixed ^ (mixed >> shift)) * factor
        return np.asarray(((mixed ^ (mixed >> _SHIFTS[2])) >> _SHIFTS[3]) * 2.0**-53)

    def below(self, name: str, end: int) -> Counts:
        """A whole number from 0 to below `end` for every row."""
        return np.asarray((self.unit(name) * end).astype(np.int64))

    def share(self, name: str, part: float) -> Flags:
        """True for about that part of the rows."""
        return np.asarray(self.unit(name) < part)

    def choice(self, name: str, weights: npt.ArrayLike) -> Counts:
        """The place of one of the weights for every row, as often as it weighs."""
        edges = np.cumsum(np.asarray(weights, np.float64))
        places = np.searchsorted(edges / edges[-1], self.unit(name), side="right")
        return np.asarray(np.minimum(places, edges.size - 1), np.int64)


def rows(start: int, count: int) -> Rows:
    """So many rows from a first one on."""
    return np.arange(start, start + count, dtype=np.uint64)
