"""The account indicators: the best-improved firm's first and last values are the published ones, the rest is invented.

All firms improve, none by more than four fifths of what the best one does.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.parameters import Strict
from ipscore_demo.pilot.shapes import Floats, Ints, noise
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from indicator_tree.published.operations import AccountFigure

_LEAST, _MOST = 0.25, 0.8  # of the best firm's improvement, what the others reach
_STEP_NOISE = 0.12
_LOW = 2  # where nothing is left, the way there goes through values about this small


class AccountShape(Strict):
    """Which firm (by place) improved most, and where an average firm began (`accounts.toml`)."""

    best: int
    level: float


@cache
def account_shapes() -> dict[str, AccountShape]:
    """The shapes of all account indicators by code."""
    tables = tomllib.loads((Path(__file__).parent / "accounts.toml").read_text(encoding="utf-8"))
    return {code: AccountShape.model_validate(table) for code, table in tables["indicator"].items()}


def invent_account(figure: AccountFigure, sizes: Floats, months: int, seed: int) -> Ints:
    """Values of one indicator, shape (firms, months).

    Args:
        figure: the published first and last value of the best firm.
        sizes: relative sizes of the firms.
        months: number of months.
        seed: of what the figure leaves open.
    """
    rng = stream(seed, f"account {figure.indicator}")
    shape = account_shapes()[figure.indicator]
    first = np.rint(shape.level * sizes * noise(rng, 0.25, len(sizes)))
    share = rng.uniform(_LEAST, _MOST, len(sizes))
    last = np.rint(first * (1 + share * figure.change))
    first[shape.best], last[shape.best] = figure.first, figure.last
    return np.array([_way(int(a), int(z), months, rng) for a, z in zip(first, last, strict=True)], dtype=np.int64)


def _way(first: int, last: int, months: int, rng: np.random.Generator) -> Ints:
    """From the first value to the last by about the same proportion every month, never back up."""
    steps = noise(rng, _STEP_NOISE, months - 1)
    passed = np.concatenate([[0.0], np.cumsum(steps) / steps.sum()])
    way: Ints = np.rint(np.exp(np.log(first) + passed * (np.log(max(last, _LOW)) - np.log(first)))).astype(np.int64)
    way[0], way[-1] = first, last
    return way
