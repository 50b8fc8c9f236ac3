"""Records to evidence by the product's own code."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.accounts import AS_OF
from benchmarks.rivals import Fates
from benchmarks.rules import rules_of
from data_sources.accounts.counting import count_accounts
from data_sources.readings import SOURCE
from data_sources.readings_intake import read_readings
from indicator_tree.catalogue import load_catalogue
from ipscore import read_records
from scoring.evidence import reduce_records
from scoring.operations.monthly import monthly
from scoring.survey_wave import prepare
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from data_sources.records import Records


def reduce_source(folder: Path, out: Path, source: str) -> Fates:
    """Read, check, clean and reduce; every step as `ipscore score` takes it."""
    rulebook = rules_of(source)
    questionnaire = load_questionnaire("investor_2017")
    records = read_records(folder, rulebook)
    tables, _ = prepare(records.tables, (), questionnaire)
    evidence = reduce_records(tables, rulebook)
    answer = pl.when(pl.col("parameter").str.ends_with(".answers")).then("cause").otherwise(pl.lit(""))
    evidence.rows.select("firm_id", "parameter", answer.alias("cause"), "quantity").write_parquet(out)
    return _fates(records, source)


def reduce_readings(folder: Path, out: Path) -> Fates:
    """Read and check readings, and put them together by month, some firms at a time."""
    catalogue = load_catalogue()
    records = read_readings(folder, catalogue)
    with TemporaryDirectory() as temporary:
        file = Path(temporary) / "readings.parquet"
        records.tables["readings"].sink_parquet(file)
        readings = pl.scan_parquet(file)
        firms = readings.select(pl.col("firm_id").unique().sort()).collect(engine="streaming").to_series()
        months = [monthly(readings.filter(pl.col("firm_id") == firm).collect(), catalogue) for firm in firms]
    pl.concat(months).select(
        "firm_id",
        pl.col("indicator").alias("parameter"),
        pl.format("{} {}", "system", pl.col("month").dt.to_string("%Y-%m")).alias("cause"),
        pl.col("value").alias("quantity"),
    ).write_parquet(out)
    return _fates(records, SOURCE.name)


def _fates(records: Records, source: str) -> Fates:
    entries = [entry for entry in records.intake if entry.source == source]
    return Fates(*(sum(getattr(entry, name) for entry in entries) for name in Fates._fields))


def reduce_accounts(folder: Path, out: Path) -> Fates:
    """Count the twelve account indicators."""
    counts = count_accounts(folder, AS_OF)
    rows = [("", key, "", float(value or 0)) for key, value in counts.values.items()]
    names = {"firm_id": pl.String, "parameter": pl.String, "cause": pl.String, "quantity": pl.Float64}
    pl.DataFrame(rows, names, orient="row").write_parquet(out)
    read, used = int(counts.tables["read"].sum()), int(counts.tables["used"].sum())
    return Fates(read, used, read - used, 0)
