"""The four account tables: their columns, names and headers. All hold accounts that are open, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.columns import column
from data_sources.contract import Contract
from data_sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence


def _customer() -> Any:
    aliases = ("客户编号", "客户代码", "客户账号", "customer", "customer_id", "client_id")
    return column("客户号", "客户在本公司的编号，只保存指纹", example="80000001", aliases=aliases)


def _account(title: str, aliases: Sequence[str]) -> Any:
    return column(title, f"{title}号码，只保存指纹", example="30000001", aliases=aliases)


def _name(*, optional: bool) -> Any:
    aliases = ("客户姓名", "客户名称", "名称", "账户名称", "姓名或名称")
    description = "姓名或名称，只用于比对是否一致"
    return column("姓名", description, example="（姓名）", aliases=aliases, optional=optional, nullable=True)


def _id_type(*, optional: bool) -> Any:
    return column(
        "证件类型",
        "证件类型的名称，如居民身份证、护照、其他证件",
        example="居民身份证",
        aliases=("证件类别", "身份证件类型", "主要证件类型"),
        optional=optional,
        nullable=True,
    )


def _id_number(*, optional: bool) -> Any:
    return column(
        "证件号码",
        "证件上的号码，只用于判断和比对",
        example="（号码）",
        aliases=("证件号", "证件编号", "身份证号", "身份证号码", "主要证件号码"),
        optional=optional,
        nullable=True,
    )


def _secret(title: str, description: str, aliases: Sequence[str]) -> Any:
    return column(title, description, example="（不填）", aliases=aliases, nullable=True)


class Customer(Contract):
    """A customer of the firm."""

    customer: pl.UInt64 = _customer()
    name: str = _name(optional=True)
    id_type: str = _id_type(optional=False)
    id_number: str = _id_number(optional=False)
    born_on: str = column(
        "出生日期", "证件不是居民身份证的个人须填", example="1980-05-06", aliases=("生日",), optional=True
    )
    valid_until: str = column(
        "证件有效期",
        "有效期截止日；长期有效写“长期”",
        example="2030-05-06",
        aliases=("证件有效期截止日", "证件截止日期", "证件到期日", "有效期", "有效期至", "证件有效截止日期"),
        nullable=True,
    )
    phone: pl.UInt64 = _secret("联系电话", "固定电话；只看是否为空", ("电话", "固定电话", "telephone"))
    mobile: pl.UInt64 = _secret("手机号码", "手机；只看是否为空", ("手机", "移动电话", "手机号"))
    address: str = _secret("联系地址", "通讯地址；只看是否为空", ("地址", "通讯地址", "通信地址"))
    category: str = column(
        "客户类别", "个人、机构或产品", example="个人", aliases=("客户类型", "投资者类别", "账户类别"), nullable=True
    )


class OneCode(Contract):
    """A 一码通 account and a customer number under which it is kept."""

    account: pl.UInt64 = _account("一码通", ("一码通账户", "一码通账号", "一码通账户号码", "一码通号码", "one_code"))
    customer: pl.UInt64 = _customer()
    name: str = _name(optional=True)
    id_type: str = _id_type(optional=False)
    id_number: str = _id_number(optional=False)


class FundAccount(Contract):
    """A fund account."""

    account: pl.UInt64 = _account("资金账户", ("资金账号", "资金账户号码", "fund_account"))
    customer: pl.UInt64 = _customer()
    state: str = column(
        "存管状态",
        "已上三方存管或未上三方存管；空格视为未上",
        example="已上三方存管",
        aliases=("三方存管状态", "三方存管", "第三方存管状态", "custody", "custody_state"),
        nullable=True,
    )
    name: str = _name(optional=True)
    id_type: str = _id_type(optional=True)
    id_number: str = _id_number(optional=True)


class SecuritiesAccount(Contract):
    """A securities account."""

    account: pl.UInt64 = _account(
        "证券账户", ("证券账号", "证券账户号码", "股东账号", "股东账户", "securities_account")
    )
    customer: pl.UInt64 = _customer()
    state: str = column(
        "使用信息申报状态",
        "已申报、已撤销、未申报或未撤销；空格视为未申报",
        example="已申报",
        aliases=("使用信息状态", "账户使用信息申报状态", "使用信息", "申报状态", "usage", "usage_state"),
        nullable=True,
    )
    name: str = _name(optional=True)
    id_type: str = _id_type(optional=True)
    id_number: str = _id_number(optional=True)


CUSTOMERS = Source("customers", "客户资料", Customer, "客户，一个客户号一行，不含已销户。", unkept=True)
ONE_CODES = Source(
    "one_codes", "一码通账户", OneCode, "一码通账户，每个一码通与客户号的对应一行，不含已注销。", unkept=True
)
FUND_ACCOUNTS = Source("fund_accounts", "资金账户", FundAccount, "资金账户，一户一行，不含已销户。", unkept=True)
SECURITIES_ACCOUNTS = Source("securities_accounts", "证券账户", SecuritiesAccount, "证券账户，一户一行。", unkept=True)

TABLES: tuple[Source, ...] = (CUSTOMERS, ONE_CODES, FUND_ACCOUNTS, SECURITIES_ACCOUNTS)
"""Only the first must be there; an indicator whose table is missing has no value."""
