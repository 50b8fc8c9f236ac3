"""Risk control ratios of the annual reports."""

from __future__ import annotations

import polars as pl

from data_sources.columns import column, firm
from data_sources.contract import Contract
from data_sources.source import Source


class AnnualRatio(Contract):
    """A risk control ratio of one firm."""

    firm: str = firm()
    ratio: str = column(
        "指标名称", "风险控制指标的名称", example="资本杠杆率", aliases=("指标", "风控指标", "风险控制指标")
    )
    numerator: float = column(
        "分子",
        "指标的分子，以元计；其他单位须在表头或格里写明；分子、分母也可都写成百分比",
        example="1,250,000.00",
        unit="元",
        aliases=("分子金额",),
        share_beside="denominator",
        ge=0,
    )
    denominator: float = column(
        "分母",
        "指标的分母，以元计；其他单位须在表头或格里写明；分子、分母也可都写成百分比",
        example="2,500,000.00",
        unit="元",
        aliases=("分母金额",),
        share_beside="numerator",
        gt=0,
    )
    as_of: pl.Date = column("截止日期", "指标的截止日期", example="2017-12-31", aliases=("报告日期", "基准日", "日期"))


SOURCE = Source(
    "annual_ratios",
    "年报风控指标",
    AnnualRatio,
    "证券公司年报披露的风险控制指标，一行一家公司一个指标。",
    dated_by="as_of",
    dating="at_end",
    key=("entity_id", "ratio", "as_of"),
    unit="项",
)
