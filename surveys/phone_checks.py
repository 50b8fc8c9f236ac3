"""Phone checks: calls to the firms' service numbers, in rounds."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.source import Source

_LATER = "上一步未通过时，这一步应留空"
_MISSING = "上一步已通过，这一步不得留空"


def _empty_unless(step: str, data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(step).fill_null(value=False) | pl.col(data.key).is_null())


def _given_if(step: str, data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(~pl.col(step).fill_null(value=False) | pl.col(data.key).is_not_null())


class PhoneCheck(pa.DataFrameModel):
    """One call; each step is judged only where the earlier ones succeeded."""

    record_id: str = record_id("拨测编号", example="BC2017-001", aliases=("调查编号",))
    firm: str = firm()
    round: pl.Int64 = column("轮次", "第几轮拨测", example="1", unit="轮", aliases=("拨测轮次", "调查轮次"), ge=1)
    called_on: pl.Date = column(
        "拨测日期", "拨打的日期", example="2017-10-18", aliases=("拨打日期", "调查日期", "日期")
    )
    connected: bool = column("能否接通", "电话能否接通", example="是", aliases=("是否接通", "接通"))
    answered: bool = column(
        "有人接听", "接通后是否有人接听；未接通则留空", example="是", aliases=("是否有人接听", "接听"), nullable=True
    )
    polite: bool = column(
        "态度良好",
        "接听人员态度是否良好；无人接听则留空",
        example="是",
        aliases=("态度是否良好", "态度友好"),
        nullable=True,
    )
    effective: bool = column(
        "有效答复",
        "能否有效回答问题；无人接听则留空",
        example="是",
        aliases=("能否有效回答", "有效回答"),
        nullable=True,
    )

    @pa.check("answered", name="answered_late", error=_LATER)
    @classmethod
    def _answered_late(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _empty_unless("connected", data)

    @pa.check("answered", name="answered_missing", error=_MISSING, ignore_na=False)
    @classmethod
    def _answered_missing(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _given_if("connected", data)

    @pa.check("polite", "effective", name="judged_late", error=_LATER)
    @classmethod
    def _judged_late(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _empty_unless("answered", data)

    @pa.check("polite", name="polite_missing", error=_MISSING, ignore_na=False)
    @classmethod
    def _polite_missing(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _given_if("answered", data)

    @pa.check("effective", name="effective_missing", error=_MISSING, ignore_na=False)
    @classmethod
    def _effective_missing(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _given_if("polite", data)


SOURCE = Source(
    "phone_checks", "电话畅通调查", PhoneCheck, "对投资者咨询服务电话的拨测，一行一次。", key=("entity_id", "round")
)
