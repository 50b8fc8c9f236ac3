"""Do the children of a node measure one thing: Cronbach's alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.coherence.frames import RELIABILITY
from scoring.coherence.matrix import score_matrix
from scoring.coherence.pairwise import common, covariance_matrix, varying
from scoring.coherence.sets import sets

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.robustness import Coherence
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]


def reliability(evaluation: Evaluation, limits: Coherence) -> pl.DataFrame:
    """Frame `RELIABILITY`: alpha of every set of nodes (`sets`), with a remark below the limit.

    Children whose scores are all the same are left out, which is remarked on: they would lower alpha without saying
    anything about the others.
    """
    matrix = score_matrix(evaluation)
    rows = []
    for node, children in sets(evaluation.rulebook).items():
        scores = matrix.of(children)
        varies = varying(scores)
        counted = scores[varies]
        alpha = cronbach_alpha(counted)
        constant = [child for child, used in zip(children, varies, strict=True) if not used]
        told = [f"得分全部相同，未计入：{'、'.join(constant)}"] if constant else []
        if np.isnan(alpha):
            told.append("得分有差异、且足够可比的指标不足两项，或各项之和没有差异，不计算")
        elif alpha < limits.alpha:
            told.append("内部一致性低")
        rows.append((node, len(counted), _fewest(counted), alpha, "；".join(told)))
    return pl.DataFrame(rows, schema=RELIABILITY, orient="row").with_columns(pl.col("alpha").fill_nan(None))


def cronbach_alpha(scores: Floats) -> float:
    """Alpha of rows, shape (children, firms), NaN for no score.

    k / (k - 1) × Σ of the covariances between different children / Σ of all variances and covariances (Cronbach,
    Psychometrika 16, 1951; OECD/JRC Handbook, 2008, step 4), of raw scores, each covariance over the firms that have
    both. NaN for fewer than two children, for a pair that no two firms have, and where the sum does not vary.
    """
    size = len(scores)
    if size < 2:  # noqa: PLR2004
        return float("nan")
    found = covariance_matrix(scores)
    total, own = float(found.sum()), float(np.trace(found))
    if not total > 1e-12 * own:
        return float("nan")
    return size / (size - 1) * (total - own) / total


def _fewest(scores: Floats) -> int:
    one, other = np.triu_indices(len(scores))
    return int(common(scores[one], scores[other]).min(initial=scores.shape[1])) if len(scores) else 0
