"""Warnings to evidence in Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rivals.fund_warnings_rules import FILE, FIRST, LAST, LEVELS, parameter
from benchmarks.rivals.in_polars import names

if TYPE_CHECKING:
    from pathlib import Path

_HEADERS = {"预警编号": "record", "证券公司": "name", "预警日期": "occurred", "预警级别": "level", "预警事项": "matter"}
_EVENT = ["firm", "occurred", "level", "matter"]


def reduce(folder: Path, out: Path) -> Fates:
    """Count warnings."""
    file = pl.scan_parquet(folder / FILE)
    sound = (
        file.rename(_HEADERS)
        .filter(pl.col("level").is_in(list(LEVELS)), pl.col("occurred").is_not_null())
        .join(names(folder, file).lazy(), on="name")
    )
    group = ["entity", *_EVENT]
    all_of_them = sound.group_by(group).agg(n=pl.len().cast(pl.Int64)).collect(engine="streaming")
    counted = pl.concat([all_of_them, _doubled(sound, group).with_columns(n=-pl.col("n"))])
    counted = counted.group_by(group).agg(pl.col("n").sum()).filter(pl.col("n") > 0)
    used = counted.filter(pl.col("firm").is_not_null(), pl.col("occurred").is_between(FIRST, LAST))
    _evidence(used).write_parquet(out)
    read = file.select(pl.len()).collect().item()
    kept, counts = int(counted["n"].sum()), int(used["n"].sum())
    return Fates(read, counts, read - kept, kept - counts)


def _doubled(sound: pl.LazyFrame, group: list[str]) -> pl.DataFrame:
    hashes = sound.select(pl.col("record").hash().alias("h"))
    twice = hashes.group_by("h").agg(n=pl.len()).filter(pl.col("n") > 1).select("h").collect(engine="streaming")
    suspect = sound.filter(pl.col("record").hash().is_in(twice["h"].implode())).collect(engine="streaming")
    told = suspect.group_by("record", *group).agg(n=pl.len().cast(pl.Int64))
    dropped = told.with_columns(n=pl.when(pl.len().over("record") > 1).then("n").otherwise(pl.col("n") - 1))
    return dropped.group_by(group).agg(pl.col("n").sum())


def _evidence(used: pl.DataFrame) -> pl.DataFrame:
    events = used.group_by(_EVENT).agg(most=pl.col("n").max(), reported=pl.col("n").sum())
    sums = events.group_by("firm", "level").agg(
        counted=pl.col("most").sum(), merged=(pl.col("reported") - pl.col("most")).sum()
    )
    found = [
        sums.filter(pl.col("level") == level).select(
            pl.col("firm").alias("firm_id"),
            pl.lit(parameter(level, merged=merged)).alias("parameter"),
            pl.lit("").alias("cause"),
            pl.col("merged" if merged else "counted").cast(pl.Float64).alias("quantity"),
        )
        for level in LEVELS
        for merged in (False, True)
    ]
    return pl.concat(found).filter(pl.col("quantity") > 0)
