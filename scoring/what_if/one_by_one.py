"""A firm's evidence without each of some records in turn: every trial is a firm of its own, made of the same records
but one, and all are counted side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import EVIDENCE
from scoring.leaf_scores import only
from scoring.reducing import reduce_rows
from scoring.what_if.counting import reading, sources_of
from scoring.what_if.without import lessened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from scoring.what_if.recount import RunRecords

BLOCK_ROWS = 2_000_000
"""Records of all trials that are counted at a time."""


def lessened_by_each(own: pl.DataFrame, told: pl.DataFrame, trials: pl.DataFrame) -> pl.DataFrame:
    """Evidence of every trial, where one record less is one less in every quantity.

    Args:
        own: the firm's evidence, of the shape `EVIDENCE`.
        told: the traces of the records left out.
        trials: trial (a name), source, record_id (the record left out).
    """
    per = trials.join(told, on=["source", "record_id"]).select(
        pl.col("trial").alias("firm_id"), "node", "parameter", "effect", less=pl.lit(1)
    )
    return lessened(_for_each(own, trials), per)


def recounted_for_each(
    own: pl.DataFrame, records: RunRecords, rulebook: Rulebook, firm_id: str, trials: pl.DataFrame
) -> pl.DataFrame:
    """Evidence of every trial, counted again from the firm's records but the one left out. Arguments as above."""
    found = [EVIDENCE.to_frame()]
    for (source,), of_source in trials.group_by("source", maintain_order=True):
        nodes = reading([str(source)], rulebook)
        table = records.tables[str(source)].filter(pl.col("firm_id") == firm_id).collect()
        others = {at for node in nodes for at in sources_of(node, rulebook)} - {source}
        empty = {at: records.tables[at].head(0) for at in others if at in records.tables}
        for block in _blocks(of_source, table.height):
            counted = reduce_rows({**empty, str(source): _but_one(table, block)}, only(rulebook, nodes))
            replaced = pl.col("node").is_in(nodes) & (pl.col("source") == source)
            found += [_for_each(own.filter(~replaced), block), counted.filter(pl.col("source") == source)]
    return pl.concat(found)


def _for_each(own: pl.DataFrame, trials: pl.DataFrame) -> pl.DataFrame:
    """The same evidence for every trial."""
    return own.drop("firm_id").join(trials.select(firm_id="trial"), how="cross").select(EVIDENCE.names())


def _blocks(trials: pl.DataFrame, height: int) -> Iterator[pl.DataFrame]:
    return trials.iter_slices(max(1, BLOCK_ROWS // max(1, height)))


def _but_one(table: pl.DataFrame, trials: pl.DataFrame) -> pl.LazyFrame:
    """The records of every trial, which takes the firm's place."""
    own = pl.col("entity_id") == pl.col("firm_id")
    each = table.lazy().join(trials.lazy().select("trial", left_out="record_id"), how="cross")
    return (
        each.filter(pl.col("record_id") != pl.col("left_out"))
        .with_columns(entity_id=pl.when(own).then("trial").otherwise("entity_id"), firm_id=pl.col("trial"))
        .drop("trial", "left_out")
    )
