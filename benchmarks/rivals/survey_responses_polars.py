"""Responses to evidence in Polars: the sound ones in memory, and the few that share something looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rivals.in_polars import names
from benchmarks.rivals.survey_responses_rules import (
    ATTENTION,
    COLUMNS,
    CONTRADICTION,
    EXPECTED,
    FILE,
    FIRST,
    LAST,
    OPTIONS,
    QUESTIONS,
    SHARE_OF_MEDIAN,
    STATUSES,
)

if TYPE_CHECKING:
    from pathlib import Path

_RECORD, _DAY, _STATUS, _SECONDS, _CLIENT = "答卷编号", "填答日期", "填答状态", "填答用时", "是否该公司客户"
_QUESTIONS = [question for question, _ in QUESTIONS.values()]
_WHO = ("受访者编号", "设备标识")
_KEPT = ("place", "firm", _RECORD, _DAY, *_WHO, _STATUS, _SECONDS, _CLIENT, ATTENTION, *_QUESTIONS)


def reduce(folder: Path, out: Path) -> Fates:
    """Count answers."""
    file = pl.scan_parquet(folder / FILE, row_index_name="place")
    sound = _sound(file, names(folder, file)).collect(engine="streaming").lazy()
    doubled = _doubled(sound)
    used = sound.filter(pl.col("firm").is_not_null(), _not_among(doubled["place"]))
    done = pl.col(_STATUS) == STATUSES[0]
    facts = used.select(n=pl.len(), median=pl.col(_SECONDS).filter(done).median()).collect(engine="streaming")
    finished = used.filter(done, pl.col(_DAY).is_between(FIRST, LAST), pl.col(_CLIENT).fill_null(value=True))
    alone = finished.filter(_not_among(_later(finished, _WHO[0])))
    both = pl.all_horizontal((pl.col(name) == answer).fill_null(value=False) for name, answer in CONTRADICTION.items())
    accepted = alone.filter(
        _not_among(_later(alone, _WHO[1])),
        pl.col(_SECONDS) >= SHARE_OF_MEDIAN * facts["median"].item(),
        (pl.col(ATTENTION) == EXPECTED).fill_null(value=True),
        ~both,
    )
    _evidence(accepted).write_parquet(out)
    read, kept = file.select(pl.len()).collect().item(), sound.select(pl.len()).collect(engine="streaming").item()
    kept -= doubled.height
    return Fates(read, facts["n"].item(), read - kept, kept - facts["n"].item())


def _sound(file: pl.LazyFrame, known: pl.DataFrame) -> pl.LazyFrame:
    allowed = [pl.col(name).is_in(options) | pl.col(name).is_null() for name, options in OPTIONS.items()]
    found = file.filter(pl.col(_DAY).is_not_null(), pl.col(_STATUS).is_in(STATUSES), pl.col(_SECONDS) >= 0, *allowed)
    named = found.join(known.lazy(), left_on="证券公司", right_on="name")
    return named.select(*_KEPT, content=pl.struct("entity", *COLUMNS).hash())


def _not_among(places: pl.Series) -> pl.Expr:
    return ~pl.col("place").is_in(places.implode())


def _repeated(rows: pl.LazyFrame, *columns: str) -> pl.DataFrame:
    """The rows whose columns together stand there more than once."""
    key = pl.struct(columns).hash()
    counts = rows.select(key.alias("h")).group_by("h").agg(n=pl.len())
    twice = counts.filter(pl.col("n") > 1).select("h").collect(engine="streaming").to_series()
    return rows.filter(key.is_in(twice.implode())).collect(engine="streaming")


def _doubled(sound: pl.LazyFrame) -> pl.DataFrame:
    odd = pl.col("content").n_unique().over(_RECORD) > 1
    later = pl.col("place") > pl.col("place").min().over(_RECORD)
    return _repeated(sound, _RECORD).filter(odd | later).select("place")


def _later(rows: pl.LazyFrame, column: str) -> pl.Series:
    slim = rows.select("place", "firm", column, _DAY, _RECORD).filter(pl.col(column).is_not_null())
    ordered = _repeated(slim, "firm", column).sort("firm", column, _DAY, _RECORD)
    return ordered.filter(~pl.struct("firm", column).is_first_distinct())["place"]


def _evidence(accepted: pl.LazyFrame) -> pl.DataFrame:
    counted = accepted.group_by("firm", *_QUESTIONS).agg(n=pl.len()).collect(engine="streaming")
    found = [
        counted.filter(pl.col(question).is_not_null())
        .group_by("firm", question)
        .agg(pl.col("n").sum())
        .select(
            pl.col("firm").alias("firm_id"),
            pl.lit(f"{node}.answers").alias("parameter"),
            pl.col(question).alias("cause"),
            pl.col("n").cast(pl.Float64).alias("quantity"),
        )
        for node, (question, _) in QUESTIONS.items()
    ]
    return pl.concat(found)
