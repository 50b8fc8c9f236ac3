"""Rates: how many records all firms together received and had done in time, and which firms received none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.bands import BandSet

RATES = pl.Schema(
    {
        "node": pl.String,
        **dict.fromkeys(("received", "done", "share"), pl.Float64),
        "without": pl.Int64,
        "band": pl.String,
    }
)


def pooled_rates(evidence: pl.DataFrame, scores: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `RATES`: a row per rate rule, in tree order.

    `share` = done / received of all firms together (0 to 1); a firm that received many weighs more in it than in the
    mean score. Null where nothing was received. `without` are the evaluated firms that received nothing, `band` the
    band of the scores that they have all the same; null where there are none, or in more bands than one, or one of
    them has no score.
    """
    evaluated = firms.filter(pl.col("status") == "evaluated")["firm_id"]
    rows = []
    for node, rule in rulebook.rules.items():
        if (rate := kind_of(rule).told(rule).rate) is not None:
            received, late = (evidence.filter(pl.col("parameter") == f"{node}.{key}") for key in rate)
            every, open_ = _sum(received), _sum(late)
            without = evaluated.filter(~evaluated.is_in(received.filter(pl.col("quantity") > 0)["firm_id"].implode()))
            theirs = scores.filter(pl.col("node") == node, pl.col("firm_id").is_in(without.implode()))["score"]
            share = (every - open_) / every if every else None
            rows.append((node, every, every - open_, share, without.len(), _band(theirs, rulebook.band_set(node))))
    return pl.DataFrame(rows, schema=RATES, orient="row")


def _band(scores: pl.Series, bands: BandSet) -> str | None:
    labels = {None if score is None else bands.holding(score).label for score in scores}
    return labels.pop() if len(labels) == 1 else None


def _sum(rows: pl.DataFrame) -> float:
    return float(rows.sort("firm_id")["quantity"].sum())
