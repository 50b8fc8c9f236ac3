"""How many records of every source count, and of how many firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.rules import AnswersRule, PhoneCheckRule, ScaleRule
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from indicator_tree import Rulebook

SOURCES = pl.Schema({"source": pl.String, "records": pl.Float64, "firms": pl.Int64})


def used_records(breakdown: pl.DataFrame, evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `SOURCES`: a row per source that the rules read, by name.

    Records as the breakdown counts them; of answers the respondents of the question that most answered, of phone
    checks the rounds, of ratios the ratios. Null where nothing of a source was counted.
    """
    whole = breakdown.filter(pl.col("node") == "", pl.col("column") == "", pl.col("measure") == RECORDS)
    counted = {
        source: (quantity, firms) for source, quantity, firms in whole.select("source", "quantity", "firms").rows()
    }
    rows = [(source, *(counted.get(source) or _seen(evidence, rulebook, source))) for source in rulebook.sources]
    return pl.DataFrame(rows, schema=SOURCES, orient="row")


def _seen(evidence: pl.DataFrame, rulebook: Rulebook, source: str) -> tuple[float | None, int | None]:
    of_source = evidence.filter(pl.col("source") == source)
    for node in rulebook.leaves:
        match rulebook.indicator[node].rule:
            case AnswersRule(source=name) if name == source:
                answers = of_source.filter(pl.col("parameter").str.ends_with(".answers"))
                most = answers.group_by("node").agg(pl.col("quantity").sum())["quantity"].max()
                return (None if most is None else float(str(most))), answers["firm_id"].n_unique()
            case PhoneCheckRule(source=name) if name == source:
                rounds = of_source.filter(pl.col("parameter") == f"{node}.rounds")
                return float(rounds["quantity"].sum()), rounds["firm_id"].n_unique()
            case ScaleRule(source=name) if name == source:
                ratios = of_source.filter(pl.col("parameter").str.ends_with(".ratio"))
                return float(ratios.height), ratios["firm_id"].n_unique()
            case _:
                pass
    return None, None
