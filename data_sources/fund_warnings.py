"""Warnings of the client fund monitoring."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class FundWarning(Contract):
    """A warning of the client fund monitoring."""

    record_id: str = record_id("预警编号", example="YJ2017-0001", aliases=("预警单号",))
    firm: str = firm()
    occurred_on: pl.Date = column("预警日期", "预警发生的日期", example="2017-03-05", aliases=("发生日期", "日期"))
    level: str = column("预警级别", "预警的级别", example="提示关注", aliases=("级别", "预警等级", "等级"))
    matter: str = column(
        "预警事项", "引起预警的事项", example="客户资金与报送数据不一致", aliases=("事项", "预警内容", "预警原因")
    )


SOURCE = Source(
    "fund_warnings",
    "资金监控预警",
    FundWarning,
    "投资者保护基金公司资金监控系统对证券公司发出的预警，一行一次。",
    dated_by="occurred_on",
    unit="次",
)
