"""What draws came to: scores and ranks of every firm, and the frames that tell how far a rank can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.over_draws import rank_quantiles, score_quantiles
from scoring.robustness.pairs import times_above

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.robustness.banks import Banks

    Floats = npt.NDArray[np.float64]
    Ranks = npt.NDArray[np.uint16]

INTERVALS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node"), pl.String),
        "score": pl.Float64,
        "rank": pl.Int64,
        **dict.fromkeys(("mean", "score_low", "score_high"), pl.Float64),
        **dict.fromkeys(("rank_median", "rank_low", "rank_high"), pl.Int64),
    }
)
"""One row per node × firm: score and rank as evaluated, the mean over the draws, and the interval that holds the asked
share of the draws. Limits of ranks and the median are ranks that occurred."""

SUPERIORITY = pl.Schema({"firm_id": pl.String, "other": pl.String, "above": pl.Float64, "tied": pl.Float64})
"""One row per ordered pair of firms: the share of draws in which the first ranks strictly above the other, and in which
both rank alike; the rest is below."""

GROUPS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm"), pl.String),
        **dict.fromkeys(("group", "rank", "firms", "above", "below", "undecided"), pl.Int64),
    }
)
"""One row per firm, the best group first: its group (1 is the best), its rank as evaluated, the firms in its group;
then the other firms, counted: those that it is stably above, those that it is stably below, and the rest."""

DRAWS = pl.Schema({"reason": pl.String, "draws": pl.Int64, "share": pl.Float64})
"""One row per reason for which draws failed; "" are those that succeeded."""


@dataclass(frozen=True)
class Outcomes:
    """Draws scored.

    Attributes:
        scores: by node, settled, shape (draws, firms); NaN where there is none.
        ranks: by node, competition ranks, shape (draws, firms); 0 where there is no score, and in failed draws.
        failed: draws in which some firm has no total, shape (draws,).
        reasons: why draws failed, each with the number of draws.
    """

    scores: Mapping[str, Floats]
    ranks: Mapping[str, Ranks]
    failed: npt.NDArray[np.bool_]
    reasons: Mapping[str, int]


def intervals(banks: Banks, evaluated: Outcomes, outcomes: Outcomes, share: float) -> pl.DataFrame:
    """Frame `INTERVALS` of the nodes that were simulated, firms in the order of the banks.

    Quantiles of scores are interpolated (Hyndman & Fan 1996, definition 7), those of ranks are not (definition 1).
    Without a draw that succeeded the figures of the draws are null.

    Args:
        banks: of the study.
        evaluated: the outcome of the draw in which everything is as evaluated (`nominal`), of the same nodes.
        outcomes: of the draws.
        share: of the draws that the interval holds, such as 0.90.
    """
    edges = ((1 - share) / 2, (1 + share) / 2)
    tables = [
        pl.DataFrame(
            {
                "firm_id": banks.firms,
                "firm": banks.names,
                "node": [node] * len(banks.firms),
                "score": evaluated.scores[node][0],
                "rank": evaluated.ranks[node][0],
                **score_quantiles(outcomes.scores[node], ~outcomes.failed, edges),
                **rank_quantiles(outcomes.ranks[node], ~outcomes.failed, edges),
            },
            strict=False,
        )
        for node in outcomes.scores
    ]
    floats = [name for name, kind in INTERVALS.items() if kind == pl.Float64]
    ranks = [name for name, kind in INTERVALS.items() if kind == pl.Int64]
    found = pl.concat(tables).select(INTERVALS.names()).cast(dict(INTERVALS.items()))
    return found.with_columns(pl.col(floats).fill_nan(None), pl.col(ranks).replace(0, None))


def superiority(banks: Banks, outcomes: Outcomes, node: str = "total") -> pl.DataFrame:
    """Frame `SUPERIORITY` of a node, over the draws that succeeded; empty if none did."""
    ranks = outcomes.ranks[node][~outcomes.failed]
    if not len(ranks):
        return SUPERIORITY.to_frame()
    above = times_above(ranks)
    tied = len(ranks) - above - above.T
    one, other = np.nonzero(~np.eye(len(banks.firms), dtype=np.bool_))
    firms = pl.Series(banks.firms)
    return pl.DataFrame(
        {
            "firm_id": firms.gather(one),
            "other": firms.gather(other),
            "above": above[one, other] / len(ranks),
            "tied": tied[one, other] / len(ranks),
        }
    ).cast(SUPERIORITY)


def failures(outcomes: Outcomes) -> pl.DataFrame:
    """Frame `DRAWS`: those that succeeded first, then the reasons, the most frequent first."""
    draws = len(outcomes.failed)
    told = sorted(outcomes.reasons.items(), key=lambda item: (-item[1], item[0]))
    rows = [("", draws - int(outcomes.failed.sum())), *told]
    found = pl.DataFrame(rows, schema={"reason": pl.String, "draws": pl.Int64}, orient="row")
    return found.with_columns(share=pl.col("draws") / max(draws, 1)).cast(DRAWS)
