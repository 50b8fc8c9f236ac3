"""Scores before and now, side by side: who moves, at which nodes, into which bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import node_names
from scoring.places import places
from scoring.precision import settled
from scoring.what_if.frames import CROSSINGS, MOVES, NODES

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

_AT = ["firm_id", "node"]


def moves(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Every firm and node whose score or rank changes, of the shape `MOVES`, in the order of the scores.

    Args:
        before: scores, of the shape `SCORES`.
        now: scores of the same firms and nodes.
    """
    beside = now.select(*_AT, now=pl.col("score"), rank_now=pl.col("rank"))
    joined = before.select("firm_id", "firm", "node", before=pl.col("score"), rank_before=pl.col("rank")).join(
        beside, on=_AT, maintain_order="left"
    )
    same = settled(pl.col("before")).eq_missing(settled(pl.col("now"))) & pl.col("rank_before").eq_missing(
        pl.col("rank_now")
    )
    changed = joined.filter(~same).with_columns(change=pl.col("now") - pl.col("before"))
    return changed.select(MOVES.names()).cast(MOVES)


def touched_nodes(before: pl.DataFrame, now: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The nodes at which any score or rank changes, of the shape `NODES`, in the order of the scores."""
    names = node_names(rulebook)
    beside = now.select(*_AT, now=pl.col("score"), rank_now=pl.col("rank"))
    scored = before.join(beside, on=_AT, maintain_order="left")
    was, is_now = settled(pl.col("score")), settled(pl.col("now"))
    counted = scored.group_by("node", maintain_order=True).agg(
        risen=(is_now > was).sum(),
        fallen=(is_now < was).sum(),
        reranked=pl.col("rank").ne_missing(pl.col("rank_now")).sum(),
        touched=was.ne_missing(is_now).any(),
        mean_before=pl.col("score").mean(),
        mean_now=pl.col("now").mean(),
    )
    touched = counted.filter(pl.col("touched") | (pl.col("reranked") > 0)).with_columns(
        name=pl.col("node").replace_strict(names, return_dtype=pl.String),
        change=pl.col("mean_now") - pl.col("mean_before"),
    )
    return touched.select(NODES.names()).cast(NODES)


def largest_first(moved: pl.DataFrame) -> pl.DataFrame:
    """Moves with the largest change of the score first, then the largest change of the rank, then by rank."""
    ranks = (pl.col("rank_now") - pl.col("rank_before")).abs()
    return moved.sort(
        settled(pl.col("change")).abs(),
        ranks,
        "rank_now",
        descending=[True, True, False],
        nulls_last=True,
        maintain_order=True,
    )


def crossings(before: Evaluation, now: Evaluation) -> pl.DataFrame:
    """The firms that come into another band of any node but the bonus, of the shape `CROSSINGS`.

    Args:
        before: the scores and the bands.
        now: the same firms and nodes; only scores and rulebook are looked at.
    """
    was = places(before).select(*_AT, band_before="band")
    joined = was.join(places(now).select(*_AT, band_now="band"), on=_AT, maintain_order="left")
    crossed = joined.filter(~pl.col("band_before").eq_missing(pl.col("band_now")))
    names = before.scores.select("firm_id", "firm").unique()
    return crossed.join(names, on="firm_id", maintain_order="left").select(CROSSINGS.names())
