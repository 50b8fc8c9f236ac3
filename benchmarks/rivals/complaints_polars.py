"""Complaints to evidence in Polars: one pass counts, one finds numbers that stand twice, one looks at these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rivals.complaints_rules import (
    CATEGORIES,
    DONE_BY,
    FILE,
    FIRST,
    LAST,
    NOT_DONE,
    PARAMETERS,
    PHONE,
    RECEIVED,
)
from benchmarks.rivals.in_polars import names

if TYPE_CHECKING:
    from pathlib import Path

_KEY = ["category", "fault", "inside", "late"]


def reduce(folder: Path, out: Path) -> Fates:
    """Count complaints."""
    file = pl.scan_parquet(folder / FILE)
    known = names(folder, file)
    sound = _sound(file, known)
    raw = sound.group_by("name", *_KEY).agg(n=pl.len().cast(pl.Int64)).collect(engine="streaming")
    counted = raw.join(known, on="name").group_by("firm", *_KEY).agg(pl.col("n").sum())
    evidenced = pl.concat([counted, _doubled(sound, known).with_columns(n=-pl.col("n"))])
    used = evidenced.filter("inside", pl.col("firm").is_not_null())
    _evidence(used).write_parquet(out)
    read = file.select(pl.len()).collect().item()
    kept, counts = int(evidenced["n"].sum()), int(used["n"].sum())
    return Fates(read, counts, read - kept, kept - counts)


def _sound(file: pl.LazyFrame, known: pl.DataFrame) -> pl.LazyFrame:
    received, closed = pl.col("received"), pl.col("closed")
    return (
        file.rename(
            {
                "工单编号": "record",
                "证券公司": "name",
                "投诉类别": "category",
                "受理日期": "received",
                "办结日期": "closed",
                "是否存在过错": "fault",
            }
        )
        .filter(
            pl.col("name").is_in(known["name"].implode()),
            pl.col("category").is_in(CATEGORIES),
            received.is_not_null(),
            pl.col("fault").is_not_null(),
            closed.is_null() | (closed >= received),
            ~pl.col("record").str.contains(f"^{PHONE}$"),
        )
        .with_columns(inside=received.is_between(FIRST, LAST), late=closed.is_null() | (closed > DONE_BY))
    )


def _doubled(sound: pl.LazyFrame, known: pl.DataFrame) -> pl.DataFrame:
    hashes = sound.select(pl.col("record").hash().alias("h"))
    twice = hashes.group_by("h").agg(n=pl.len()).filter(pl.col("n") > 1).select("h").collect(engine="streaming")
    suspect = sound.filter(pl.col("record").hash().is_in(twice["h"].implode())).collect(engine="streaming")
    content = ["entity", "category", "received", "closed", "fault"]
    told = (
        suspect.join(known, on="name")
        .group_by("record", "firm", *content, "inside", "late")
        .agg(n=pl.len().cast(pl.Int64))
    )
    contents = pl.len().over("record")
    dropped = told.with_columns(n=pl.when(contents > 1).then("n").otherwise(pl.col("n") - 1))
    return dropped.group_by("firm", *_KEY).agg(pl.col("n").sum())


def _evidence(used: pl.DataFrame) -> pl.DataFrame:
    found = []
    for parameter, category, fault in PARAMETERS:
        rows = used.filter(pl.col("category") == category)
        found.append((parameter, rows if fault is None else rows.filter(pl.col("fault") == fault)))
    found += [(RECEIVED, used), (NOT_DONE, used.filter("late"))]
    sums = [
        rows.group_by("firm").agg(quantity=pl.col("n").sum()).with_columns(parameter=pl.lit(name))
        for name, rows in found
    ]
    return (
        pl.concat(sums)
        .filter(pl.col("quantity") > 0)
        .select(
            pl.col("firm").alias("firm_id"), "parameter", pl.lit("").alias("cause"), pl.col("quantity").cast(pl.Float64)
        )
    )
