"""Indirect standardisation: the events that a firm would have at the rates of the industry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


def expected_events(events: Floats, sizes: Floats) -> Floats:
    """Events expected from the industry's rates by stratum and the firm's sizes.

    E = Σ size_s · (Σ events_s / Σ size_s), the sums in brackets over all firms (Breslow & Day 1987, Statistical Methods
    in Cancer Research II, section 2.3). Of all firms together as many events are expected as there were.

    Args:
        events: shape (strata, firms).
        sizes: shape (strata, firms); a stratum without any size has no events.

    Returns:
        Shape (firms,).
    """
    size = sizes.sum(axis=1, keepdims=True)
    rate = np.divide(events.sum(axis=1, keepdims=True), size, out=np.zeros_like(size), where=size > 0)
    return np.asarray((sizes * rate).sum(axis=0))
