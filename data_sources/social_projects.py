"""Social responsibility projects: financing of the real economy, poverty relief, charity."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class SocialProject(Contract):
    """A social responsibility project."""

    record_id: str = record_id("项目编号", example="XM2017-0001")
    firm: str = firm()
    part: str = column("类别", "项目所属的社会责任类别", example="公益扶贫", aliases=("项目类别", "社会责任类别"))
    kind: str = column("方式", "融资或捐助的方式", example="首次公开发行", aliases=("项目方式", "融资方式"))
    cases: pl.Int64 = column("案例数", "项目包含的案例数", example="1", unit="个", aliases=("案例数量", "数量"), ge=0)
    amount: float = column("金额", "项目金额", example="16.37", unit="亿元", aliases=("项目金额", "融资金额"), ge=0)
    completed_on: pl.Date = column("完成日期", "项目完成的日期", example="2017-09-30", aliases=("日期",))


SOURCE = Source(
    "social_projects",
    "社会责任项目",
    SocialProject,
    "证券公司履行社会责任的项目，一行一项。",
    dated_by="completed_on",
    unit="项",
)
