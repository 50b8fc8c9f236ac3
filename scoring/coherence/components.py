"""How many things a set of indicators measures: principal components of their correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.coherence.frames import COMPONENTS
from scoring.coherence.matrix import score_matrix
from scoring.coherence.pairwise import correlation_matrix
from scoring.coherence.sets import sets
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


_SETTLED = DECIMALS + 3


def components(evaluation: Evaluation) -> pl.DataFrame:
    """Frame `COMPONENTS`: the principal components of every set of nodes (`sets`), the largest first.

    OECD/JRC Handbook on Constructing Composite Indicators (2008), step 4. On correlations, so that every child counts
    the same; each correlation over the firms that have both scores, so with scores missing the smallest eigenvalues
    may be below zero. `share` is the eigenvalue over the number of children that count. A loading is the correlation
    of child and component.
    """
    matrix = score_matrix(evaluation)
    found = [_of_set(node, children, matrix.of(children)) for node, children in sets(evaluation.rulebook).items()]
    return pl.concat([COMPONENTS.to_frame(), *found])


def principal_components(correlations: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues, largest first, shape (n,), and loadings, shape (n children, n components).

    The sign of a component is that which makes its loadings add up to more than zero; where they cancel out, its first
    loading that is not zero is positive. Loadings of an eigenvalue below zero are 0. Of equal eigenvalues the
    components are any that stand at right angles. Both are settled to 1e-12, so that they do not depend on the number
    of threads.
    """
    found, vectors = np.linalg.eigh(correlations)
    values = np.round(found[::-1], _SETTLED) + 0.0
    loadings = np.round(vectors[:, ::-1] * np.sqrt(np.maximum(values, 0.0)), _SETTLED)
    sums = np.round(loadings.sum(axis=0), DECIMALS)
    first = np.take_along_axis(loadings, (np.abs(loadings) > 10.0**-DECIMALS).argmax(axis=0)[None, :], axis=0)[0]
    sign = np.where(np.where(sums == 0, first, sums) < 0, -1.0, 1.0)
    return values, loadings * sign + 0.0


def _of_set(node: str, children: tuple[str, ...], scores: Floats) -> pl.DataFrame:
    correlations = correlation_matrix(scores)
    used = _comparable(correlations)
    values, loadings = principal_components(correlations[np.ix_(used, used)])
    size = len(values)
    all_loadings = np.full((size, len(children)), np.nan)
    all_loadings[:, used] = loadings.T
    return pl.DataFrame(
        {
            "node": np.full(size * len(children), node),
            "component": np.repeat(np.arange(1, size + 1), len(children)),
            "eigenvalue": np.repeat(values, len(children)),
            "share": np.repeat(values / max(size, 1), len(children)),
            "child": list(children) * size,
            "loading": all_loadings.ravel(),
        },
        schema=COMPONENTS,
    ).with_columns(pl.col("loading").fill_nan(None))


def _comparable(correlations: Floats) -> npt.NDArray[np.int64]:
    """Rows that all correlate with each other: without constants, then without the one that lacks most others."""
    kept = np.flatnonzero(~np.isnan(np.diag(correlations)))
    while (lacking := np.isnan(correlations[np.ix_(kept, kept)]).sum(axis=1)).any():
        kept = np.delete(kept, int(lacking.argmax()))
    return kept
