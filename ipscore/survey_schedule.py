"""`ipscore survey schedule`: the calls of a year's phone survey, as a list for the callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources import firm_register
from data_sources.intake import read_records
from data_sources.population import Everyone
from surveys.schedule import schedule

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook
    from surveys.coding_scheme import CodingScheme

WEEKDAYS = {1: "周一", 2: "周二", 3: "周三", 4: "周四", 5: "周五"}


def call_list(records: Path, rulebook: Rulebook, scheme: CodingScheme, seed: int) -> pl.DataFrame:
    """The calls in the order in which they are made, under the headers of the source 电话畅通调查.

    Args:
        records: a folder with the firm register; other files in it are left alone.
        rulebook: says which firms are evaluated.
        scheme: rounds, hours and holidays.
        seed: of the order of firms.

    Returns:
        拨测编号, 证券公司, 轮次, 拨测日期, 星期, 拨打时间, 时段, 统一社会信用代码.

    Raises:
        IntakeError: the register cannot be read.
        SurveyError: a round has no working day.
    """
    firms = read_records(
        records,
        sources=[firm_register.SOURCE],
        required=[],
        period=rulebook.period,
        population=rulebook.population or Everyone(),
        vocabulary={},
    ).firms.filter(pl.col("status") == "evaluated")
    calls = schedule(firms["firm_id"].to_list(), scheme.calls, seed)
    return (
        calls.join(firms.select("firm_id", "firm"), on="firm_id", how="left", maintain_order="left")
        .with_row_index("n", offset=1)
        .select(
            pl.format("BC{}-{}", pl.lit(scheme.year), pl.col("n").cast(pl.String).str.zfill(4)).alias("拨测编号"),
            pl.col("firm").alias("证券公司"),
            pl.col("round").alias("轮次"),
            pl.col("called_on").alias("拨测日期"),
            pl.col("weekday").replace_strict(WEEKDAYS).alias("星期"),
            pl.col("called_at").alias("拨打时间"),
            pl.col("part_of_day").alias("时段"),
            pl.col("firm_id").alias("统一社会信用代码"),
        )
    )
