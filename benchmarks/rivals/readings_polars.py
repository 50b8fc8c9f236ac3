"""Readings to months in Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rivals.in_polars import names
from benchmarks.rivals.readings_rules import ABNORMAL, FILE, NORMAL, Series, closed_days, known_series

if TYPE_CHECKING:
    from pathlib import Path

_TEXT, _NUMBER = pl.String(), pl.Float64()
_TYPES = (_TEXT, _TEXT, _TEXT, _TEXT, _TEXT, _NUMBER, _NUMBER, _TEXT)
_KEY = ["entity", "indicator", "system", "day"]
_WEEK = 5


def reduce(folder: Path, out: Path) -> Fates:
    """Put readings together by month."""
    file = pl.scan_parquet(folder / FILE, row_index_name="place")
    sound = _sound(file, names(folder, file), _series(file))
    doubled = _doubled(sound)
    kept = sound.filter(~pl.col("place").is_in(doubled["place"].implode()))
    used = ~pl.col("empty") & pl.col("due")
    _months(kept.filter(used)).write_parquet(out)
    read = file.select(pl.len()).collect().item()
    total, counted = sound.select(pl.len(), used.sum().alias("used")).collect(engine="streaming").row(0)
    total, counted = total - doubled.height, counted - doubled.select((~pl.col("apart")).sum()).item()
    return Fates(read, counted, read - total, total - counted)


def _series(file: pl.LazyFrame) -> pl.DataFrame:
    pairs = file.select("指标", "系统").unique().collect(engine="streaming").rows()
    return pl.DataFrame(known_series(pairs), dict(zip(Series._fields, _TYPES, strict=True)), orient="row")


def _sound(file: pl.LazyFrame, known: pl.DataFrame, series: pl.DataFrame) -> pl.LazyFrame:
    cell, kind = pl.col("数值"), pl.col("kind")
    state = pl.when(cell == NORMAL).then(0.0).when(cell.str.starts_with(f"{ABNORMAL}：")).then(1.0)
    value, day = pl.col("value"), pl.col("day")
    whole = (kind != "count") | ((value == value.round()) & (value >= 0))
    plausible = (kind == "state") | value.is_between("low", "high")
    named = pl.col("entity").is_not_null() & pl.col("indicator").is_not_null() & day.is_not_null()
    return (
        file.join(known.lazy().select("name", "entity"), left_on="证券公司", right_on="name", how="left")
        .join(series.lazy(), left_on=["指标", "系统"], right_on=["label", "written"], how="left", nulls_equal=True)
        .with_columns(
            value=pl.when(kind == "state").then(state).otherwise(cell.cast(pl.Float64, strict=False)),
            day=pl.col("日期"),
            empty=cell.is_null(),
            due=(pl.col("日期").dt.weekday() <= _WEEK) & ~pl.col("日期").is_in(closed_days()),
        )
        .filter(pl.col("empty") | (named & (value.is_not_null() & plausible & whole).fill_null(value=False)))
        .select("place", *_KEY, "how", "value", "empty", "due")
    )


def _doubled(sound: pl.LazyFrame) -> pl.DataFrame:
    known = sound.filter(pl.col("entity").is_not_null())
    key = pl.struct(_KEY).hash()
    counts = known.select(key.alias("h")).group_by("h").agg(n=pl.len())
    twice = counts.filter(pl.col("n") > 1).select("h").collect(engine="streaming").to_series()
    suspect = known.filter(key.is_in(twice.implode())).collect(engine="streaming")
    together = pl.len().over(_KEY) > 1
    odd = pl.col("value").n_unique().over(_KEY) > 1
    later = pl.col("place") > pl.col("place").min().over(_KEY)
    apart = pl.col("empty") | ~pl.col("due")
    return suspect.filter(together & (odd | later)).select("place", apart.alias("apart"))


def _months(used: pl.LazyFrame) -> pl.DataFrame:
    value, how = pl.col("value"), pl.col("how")
    months = (
        used.group_by("entity", "indicator", "system", "how", month=pl.col("day").dt.truncate("1mo"))
        .agg(
            last=value.filter(pl.col("day") == pl.col("day").max()).first(),
            mean=value.mean(),
            sum=value.sum(),
            max=value.max(),
        )
        .collect(engine="streaming")
    )
    chosen = pl.coalesce(pl.when(how == name).then(pl.col(name)) for name in ("last", "mean", "sum", "max"))
    return months.select(
        pl.col("entity").alias("firm_id"),
        pl.col("indicator").alias("parameter"),
        pl.format("{} {}", "system", pl.col("month").dt.to_string("%Y-%m")).alias("cause"),
        chosen.alias("quantity"),
    )
