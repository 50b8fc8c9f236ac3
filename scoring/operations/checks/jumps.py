"""Jumps of a reading against the ones before it: likely slips of unit or digit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.operations.checks.found import found
from scoring.operations.frames import SERIES

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue


def jumps(readings: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Readings that are many times, or a small part of, the usual one of their series (see `catalogue_parts.Jump`).

    Returns:
        CHECKED, with the usual one as limit, sorted as the readings.
    """
    rule = catalogue.checks.jump
    kinds = {code: catalogue.indicator[code].kind for code in catalogue.leaves}
    numeric = [code for code in catalogue.leaves if catalogue.indicator[code].is_numeric]
    value, usual = pl.col("value"), pl.col("usual")
    before = value.shift(1).rolling_median(rule.window, min_samples=rule.minimum).over(SERIES, order_by="date")
    is_count = pl.col("indicator").replace_strict(kinds, default=None, return_dtype=pl.String) == "count"
    enough = ~is_count | (pl.max_horizontal(value, usual) >= rule.least)
    far = (value > rule.factor * usual) | (value < usual / rule.factor)
    jumped = (
        readings.lazy()
        .filter(pl.col("indicator").is_in(numeric), value.is_not_null())
        .with_columns(usual=before)
        .filter((usual > 0) & enough & far)
        .sort(*SERIES, "date")
    )
    reason = pl.lit(f"与此前读数的中位数相差 {rule.factor:g} 倍以上，请核对单位与位数")
    return found(jumped, "jump", reason, usual, parameter="checks.jump", cited=rule)
