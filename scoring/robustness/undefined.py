"""Why a draw has no total for some firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.aggregation import METHOD_LABELS
from scoring.aggregation import WHOLE
from scoring.frames import TOTAL_NODES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from indicator_tree.aggregation import Method
    from scoring.robustness.banks import Banks

    Floats = npt.NDArray[np.float64]

STRICT: tuple[Method, ...] = ("geometric", "harmonic")
"""Methods that have no value where a child has none above zero."""

NOTHING_LEFT = "略去后没有留下任何指标"
TOO_FEW = "有得分的下级指标不足"


def why_undefined(banks: Banks, way: int, local: Floats, found: Mapping[str, Floats]) -> npt.NDArray[np.object_]:
    """Why draws have no total for some firm, in words, shape (draws,); "" where they have one.

    The lowest node that its method could not make is the reason.

    Args:
        banks: of the study.
        way: the aggregation that was drawn.
        local: weights among siblings, shape (nodes but the whole tree, draws).
        found: scores of all nodes, shape (draws, firms).
    """
    at = {node: place for place, node in enumerate(banks.hierarchy.nodes)}
    without = np.isnan(found[WHOLE])
    told = np.where(without.any(axis=1), TOO_FEW, "").astype(np.object_)
    for group in reversed(banks.hierarchy.groups):
        method = banks.methods[way][group.node]
        if method not in STRICT or not without.any():
            continue
        name = TOTAL_NODES["total"] if group.node == WHOLE else f"指标 {group.node} "
        reason = f"{name}取{METHOD_LABELS[method]}，而有的下级得分不大于 0"
        for child in group.children:
            wrong = (found[child] <= 0) & without & (local[at[child]] > 0)[:, None]
            told[wrong.any(axis=1)] = reason
    tops = [at[child] for child in banks.hierarchy.groups[-1].children]
    told[~(local[tops] > 0).any(axis=0)] = NOTHING_LEFT
    return told
