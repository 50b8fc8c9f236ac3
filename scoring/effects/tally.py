"""How many indicators of the industry improved, by class and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.effects.frames import TALLY

if TYPE_CHECKING:
    from collections.abc import Mapping


def tally_improved(industry: pl.DataFrame, parents: Mapping[str, str | None]) -> pl.DataFrame:
    """Indicators that are better in their last month than over all months; every system counts.

    Args:
        industry: INDUSTRY.
        parents: code of every node of the catalogue → code of the node above. Indicators that are not in it (clearing
            efficiency, which follows from two others) are not counted.

    Returns:
        TALLY, in the order of `parents`; node "" is all indicators.
    """
    lasts = industry.sort("month").group_by("indicator", "system").agg(pl.col("improved").last()).drop_nulls("improved")
    counted: dict[str, list[bool]] = {}
    for indicator, improved in lasts.select("indicator", "improved").iter_rows():
        if indicator in parents:
            for node in _above(indicator, parents):
                counted.setdefault(node, []).append(improved)
    rows = [(node, len(counted[node]), sum(counted[node])) for node in ("", *parents) if node in counted]
    return pl.DataFrame(rows, schema=TALLY, orient="row")


def _above(indicator: str, parents: Mapping[str, str | None]) -> list[str]:
    found, at = [""], parents[indicator]
    while at is not None:
        found.append(at)
        at = parents[at]
    return found
