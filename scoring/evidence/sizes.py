"""How large firms are: one number per firm, or per firm and stratum, by which counts are divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.cells import EMPTY
from scoring.evidence.conditions import Behind, Reduced, Table, Tables, as_evidence, collected, select
from scoring.evidence.exact_sums import exact_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.small_numbers import Size

JOINT = "·"
"""Between the values of columns that make a stratum together."""

STRATUM = "_stratum"


def reduce_size(
    node: str, parameter: str, size: Size, strata: Sequence[str], tables: Tables, *, latest_by: str | None
) -> Reduced:
    """The sizes of all firms; firms that are evaluated together add up.

    Args:
        node: the leaf.
        parameter: what the rows are called.
        size: what is asked for.
        strata: columns by which it is told apart; the causes of the rows are their values.
        tables: the records.
        latest_by: the date that tells which record of a registered firm is the last; of records of the same day, or
            where None, the one with the highest number.
    """
    dates = [] if latest_by is None or size.combine != "last" else [latest_by]
    rows = stratum(select(tables, node, size.source, {}, size.column, *strata, *dates), strata)
    filled, who = ~nw.col(size.column).is_null(), ("firm_id", "entity_id", *([STRATUM] if strata else ()))
    only: tuple[nw.Expr, ...] = (filled,)
    if size.combine == "last":
        for column in (*dates, "record_id"):
            rows = _highest(rows, column, who)
        last = collected(rows.select("record_id"))["record_id"]
        only = (filled, nw.col("record_id").is_in(last.to_list()))
    number = nw.col(size.column).cast(nw.Float64)
    worth = nw.when(number.is_nan()).then(nw.lit(float("inf"))).otherwise(number)  # NaN would read as missing
    own, both = rows.filter(filled).select(*who, size=worth), ("firm_id", *who[2:])
    if size.combine != "last":
        own = exact_sums(own, ["size"], who).select(*who, size=nw.col(f"size_{size.combine}"))
    together = exact_sums(own, ["size"], both).select(*both, quantity=nw.col("size_sum"))
    cause = nw.col(STRATUM) if strata else size.label
    evidence = as_evidence(together, node, parameter, size.source, cause)
    return Reduced([evidence], [Behind(node, parameter, size.source, only=only)], [])


def count_by(node: str, parameter: str, source: str, rows: Table, strata: Sequence[str]) -> Table:
    """How many records a firm has in every stratum, as evidence."""
    counted = stratum(rows, strata).group_by("firm_id", STRATUM).agg(quantity=nw.len())
    return as_evidence(counted, node, parameter, source, nw.col(STRATUM))


def stratum(table: Table, columns: Sequence[str]) -> Table:
    """The table with the name of the stratum that the values of some columns make; without columns as it is."""
    if not columns:
        return table
    texts = [nw.col(name).cast(nw.String).fill_null(EMPTY) for name in columns]
    return table.with_columns(nw.concat_str(*texts, separator=JOINT).alias(STRATUM))


def _highest(rows: Table, column: str, who: Sequence[str]) -> Table:
    """The rows of everybody with the highest value of a column."""
    highest = rows.group_by(*who).agg(_highest=nw.col(column).max())
    return rows.join(highest, on=list(who)).filter(nw.col(column) == nw.col("_highest")).drop("_highest")
