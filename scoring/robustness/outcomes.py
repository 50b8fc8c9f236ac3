"""What draws came to: scores and ranks of every firm, and what they say of the evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Outcomes:
    """Draws scored.

    Attributes:
        scores: by node, settled, shape (draws, firms); NaN where there is none.
        ranks: by node, competition ranks, shape (draws, firms), uint16; 0 where there is no score, and in failed draws.
        failed: draws in which some firm has no total, shape (draws,).
        reasons: why draws failed, each with the number of draws.
    """

    scores: Mapping[str, Floats]
    ranks: Mapping[str, npt.NDArray[np.uint16]]
    failed: npt.NDArray[np.bool_]
    reasons: Mapping[str, int]
