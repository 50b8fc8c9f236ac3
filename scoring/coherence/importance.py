"""How much an indicator really decides what is made of it, beside the weight that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.tree import path_to_root
from scoring.aggregation import WHOLE
from scoring.coherence.frames import ALL_LEAVES, IMPORTANCE
from scoring.coherence.matrix import score_matrix
from scoring.coherence.pairwise import FEWEST, pearson
from scoring.coherence.smoothing import smooth

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


def importance(evaluation: Evaluation) -> pl.DataFrame:
    """Frame `IMPORTANCE`: the correlation ratio of every node with its parent, and of every leaf with the whole tree.

    Paruolo, Saisana & Saltelli, Ratings and rankings: voodoo or science?, JRSS A 176 (2013), section 3: a weight is a
    rate of exchange, what an indicator decides depends on its spread and its correlations too. A child whose scores
    are all the same decides nothing: its ratio is 0, its r2 null. Both are null where fewer than three firms have both
    scores or the parent's are all the same; without any ratio among siblings their shares are null.
    """
    matrix = score_matrix(evaluation)
    nominal = _nominal(evaluation.rulebook, evaluation.scheme)
    made = [WHOLE if parent == ALL_LEAVES else parent for parent, _, _ in nominal]
    children, parents = matrix.of(node for _, node, _ in nominal), matrix.of(made)
    ratio = np.array([correlation_ratio(x, y) for x, y in zip(children, parents, strict=True)])
    found = pl.DataFrame(nominal, schema=["parent", "node", "nominal"], orient="row").with_columns(
        pl.Series("correlation_ratio", ratio).fill_nan(None),
        pl.Series("r2", pearson(children, parents) ** 2).fill_nan(None),
    )
    among = pl.col("correlation_ratio").sum().over("parent")
    shared = pl.when(among > 0).then(pl.col("correlation_ratio") / among)
    return found.with_columns(importance=shared).select(IMPORTANCE.names()).cast(IMPORTANCE)


def correlation_ratio(x: Floats, y: Floats) -> float:
    """Var(E[y | x]) / Var(y), the first-order effect of x on y, between 0 and 1.

    E[y | x] is the curve of `scoring.coherence.smoothing`. Over the firms that have both.

    Args:
        x: scores of the child, shape (firms,), NaN for none.
        y: scores of the parent.

    Returns:
        0 where x is the same for all firms; NaN with fewer than three firms, and where y is the same for all.
    """
    both = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[both], y[both]
    if len(x) < FEWEST or np.ptp(y) == 0:
        return float("nan")
    if np.ptp(x) == 0:
        return 0.0
    return min(1.0, float(np.var(smooth(x, y)) / np.var(y)))


def _nominal(rulebook: Rulebook, scheme: str) -> list[tuple[str, str, float]]:
    """Parent, node, weight: in tree order, then every leaf's in the whole tree."""
    weights = rulebook.local_weights(scheme)
    local = [(rulebook.indicator[code].parent or WHOLE, code, weights[code]) for code in rulebook.nodes]
    paths = {leaf: path_to_root(rulebook.indicator, leaf) for leaf in rulebook.leaves}
    return local + [
        (ALL_LEAVES, leaf, float(np.prod([weights[code] for code in path]))) for leaf, path in paths.items()
    ]
