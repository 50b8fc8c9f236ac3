"""Phone checks: calls to the firms' service numbers, in rounds, and the calls that a second coder judged again.

A call that two coders judge independently has one row among the checks, which is scored, and one among the recodes,
which is not: it has the same record_id, and serves to measure agreement only.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import polars as pl

from data_sources.column_checks import Check
from data_sources.columns import column, firm, record_id
from data_sources.contract import Contract
from data_sources.source import Source

STEPS = ("connected", "answered", "polite", "effective")
"""The steps of a call in the order in which they are judged."""

_LATER = "上一步未通过时，这一步应留空"
_MISSING = "上一步已通过，这一步不得留空"


def _only_after(step: str, name: str) -> Check:
    """That a step is judged only where an earlier one succeeded."""
    return Check(f"{name}_late", _LATER, partial(_empty_unless, step))


def _always_after(step: str, name: str) -> Check:
    """That a step is judged wherever the one before it succeeded."""
    return Check(f"{name}_missing", _MISSING, partial(_given_if, step), empty_keeps=False)


def _empty_unless(step: str, column: str) -> pl.Expr:
    return pl.col(step).fill_null(value=False) | pl.col(column).is_null()


def _given_if(step: str, column: str) -> pl.Expr:
    return ~pl.col(step).fill_null(value=False) | pl.col(column).is_not_null()


def _coder() -> Any:
    return column(
        "编码员", "判断各步的编码员代号", example="B1", aliases=("编码人员", "拨测员", "复核人员"), optional=True
    )


class _Steps(Contract):
    """What a coder judges of a call; each step only where the earlier ones succeeded."""

    connected: bool = column("能否接通", "电话能否接通", example="是", aliases=("是否接通", "接通"))
    answered: bool = column(
        "有人接听",
        "接通后是否有人接听；未接通则留空",
        example="是",
        aliases=("是否有人接听", "接听"),
        nullable=True,
        checks=[_only_after("connected", "answered"), _always_after("connected", "answered")],
    )
    polite: bool = column(
        "态度良好",
        "接听人员态度是否良好；无人接听则留空",
        example="是",
        aliases=("态度是否良好", "态度友好"),
        nullable=True,
        checks=[_only_after("answered", "judged"), _always_after("answered", "polite")],
    )
    effective: bool = column(
        "有效答复",
        "能否有效回答问题；无人接听则留空",
        example="是",
        aliases=("能否有效回答", "有效回答"),
        nullable=True,
        checks=[_only_after("answered", "judged"), _always_after("polite", "effective")],
    )


class _Call(Contract):
    record_id: str = record_id("拨测编号", example="BC2017-001", aliases=("调查编号",))
    firm: str = firm()
    round: pl.Int64 = column("轮次", "第几轮拨测", example="1", unit="轮", aliases=("拨测轮次", "调查轮次"), ge=1)
    called_on: pl.Date = column(
        "拨测日期", "拨打的日期", example="2017-10-18", aliases=("拨打日期", "调查日期", "日期")
    )
    called_at: pl.Int64 = column(
        "拨打时间",
        "拨打的钟点，0 至 23 的整数，如 9 表示 9:00 至 9:59",
        example="10",
        unit="时",
        aliases=("拨打时点", "拨打时段", "时段"),
        optional=True,
        ge=0,
        le=23,
    )
    coder: str = _coder()


class PhoneCheck(_Steps, _Call):
    """One call to a firm in a round."""


class _Again(Contract):
    record_id: str = record_id("拨测编号", example="BC2017-001", aliases=("调查编号",))
    firm: str = firm()
    coder: str = _coder()


class PhoneRecode(_Steps, _Again):
    """One call judged again by a second coder; `record_id` is that of the call."""


SOURCE = Source(
    "phone_checks",
    "电话畅通调查",
    PhoneCheck,
    "对投资者咨询服务电话的拨测，一行一次。",
    dated_by="called_on",
    key=("entity_id", "round"),
    unit="次",
)
RECODES = Source(
    "phone_recodes",
    "电话复核编码",
    PhoneRecode,
    "另一名编码员对同一次拨测的独立判断，一行一次，拨测编号与电话畅通调查相同；只用来计算一致性，不计分。",
    follows=SOURCE.name,
)
