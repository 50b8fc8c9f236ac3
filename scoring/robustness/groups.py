"""Groups of firms whose order is stable: within a group firms may change places, between groups they hardly do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.outcomes import GROUPS
from scoring.robustness.over_draws import times_above

if TYPE_CHECKING:
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
    above = times_above(ranks) / len(ranks)
    ordered = total.sort("rank_median", "rank", "firm_id")
    places = dict(zip(banks.firms, range(len(banks.firms)), strict=True))
    at = np.array([places[firm] for firm in ordered["firm_id"]])
    return (
        ordered.select("firm_id", "firm", "rank")
        .with_columns(group=pl.Series(cut(above[np.ix_(at, at)], stable)))
        .with_columns(firms=pl.len().over("group"))
        .select(GROUPS.names())
        .cast(GROUPS)
    )


def cut(above: np.ndarray[tuple[int, int], np.dtype[np.float64]], stable: float) -> list[int]:
    """The group of every firm, from 1.

    Args:
        above: share of draws in which the firm of the row ranks strictly above that of the column; firms in order.
        stable: the share from which an order counts as stable.
    """
    firms = len(above)
    steady = above >= stable - 1e-12
    parted = firms - np.argmin(steady[:, ::-1], axis=1)  # from which column on the firm is above all
    first = np.maximum.accumulate(parted)
    starts = [False, *(first[:-1] <= np.arange(1, firms)).tolist()]
    return [1 + sum(starts[: at + 1]) for at in range(firms)]
