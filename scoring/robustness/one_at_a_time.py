"""What each choice would change by itself: every weight scheme, every aggregation, every indicator left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.exclusion import alone
from scoring.robustness.rank_shifts import rank_shifts
from scoring.robustness.simulate import simulate

if TYPE_CHECKING:
    from scoring.robustness.assumptions import Assumption
    from scoring.robustness.banks import Banks

ONE_AT_A_TIME = pl.Schema(
    {
        **dict.fromkeys(("assumption", "variant"), pl.String),
        "mean_shift": pl.Float64,
        **dict.fromkeys(("largest_shift", "moved"), pl.Int64),
        "mean_change": pl.Float64,
        "failed": pl.Boolean,
        "reason": pl.String,
    }
)
"""One row per variant. `variant` is the title of a scheme, the label of an aggregation or of a treatment, or the code
of the leaf left out. Figures are those of `RankShifts`, null where the variant failed, for which there is a reason."""

_TOLD: tuple[Assumption, ...] = ("scheme", "aggregation", "treatment", "left_out")


def one_at_a_time(banks: Banks) -> pl.DataFrame:
    """Frame `ONE_AT_A_TIME`: every variant with all else as evaluated, in the order of the rulebook.

    OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7: inclusion and exclusion of single indicators,
    alternative weights and aggregations.
    """
    tables = [ONE_AT_A_TIME.to_frame()]
    for assumption in _TOLD:
        labels = [label for label in banks.labels.get(assumption, ())[: banks.sizes[assumption]] if label]
        draws = alone(assumption, np.arange(len(labels)))
        found = rank_shifts(banks, draws)
        reasons = ["、".join(simulate(banks, draw[None]).reasons) for draw in draws]
        tables.append(
            pl.DataFrame(
                {
                    "assumption": [assumption] * len(labels),
                    "variant": labels,
                    "mean_shift": found.mean,
                    "largest_shift": found.largest,
                    "moved": found.moved,
                    "mean_change": found.mean_change,
                    "failed": found.failed,
                    "reason": pl.Series(reasons, dtype=pl.String),
                }
            )
            .with_columns(pl.selectors.float().fill_nan(None), pl.col("assumption", "variant").cast(pl.String))
            .cast(ONE_AT_A_TIME)
        )
    return pl.concat(tables)
