"""The assumptions that a study varies, and the random numbers that each of them draws."""

from __future__ import annotations

import hashlib
from typing import Literal

import numpy as np

Assumption = Literal["weights", "scheme", "aggregation", "parameters", "survey", "counting", "treatment", "left_out"]

ASSUMPTIONS: tuple[Assumption, ...] = (
    "weights",
    "scheme",
    "aggregation",
    "parameters",
    "survey",
    "counting",
    "treatment",
    "left_out",
)
"""The columns of a table of draws, in this order."""

AS_EVALUATED = -1
"""The realisation of an assumption that stands for what the evaluation used."""


def random_numbers(seed: int, *key: str) -> np.random.Generator:
    """Random numbers of their own for every key: they depend on nothing but the seed and the key.

    Counter-based (Philox; Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3), so that no generator has a
    state that another could have moved.
    """
    digest = hashlib.sha256("\n".join(key).encode()).digest()
    words = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 16, 4)]
    return np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, *words])))
