"""How many records of every source count, and of how many firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import RECORDS
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.evidence.held_records import HeldRecords

SOURCES = pl.Schema({"source": pl.String, "records": pl.Float64, "firms": pl.Int64})


def used_records(
    breakdown: pl.DataFrame, evidence: pl.DataFrame, rulebook: Rulebook, held: HeldRecords | None = None
) -> pl.DataFrame:
    """A frame of the shape `SOURCES`: a row per source that the rules read, by name.

    Records as the breakdown counts them; of answers the respondents of the question that most answered, of phone
    checks the rounds, of ratios the ratios; of other sources the records behind the evidence, and the firms that have
    evidence. Null where nothing of a source was counted.
    """
    whole = breakdown.filter(pl.col("node") == "", pl.col("column") == "", pl.col("measure") == RECORDS)
    counted = {
        source: (quantity, firms) for source, quantity, firms in whole.select("source", "quantity", "firms").rows()
    }
    rows = [(source, *(counted.get(source) or _seen(evidence, rulebook, source, held))) for source in rulebook.sources]
    return pl.DataFrame(rows, schema=SOURCES, orient="row")


def _seen(
    evidence: pl.DataFrame, rulebook: Rulebook, source: str, held: HeldRecords | None
) -> tuple[float | None, int | None]:
    of_source = evidence.filter(pl.col("source") == source)
    for node, rule in rulebook.rules.items():
        if source in rule.sources and (found := kind_of(rule).used(node, rule, source, of_source)) is not None:
            return found
    table = None if held is None else held.tables.get(source)
    if table is not None:
        ids = table.select(pl.len().alias("records"), pl.col("firm_id").n_unique().alias("firms")).collect()
        records, firms = ids.row(0)
        return (float(records), firms) if records else (None, None)
    firms = of_source.filter(pl.col("quantity").is_not_null())["firm_id"].n_unique()
    return None, firms or None
