"""Figures of few events: of how many firms they are, and what the other firms made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.few import SHRINKAGE, SMALL

if TYPE_CHECKING:
    from indicator_tree import Rulebook

FEW = pl.Schema({"node": pl.String, "firms": pl.Int64, "shrinkage": pl.String})
"""One row per leaf that counts with an error, in tree order: the firms below the rule's minimum, null where it has
none; how figures are drawn towards the industry's, in words, null where they are not."""


def few_events(ledger: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `FEW`."""
    rows = []
    for node in rulebook.counted_leaves:
        flagged, drawn = (ledger.filter(pl.col("parameter") == f"{node}.{key}") for key in (SMALL, SHRINKAGE))
        minimum = getattr(rulebook.rules[node], "small_numbers", None)
        rows.append((node, None if minimum is None else flagged.height, next(iter(drawn["cause"]), None)))
    return pl.DataFrame(rows, schema=FEW, orient="row")
