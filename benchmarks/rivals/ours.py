"""Records of a source to evidence by the product's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rules import rules_of
from ipscore import read_records
from scoring.accepted_responses import prepare
from scoring.reducing import reduce_records
from scoring.survey_wave import SOURCE
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.records import Records


_COPY = "只计一次"
"""How the reason ends why an identical copy is excluded."""


def reduce_source(folder: Path, out: Path, source: str) -> Fates:
    """Read, check, clean and reduce; every step as `ipscore score` takes it."""
    rulebook = rules_of(source)
    questionnaire = load_questionnaire("investor_2017")
    records = read_records(folder, rulebook)
    tables, _ = prepare(records.tables, (), questionnaire)
    tables |= {name: table for name, table in records.placed.items() if name != SOURCE}
    evidence = reduce_records(tables, rulebook)
    answer = pl.when(pl.col("parameter").str.ends_with(".answers")).then("cause").otherwise(pl.lit(""))
    evidence.rows.select("firm_id", "parameter", answer.alias("cause"), "quantity").write_parquet(out)
    return fates_of(records, source)


def fates_of(records: Records, source: str) -> Fates:
    """What became of the rows of a source, identical copies among the rejected, where the others count them."""
    entries = [entry for entry in records.intake if entry.source == source]
    found = Fates(*(sum(getattr(entry, name) for entry in entries) for name in Fates._fields))
    is_copy = (pl.col("kind") == "excluded") & pl.col("reason").str.ends_with(_COPY)
    copies = records.quarantined(source).filter(is_copy).select(pl.len()).collect().item()
    return found._replace(rejected=found.rejected + copies, excluded=found.excluded - copies)
