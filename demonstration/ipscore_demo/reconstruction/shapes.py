"""Seeded shapes: scores spread within bands, totals shared out within bounds, patterns handed to firms."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.reconstruction.solver import Floats, InfeasibleError, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.bands import BandSet

HALVINGS = 200


def stream(seed: int, name: str) -> np.random.Generator:
    """A random stream of its own for every module, so that a change in one leaves the others alone."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


@dataclass(frozen=True)
class Interval:
    """So many firms score between low and high, both included."""

    low: float
    high: float
    firms: int


def intervals(bands: BandSet, counts: Sequence[int], above: float, below: float, lowest: float) -> list[Interval]:
    """The published bands as closed intervals, best first, kept so many points above and below the band limits."""
    found = []
    for band, firms in zip(bands.band, counts, strict=True):
        top = band.high if band.closed == "both" else band.high - below
        low = band.low if band.low == band.high else band.low + above
        found.append(Interval(lowest if band.low == 0 else low, top, firms))
    return found


def spread(within: Sequence[Interval], total: float, rng: np.random.Generator, what: str) -> Floats:
    """Scores in every interval that add up to `total`, from the best to the worst.

    Positions within an interval are u ** p with u evenly spread and one p for all intervals, found by bisection.
    """
    low = np.repeat([each.low for each in within], [each.firms for each in within])
    high = np.repeat([each.high for each in within], [each.firms for each in within])
    if not low.sum() <= total <= high.sum():
        raise InfeasibleError(f"{what}：分段内得分之和在 {low.sum():.2f} 与 {high.sum():.2f} 之间，不能为 {total:.2f}")
    even = [(np.arange(each.firms) + rng.random(each.firms)) / each.firms for each in within if each.firms]
    u = np.clip(np.concatenate(even), 1e-9, 1 - 1e-9)
    least, most = -8.0, 8.0
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        least, most = (middle, most) if (low + (high - low) * u ** np.exp(middle)).sum() > total else (least, middle)
    return np.sort(low + (high - low) * u ** np.exp(least))[::-1]


def apportion(total: int, weight: Floats, low: Ints | int = 0, high: Ints | int | None = None, what: str = "") -> Ints:
    """Whole numbers within bounds that add up to `total`, as near to proportional to `weight` as the bounds allow."""
    lows = np.broadcast_to(np.asarray(low, dtype=np.int64), weight.shape)
    highs = np.broadcast_to(np.asarray(total if high is None else high, dtype=np.int64), weight.shape)
    if not lows.sum() <= total <= highs.sum():
        raise InfeasibleError(f"{what}：界限内的合计在 {lows.sum()} 与 {highs.sum()} 之间，不能为 {total}")
    least, most = -60.0, 60.0
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        reached = np.clip(weight * np.exp(middle), lows, highs).sum() > total
        least, most = (least, middle) if reached else (middle, most)
    wished = np.clip(weight * np.exp(least), lows, highs)
    whole: Ints = np.floor(wished + 1e-9).astype(np.int64)
    for _ in range(whole.size + 1):
        missing = int(total - whole.sum())
        if missing == 0:
            return whole
        room = np.flatnonzero(whole < highs)
        order = room[np.argsort(-(wished - whole)[room], kind="stable")][:missing]
        whole[order] += 1
    raise InfeasibleError(f"{what}：合计差 {total - whole.sum()}")


def noisy(size: Floats, strength: float, rng: np.random.Generator) -> Floats:
    """A key that follows firm size to a degree: 1 is size itself, 0 pure chance, negative the reverse."""
    ranks = np.argsort(np.argsort(size, kind="stable"), kind="stable") / max(size.size - 1, 1) - 0.5
    rest = np.sqrt(max(0.0, 1 - strength**2))
    result: Floats = strength * ranks * np.sqrt(12) + rest * rng.standard_normal(size.size)
    return result


def hand_out(burden: Floats, key: Floats) -> Ints:
    """Which pattern each firm gets: the firm with the greatest key gets the heaviest burden. Shape (firms,)."""
    given = np.empty(burden.size, dtype=np.int64)
    given[np.argsort(key, kind="stable")] = np.argsort(burden, kind="stable")
    return given


def split_rows(totals: Ints, rows: Ints, rng: np.random.Generator, least: int = 0) -> Ints:
    """Share each firm's total among its rows at random, at least `least` a row; firm after firm."""
    parts = []
    for total, count in zip(totals, rows, strict=True):
        if count:
            share = rng.gamma(1.2, size=int(count)) + 1e-3
            parts.append(rng.multinomial(int(total - least * count), share / share.sum()) + least)
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def bounds_of(starts: Ints) -> list[tuple[int, int]]:
    """Begin and end of every firm's rows, from the numbers of rows."""
    return list(pairwise([0, *np.cumsum(starts).tolist()]))
