"""Counted cells → the rows of a breakdown: by node, the whole and its values, the rare ones together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.evidence.cells import UNLISTED
from scoring.evidence.sums import joined, parts, whole
from scoring.frames import BREAKDOWN, RECORDS
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicator_tree import Rulebook

KEYS = ("node", "source", "column", "measure")


def listed_values(values: pl.DataFrame, most: int) -> list[str]:
    """The values of a column that are among the `most` highest of any node.

    Args:
        values: node, source, column, measure, value and quantity.
        most: how many values are listed.
    """
    highest = _ranked(values.lazy()).filter(pl.col("place") <= most)
    return highest.select(pl.col("value").unique().sort()).collect()["value"].to_list()


def rows_of(cells: pl.DataFrame, nodes: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The breakdown, of the shape `BREAKDOWN`.

    Args:
        cells: node, source, column, measure, value, firm_id, entity_id and quantity.
        nodes: node, source and measure of everything that is counted.
        rulebook: the order, and how many values are listed.
    """
    told = cells.lazy()
    listed = _listed(told, rulebook.breakdown_values)
    summed = _summed(pl.concat([_whole(told), listed])).collect()
    rows = _with_nothing(summed.lazy(), nodes.lazy())
    return _ordered(rows, dict.fromkeys(nodes["source"]), rulebook).collect()


def _whole(cells: pl.LazyFrame) -> pl.LazyFrame:
    """Every source once more as a whole: the cells of one of its columns, whatever their values."""
    one = cells.group_by("source").agg(pl.col("column").min())
    whole = cells.join(one, on=["source", "column"], how="semi")
    return whole.with_columns(column=pl.lit(""), value=pl.lit(""), rare=pl.lit(value=False))


def _ranked(cells: pl.LazyFrame) -> pl.LazyFrame:
    """The listed values of every column with their place, the highest quantity first."""
    values = cells.filter(pl.col("value") != UNLISTED).group_by(*KEYS, "value").agg(_quantity())
    return values.with_columns(place=pl.struct(-pl.col("quantity"), "value").rank("ordinal").over(KEYS))


def _listed(cells: pl.LazyFrame, most: int) -> pl.LazyFrame:
    """The cells by column, with one value in the place of all that are not among the `most` highest."""
    by_column = cells.filter(pl.col("column") != "")
    highest = _ranked(by_column).filter(pl.col("place") <= most).select(*KEYS, "value", rare=pl.lit(value=False))
    marked = by_column.join(highest, on=[*KEYS, "value"], how="left").with_columns(pl.col("rare").fill_null(value=True))
    return marked.with_columns(value=pl.when("rare").then(pl.lit(UNLISTED)).otherwise("value"))


def _summed(cells: pl.LazyFrame) -> pl.LazyFrame:
    quantity, some = _quantity(), pl.col("quantity") > 0
    keys = (*KEYS, "value", "rare")
    entities = cells.group_by(*keys, "firm_id", "entity_id").agg(quantity)
    firms = entities.group_by(*keys, "firm_id").agg(quantity, entities=some.sum())
    return firms.group_by(*keys).agg(
        quantity, firms=some.sum(), entities=pl.col("entities").sum(), most=pl.col("quantity").max()
    )


def _quantity() -> pl.Expr:
    quantity = pl.col("quantity")
    return settled(joined(whole(quantity).sum(), parts(quantity).sum())).alias("quantity")


def _with_nothing(rows: pl.LazyFrame, nodes: pl.LazyFrame) -> pl.LazyFrame:
    """The rows, and a whole of 0 where nothing was counted."""
    wholes = nodes.select("node", "source", "measure", column=pl.lit(""), value=pl.lit(""), rare=pl.lit(value=False))
    none = wholes.join(rows, on=list(KEYS), how="anti")
    told = pl.concat([rows, none], how="diagonal_relaxed")
    return told.with_columns(pl.col("quantity", "firms", "entities", "most").fill_null(0))


def _ordered(rows: pl.LazyFrame, sources: Iterable[str], rulebook: Rulebook) -> pl.LazyFrame:
    nodes = {node: at for at, node in enumerate(("", *rulebook.leaves, "bonus", *rulebook.ruled))}
    columns = pl.LazyFrame(
        [
            (source, ",".join(by), at)
            for source in sources
            for at, by in enumerate(((), *rulebook.breakdown_columns(source)))
        ],
        schema={"source": pl.String, "column": pl.String, "at": pl.Int64},
        orient="row",
    )
    node = pl.col("node").replace_strict(nodes, return_dtype=pl.Int64)
    order = (node, "source", "at", pl.col("measure") != RECORDS, "measure", "rare", -pl.col("quantity"), "value")
    placed = rows.join(columns, on=["source", "column"])
    return placed.sort(*order).select(BREAKDOWN.names()).cast(dict(BREAKDOWN.items()))
