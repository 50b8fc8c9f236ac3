"""Readings of operations indicators: one row per firm, indicator, system and date."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column
from data_sources.contract import Contract
from data_sources.source import Source

READINGS = pl.Schema(
    {
        "firm_id": pl.String(),
        "indicator": pl.String(),
        "system": pl.String(),
        "date": pl.Date(),
        "value": pl.Float64(),
        "text": pl.String(),
    }
)
"""Sorted by firm_id, indicator, system, date, which no two rows share. `indicator` is a code; `system` is empty where
an indicator is not split. The date of a monthly reading is the last day of its month. A percentage is 12.5 for 12.5 %;
a time of day is in seconds since midnight of its date; a state has the value 0 (normal) or 1 and the text `正常`, or
`异常：` and its cause."""

STATE_MARK = "："
"""What stands between a state and its cause in the text of a reading."""


class Reading(Contract):
    """A reading as it stands in a file; how its cell is read depends on the indicator."""

    firm: str = column(
        "证券公司",
        "公司全称、简称或统一社会信用代码；只有一家公司的文件可以没有这一列",
        example="示例证券",
        aliases=("公司名称", "公司", "券商", "公司简称", "机构名称", "统一社会信用代码", "firm_id"),
        optional=True,
    )
    indicator: str = column(
        "指标",
        "指标代码或名称；同名的指标写“小类·名称”",
        example="2.1.1 主数据库服务器CPU利用率",
        aliases=("指标名称", "指标代码", "代码", "code"),
        nullable=True,
    )
    system: str = column(
        "系统",
        "分系统、存管银行或镜像站点填报的指标写其名称，其余留空",
        example="",
        aliases=("系统名称", "所属系统", "存管银行", "镜像站点"),
        optional=True,
    )
    date: str = column(
        "日期",
        "每日指标写交易日；每月指标写月末日或月份",
        example="2019-08-30",
        aliases=("数据日期", "报送日期", "统计日期", "月份", "报送月份"),
        nullable=True,
    )
    value: str = column(
        "数值",
        "按指标的单位填写，格内不写单位；状态写“正常”或“异常”，时点写 18:30，次日写“次日 02:00”",
        example="12.5",
        aliases=("读数", "指标值", "状态", "值", "结果"),
        nullable=True,
    )
    text: str = column(
        "说明",
        "状态异常、出现异常处理或大额透支时写明原因；不写个人信息",
        example="",
        aliases=("原因", "文字", "文字说明", "异常原因", "备注"),
        optional=True,
    )


SOURCE = Source(
    "readings",
    "运营指标读数",
    Reading,
    "运营管理信息指标的读数，一行一家公司一个指标一个系统一个日期。",
    key=("entity_id", "indicator", "system", "date"),
)
