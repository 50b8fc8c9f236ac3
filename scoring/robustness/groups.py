"""Which orders of firms are stable: groups between which they all are, and every firm against the others, counted.

Within a group many orders may be stable too; there is only no place where it could be parted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.outcomes import GROUPS
from scoring.robustness.pairs import times_above
from scoring.robustness.steadiness import NOISE

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.robustness.banks import Banks
    from scoring.robustness.outcomes import Outcomes


def stable_groups(banks: Banks, outcomes: Outcomes, intervals: pl.DataFrame, stable: float) -> pl.DataFrame:
    """Frame `GROUPS` of the total: as many groups as the draws can tell apart.

    Firms are ordered by their median rank, then the rank as evaluated, then the id. Between two neighbours a group
    ends where every firm above ranks strictly above every firm below in at least so large a share of the draws.

    Args:
        banks: of the study.
        outcomes: of the draws, with the node `total`.
        intervals: frame `INTERVALS` with the node `total`.
        stable: the share from which an order counts as stable.
    """
    total = intervals.filter(pl.col("node") == "total")
    ranks = outcomes.ranks["total"][~outcomes.failed]
    if not len(ranks):
        return GROUPS.to_frame()
    steady = times_above(ranks) / len(ranks) >= stable - NOISE
    ordered = total.sort("rank_median", "rank", "firm_id")
    places = dict(zip(banks.firms, range(len(banks.firms)), strict=True))
    at = np.array([places[firm] for firm in ordered["firm_id"]])
    steady = steady[np.ix_(at, at)]
    above, below = steady.sum(axis=1), steady.sum(axis=0)
    return (
        ordered.select("firm_id", "firm", "rank")
        .with_columns(group=pl.Series(cut(steady)), above=above, below=below, undecided=len(at) - 1 - above - below)
        .with_columns(firms=pl.len().over("group"))
        .select(GROUPS.names())
        .cast(GROUPS)
    )


def cut(steady: npt.NDArray[np.bool_]) -> list[int]:
    """The group of every firm, from 1.

    Args:
        steady: whether the firm of the row is stably above that of the column; firms in order.
    """
    firms = len(steady)
    parted = firms - np.argmin(steady[:, ::-1], axis=1)  # from which column on the firm is above all
    first = np.maximum.accumulate(parted)
    starts = [False, *(first[:-1] <= np.arange(1, firms)).tolist()]
    return [1 + sum(starts[: at + 1]) for at in range(firms)]
