"""Investor education bases."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class EducationBase(Contract):
    """A recognised investor education base."""

    record_id: str = record_id("基地编号", example="JD-001")
    firm: str = firm()
    tier: str = column("级别", "授牌的级别，或申报的情况", example="国家级", aliases=("基地级别", "等级"))
    form: str = column(
        "形式", "基地的形式；没有基地则留空", example="实体", aliases=("基地形式", "基地类型", "类型"), nullable=True
    )
    named_on: pl.Date = column(
        "授牌日期", "授牌的日期；不详则留空", example="2016-05-01", aliases=("命名日期",), nullable=True
    )


SOURCE = Source(
    "education_bases",
    "投教基地",
    EducationBase,
    "投教基地及其申报情况，一个基地或一次申报一行；授牌日期在评价期末以后的不计。",
    dated_by="named_on",
    dating="until_end",
    unit="条",
)
