"""Rates: how many records all firms together received and had done in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook

RATES = pl.Schema({"node": pl.String, **dict.fromkeys(("received", "done", "share"), pl.Float64)})


def pooled_rates(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `RATES`: a row per rate rule, in tree order.

    `share` = done / received of all firms together (0 to 1); a firm that received many weighs more in it than in the
    mean score. Null where nothing was received.
    """
    rows = []
    for node, rule in rulebook.rules.items():
        if (rate := kind_of(rule).told(rule).rate) is not None:
            received, late = (_sum(evidence, f"{node}.{key}") for key in rate)
            rows.append((node, received, received - late, (received - late) / received if received else None))
    return pl.DataFrame(rows, schema=RATES, orient="row")


def _sum(evidence: pl.DataFrame, parameter: str) -> float:
    return float(evidence.filter(pl.col("parameter") == parameter).sort("firm_id")["quantity"].sum())
