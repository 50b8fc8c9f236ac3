"""Counted cells → the rows of a breakdown: by node, the whole and its values, the rare ones together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import BREAKDOWN, RECORDS
from scoring.precision import settled

if TYPE_CHECKING:
    from indicator_tree import Rulebook

CELLS = pl.Schema(
    {
        **dict.fromkeys(("source", "column", "measure"), pl.String),
        "part": pl.Int64,
        **dict.fromkeys(("value", "firm_id", "entity_id"), pl.String),
        "mask": pl.Int64,
        "quantity": pl.Float64,
    }
)
"""Quantities of one source, column and measure; `mask` has a bit for every node of the part that counts them."""

NODES = pl.Schema(
    {"source": pl.String, "measure": pl.String, "part": pl.Int64, "bit": pl.Int64, "node": pl.String},
)
"""Which node a bit of the mask stands for."""

UNLISTED = "其他（未列出）"
"""The values of a column beyond those that the rulebook lists."""

_KEYS = ("node", "source", "column", "measure")


def rows_of(cells: pl.DataFrame, nodes: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The breakdown of cells of the shape `CELLS`, marked for nodes of the shape `NODES`."""
    rows = _summed(_listed(_at_nodes(cells, nodes), rulebook.breakdown_values))
    return _ordered(_with_nothing(rows, nodes), rulebook)


def _at_nodes(cells: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The cells of every node, and once more, from the first column of each source, as the whole."""
    part = ["source", "measure", "part"]
    belongs = cells.select(*part, "mask").unique().join(nodes, on=part).filter(pl.col("mask") & pl.col("bit") > 0)
    placed = cells.join(belongs.drop("bit"), on=[*part, "mask"]).drop("part", "mask")
    first = cells.group_by("source").agg(pl.col("column").min())
    whole = placed.join(first, on=["source", "column"], how="semi").with_columns(column=pl.lit(""), value=pl.lit(""))
    return pl.concat([whole, placed.filter(pl.col("column") != "")])


def _listed(cells: pl.DataFrame, most: int) -> pl.DataFrame:
    """The cells with one value in the place of all that are not among the `most` highest of their column."""
    values = cells.group_by(*_KEYS, "value").agg(settled(pl.col("quantity").sum()))
    place = pl.struct(-pl.col("quantity"), "value").rank("ordinal").over(_KEYS)
    rare = values.filter(place > most).select(*_KEYS, "value", rare=True)
    marked = cells.join(rare, on=[*_KEYS, "value"], how="left")
    return marked.with_columns(value=pl.when("rare").then(pl.lit(UNLISTED)).otherwise("value"))


def _summed(cells: pl.DataFrame) -> pl.DataFrame:
    quantity = settled(pl.col("quantity").sum())
    entities = cells.group_by(*_KEYS, "value", "firm_id", "entity_id").agg(quantity, pl.col("rare").any())
    some = pl.col("quantity") > 0
    firms = entities.group_by(*_KEYS, "value", "rare", "firm_id").agg(quantity, entities=some.sum())
    return firms.group_by(*_KEYS, "value", "rare").agg(
        quantity, firms=some.sum(), entities=pl.col("entities").sum(), most=pl.col("quantity").max()
    )


def _with_nothing(rows: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """The rows, and a whole of 0 where nothing was counted."""
    wholes = nodes.select("node", "source", "measure", column=pl.lit(""), value=pl.lit(""), rare=pl.lit(value=False))
    none = wholes.join(rows, on=list(_KEYS), how="anti")
    return pl.concat([rows, none], how="diagonal_relaxed").with_columns(
        pl.col("quantity", "firms", "entities", "most").fill_null(0)
    )


def _ordered(rows: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    nodes = {node: at for at, node in enumerate(("", *rulebook.leaves, "bonus"))}
    columns = pl.DataFrame(
        [
            (source, ",".join(by), at)
            for source in rows["source"].unique()
            for at, by in enumerate(((), *rulebook.breakdown_columns(source)))
        ],
        schema={"source": pl.String, "column": pl.String, "at": pl.Int64},
        orient="row",
    )
    node = pl.col("node").replace_strict(nodes, return_dtype=pl.Int64)
    order = (node, "source", "at", pl.col("measure") != RECORDS, "measure", "rare", -pl.col("quantity"), "value")
    placed = rows.join(columns, on=["source", "column"])
    return placed.sort(*order).select(BREAKDOWN.names()).cast(BREAKDOWN)
