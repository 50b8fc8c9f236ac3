"""Weights under which every indicator decides as much as it was meant to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from scoring.aggregation import aggregate, methods_of
from scoring.coherence.importance import correlation_ratio
from scoring.coherence.matrix import score_matrix
from scoring.coherence.pairwise import FEWEST, pearson
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.aggregation import Method
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]

Measure = Literal["ratio", "r2"]
"""Importance as the correlation ratio (Paruolo, Saisana & Saltelli 2013) or the squared correlation coefficient."""

TARGET = pl.Schema(
    {
        **dict.fromkeys(("parent", "node", "name"), pl.String),
        **dict.fromkeys(("nominal", "before", "weight", "after"), pl.Float64),
    }
)
"""parent ("" is the whole tree), node; nominal weight; share of importance under it; weight that was found; share of
importance under that. Weight and shares add up to 1 among siblings; the last three are null where there is none."""
_STEPS = 2000
_STEP, _TOLERANCE = 1e-4, 1e-9  # of logarithms of weights, and of the sum of squared gaps
_MET = 1e-7  # sum of squared gaps that nobody sees


@dataclass(frozen=True)
class Balanced:
    """Weights beside what they make children decide; all of shape (children,), adding up to 1."""

    before: Floats
    weights: Floats
    after: Floats


def target_table(evaluation: Evaluation, parents: Sequence[str], measure: Measure = "ratio") -> pl.DataFrame:
    """Frame `TARGET`: the children of some nodes, with weights whose importance meets the nominal weights.

    Args:
        evaluation: whose scores and nominal weights.
        parents: inner nodes; "" is the whole tree without the bonus.
        measure: of importance.
    """
    book, matrix = evaluation.rulebook, score_matrix(evaluation)
    nominal, methods = book.local_weights(evaluation.scheme), methods_of(book)
    rows = []
    for parent in parents:
        children = book.children[parent or None]
        given = np.array([nominal[child] for child in children])
        found = balanced(matrix.of(children), given, methods[parent or "base"], measure)
        for at, child in enumerate(children):
            told = (
                (None,) * 3
                if found is None
                else [float(each[at]) for each in (found.before, found.weights, found.after)]
            )
            rows.append((parent, child, book.indicator[child].name, float(given[at]), *told))
    return pl.DataFrame(rows, TARGET, orient="row")


def balanced(
    values: Floats, nominal: Floats, method: Method = "arithmetic", measure: Measure = "ratio"
) -> Balanced | None:
    """The weights that come closest to importance in proportion to the nominal weights.

    Minimises the sum of squared differences between shares of importance and nominal weights by Nelder-Mead, as Becker,
    Saisana, Paruolo & Vandecasteele, Weights and importance in composite indicators: closing the gap, Ecological
    Indicators 80 (2017), section 2.4; from the nominal weights, and from nominal weights over standard deviations.

    Args:
        values: scores of the children, shape (children, firms); firms without one of them are left out.
        nominal: adding up to 1.
        method: by which the parent is made.
        measure: of importance.

    Returns:
        None where fewer than three firms have all scores, or a child with a weight has the same score everywhere and
        so can decide nothing.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  (takes long to load)

    values = values[:, ~np.isnan(values).any(axis=0)]
    active = nominal > 0
    if values.shape[1] < FEWEST or (np.ptp(values[active], axis=1) == 0).any():
        return None

    def shares(weights: Floats) -> Floats:
        made = aggregate(values, np.broadcast_to(weights[:, None], values.shape), method).round(DECIMALS)
        found = np.array([_importance(each, made, measure) for each in values])
        found[~active] = 0.0
        return np.asarray(found / found.sum() if found.sum() > 0 else found)

    def weights_of(logs: Floats) -> Floats:
        weights = np.zeros_like(nominal)
        weights[active] = np.exp(logs - logs.max())
        return np.asarray(weights / weights.sum())

    def gap(logs: Floats) -> float:
        return float(((shares(weights_of(logs)) - nominal) ** 2).sum())

    scaled = np.sqrt(nominal[active]) / values[active].std(axis=1)
    options = {"maxiter": _STEPS, "maxfev": _STEPS, "xatol": _STEP, "fatol": _TOLERANCE}
    tries: list[tuple[float, Floats]] = []
    for start in (nominal[active], scaled):
        found = minimize(gap, np.log(start), method="Nelder-Mead", options=options)
        tries.append((float(found.fun), weights_of(found.x)))
        if found.fun < _MET:
            break
    best = min(tries, key=lambda each: each[0])[1]
    return Balanced(shares(nominal), best, shares(best))


def _importance(child: Floats, parent: Floats, measure: Measure) -> float:
    found = (
        correlation_ratio(child, parent) if measure == "ratio" else float(pearson(child[None], parent[None])[0] ** 2)
    )
    return 0.0 if np.isnan(found) else found
