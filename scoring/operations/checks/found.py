"""What a check found, whatever the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from indicator_tree.parameters import Cited

CHECKED = pl.Schema(
    {
        "firm_id": pl.String(),
        "indicator": pl.String(),
        "system": pl.String(),
        "date": pl.Date(),
        "check": pl.String(),
        "value": pl.Float64(),
        "limit": pl.Float64(),
        "reason": pl.String(),
        "parameter": pl.String(),
        "basis": pl.String(),
        "reference": pl.String(),
    }
)
"""`check` is missing, cause, relation or jump; value and limit are what was compared, null where nothing was; parameter
is the key in the catalogue that decided."""


def found(
    rows: pl.LazyFrame, check: str, reason: pl.Expr, limit: pl.Expr, *, parameter: str, cited: Cited
) -> pl.DataFrame:
    """Rows of CHECKED from rows with firm_id, indicator, system, date, value."""
    return (
        rows.select(
            "firm_id",
            "indicator",
            "system",
            "date",
            pl.lit(check).alias("check"),
            "value",
            limit.alias("limit"),
            reason.alias("reason"),
            pl.lit(parameter).alias("parameter"),
            pl.lit(cited.basis).alias("basis"),
            pl.lit(str(cited.reference)).alias("reference"),
        )
        .collect()
        .cast(CHECKED)
    )
