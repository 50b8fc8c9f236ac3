"""Work orders of the 12386 hotline."""

from __future__ import annotations

import polars as pl

from data_sources.column_checks import not_before
from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class Complaint(Contract):
    """A complaint passed on by the hotline."""

    record_id: str = record_id("工单编号", example="GD2017-0001", aliases=("工单号", "投诉编号"))
    firm: str = firm()
    category: str = column("投诉类别", "投诉的类别", example="交易系统", aliases=("类别", "投诉类型", "投诉事由"))
    received_on: pl.Date = column(
        "受理日期", "工单受理的日期", example="2017-05-12", aliases=("接收日期", "转办日期", "投诉日期")
    )
    closed_on: pl.Date = column(
        "办结日期",
        "办结的日期；未办结则留空",
        example="2017-05-30",
        aliases=("结案日期", "完成日期"),
        nullable=True,
        checks=[not_before("办结日期", "received_on", "受理日期")],
    )
    at_fault: bool = column(
        "是否存在过错", "公司是否存在过错", example="否", aliases=("存在过错", "公司过错", "是否有过错")
    )


SOURCE = Source(
    "complaints",
    "12386投诉工单",
    Complaint,
    "12386 热线转办的投诉工单，一行一单。",
    dated_by="received_on",
    unit="件",
)
