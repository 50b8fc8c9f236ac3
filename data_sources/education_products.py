"""Investor education products."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class EducationProduct(Contract):
    """An investor education product."""

    record_id: str = record_id("产品编号", example="CP2017-0001")
    firm: str = firm()
    title: str = column("产品名称", "投教产品的名称", example="防范非法证券活动手册", aliases=("名称", "标题"))
    form: str = column("产品形式", "产品的形式", example="图文", aliases=("形式",))
    topic: str = column("内容主题", "内容的主题", example="风险提示", aliases=("主题",))
    clicks: pl.Int64 = column(
        "点击量", "发布以来的点击或阅读次数", example="12,000", unit="次", aliases=("点击数", "阅读量"), ge=0
    )
    published_on: pl.Date = column("发布日期", "首次发布的日期", example="2017-04-01", aliases=("上线日期", "日期"))


SOURCE = Source(
    "education_products",
    "投教产品",
    EducationProduct,
    "证券公司制作的投教产品，一行一件。",
    dated_by="published_on",
    unit="件",
)
