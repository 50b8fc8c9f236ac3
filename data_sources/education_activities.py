"""Investor education activities."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class EducationActivity(Contract):
    """An investor education activity."""

    record_id: str = record_id("活动编号", example="HD2017-0001")
    firm: str = firm()
    title: str = column("活动名称", "投教活动的名称", example="投资者走进上市公司", aliases=("名称", "标题"))
    topic: str = column("活动主题", "活动的主题", example="理性投资", aliases=("主题",))
    organiser: str = column("组织方式", "活动由谁组织", example="自主策划", aliases=("组织形式", "主办方式"))
    sessions: pl.Int64 = column("场次", "活动开展的场次", example="12", unit="场", aliases=("活动场次", "场数"), ge=1)
    participants: pl.Int64 = column(
        "参与人次", "各场参与人次之和", example="3,500", unit="人次", aliases=("参加人次", "参与人数", "参加人数"), ge=0
    )
    held_on: pl.Date = column(
        "开展日期", "首场开展的日期", example="2017-05-15", aliases=("活动日期", "举办日期", "日期")
    )


SOURCE = Source(
    "education_activities",
    "投教活动",
    EducationActivity,
    "证券公司开展的投教活动，一行一项。",
    dated_by="held_on",
    unit="项",
)
