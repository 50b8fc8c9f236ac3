"""All effects of a run together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from scoring.effects.best import best_improved
from scoring.effects.efficiency import EFFICIENCY, pooled_efficiency, with_efficiency
from scoring.effects.industry import industry_change
from scoring.effects.tally import tally_improved

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


class Effects(NamedTuple):
    """Frames of the shapes `EFFECTS`, `INDUSTRY`, `POOLED` and `TALLY`."""

    effects: pl.DataFrame
    industry: pl.DataFrame
    pooled: pl.DataFrame
    tally: pl.DataFrame


def evaluate(monthly: pl.DataFrame, clearing: pl.DataFrame, catalogue: Catalogue) -> Effects:
    """Best-improved firms, the industry's course and the number of improved indicators.

    Clearing efficiency, which is better when lower, counts as an indicator beside clearing time.

    Args:
        monthly: MONTHLY.
        clearing: CLEARING.
        catalogue: directions, and the tree in which improved indicators are counted.
    """
    course = with_efficiency(monthly, clearing)
    directions = pl.DataFrame(
        [*((code, catalogue.indicator[code].direction) for code in catalogue.leaves), (EFFICIENCY, "lower")],
        schema={"indicator": pl.String, "direction": pl.String},
        orient="row",
    )
    beside = catalogue.indicator[catalogue.clearing.seconds].parent
    parents = {code: catalogue.indicator[code].parent for code in catalogue.nodes} | {EFFICIENCY: beside}
    industry = industry_change(course, directions)
    return Effects(
        best_improved(course, directions), industry, pooled_efficiency(clearing), tally_improved(industry, parents)
    )
