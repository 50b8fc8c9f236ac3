"""The register of securities firms: who exists, under which names, since when, and merged into whom."""

from __future__ import annotations

import polars as pl
import stdnum.cn.uscc as credit_code

from data_sources.column_checks import each_text
from data_sources.columns import column
from data_sources.contract import Contract
from data_sources.source import Source

_WRONG_CODE = "统一社会信用代码不对：须为 18 位，且校验位相符，请与营业执照核对"


class RegisteredFirm(Contract):
    """A registered securities firm."""

    firm_id: str = column(
        "统一社会信用代码",
        "营业执照上的 18 位代码",
        example="91110000EXAMPLE00F",
        aliases=("信用代码", "社会信用代码", "机构代码"),
        kind="code",
        checks=[each_text("credit_code", _WRONG_CODE, credit_code.is_valid)],
    )
    full_name: str = column(
        "公司全称",
        "营业执照上的名称",
        example="示例证券股份有限公司",
        aliases=("公司名称", "证券公司", "机构名称", "全称"),
    )
    short_name: str = column("公司简称", "通常的简称，不得与别家相同", example="示例证券", aliases=("券商简称", "简称"))
    former_names: str = column(
        "曾用名",
        "曾用的全称或简称，多个用顿号隔开；没有则留空",
        example="范例证券、样本证券",
        aliases=("曾用名称", "原名"),
        nullable=True,
    )
    established_on: pl.Date = column(
        "成立日期", "营业执照上的成立日期", example="1999-08-16", aliases=("注册日期", "设立日期")
    )
    brokerage: bool = column(
        "经纪业务资格",
        "是否开展证券经纪业务",
        example="是",
        aliases=("经纪业务", "是否有经纪业务资格", "是否开展经纪业务"),
    )
    merged_into: str = column(
        "合并至",
        "与母公司合并评价的，填母公司名称；否则留空",
        example="",
        aliases=("合并评价公司", "并入", "母公司"),
        nullable=True,
    )


SOURCE = Source("firm_register", "证券公司名录", RegisteredFirm, "在册的证券公司，一行一家。", key=("firm_id",))
