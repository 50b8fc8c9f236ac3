"""Measures in the integrity archive of the securities market."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source


class IntegrityMeasure(Contract):
    """A penalty or measure in the integrity archive."""

    record_id: str = record_id("措施编号", example="CS2017-0001", aliases=("文号", "决定书文号"))
    firm: str = firm()
    decided_on: pl.Date = column("决定日期", "作出决定的日期", example="2017-06-20", aliases=("作出日期", "日期"))
    authority: str = column("作出机构", "作出决定的机构", example="监管部门", aliases=("决定机构", "处罚机构", "机关"))
    kind: str = column("措施类型", "处罚或措施的类型", example="行政监管措施", aliases=("类型", "措施种类", "处罚类型"))
    matter: str = column("涉及事项", "措施针对的事项", example="适当性管理", aliases=("事项", "违规事项", "事由"))
    subject: str = column(
        "当事人",
        "公司、分支机构或人员；人员姓名读入时只留姓氏",
        example="示例证券某营业部",
        aliases=("当事人名称", "处罚对象", "对象"),
        personal_unless=("subject_kind", "公司"),
    )
    subject_kind: str = column(
        "当事人类型", "公司（含分支机构）或人员", example="公司", aliases=("对象类型", "主体类型")
    )
    subject_level: str = column(
        "层级", "公司一级或分支机构一级", example="分支机构", aliases=("当事人层级", "主体层级")
    )


SOURCE = Source(
    "integrity_measures",
    "诚信档案措施",
    IntegrityMeasure,
    "证券期货市场诚信档案中的处罚与措施，一行一项。",
    dated_by="decided_on",
    unit="项",
)
