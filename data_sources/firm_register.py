"""The register of securities firms: who exists, under which names, since when, and merged into whom."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl
import stdnum.cn.uscc as credit_code

from data_sources.columns import column
from data_sources.source import Source


class RegisteredFirm(pa.DataFrameModel):
    """A registered securities firm."""

    firm_id: str = column(
        "统一社会信用代码",
        "营业执照上的 18 位代码",
        example="91110000EXAMPLE00F",
        aliases=("信用代码", "社会信用代码", "机构代码"),
        kind="code",
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

    @pa.check("firm_id", name="credit_code", error="统一社会信用代码不对：须为 18 位，且校验位相符，请与营业执照核对")
    @classmethod
    def _credit_code(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).map_batches(_valid, return_dtype=pl.Boolean))


def _valid(codes: pl.Series) -> pl.Series:
    return pl.Series(codes.name, [None if code is None else credit_code.is_valid(code) for code in codes], pl.Boolean)


SOURCE = Source("firm_register", "证券公司名录", RegisteredFirm, "在册的证券公司，一行一家。", key=("firm_id",))
