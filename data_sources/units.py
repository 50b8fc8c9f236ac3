"""Units of quantities, as headers and cells write them, and how many of one make another, exactly."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Dimension = Literal["money", "count", "share", "time", "any"]

_POWERS: Mapping[str, int] = {
    "": 0, "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10,
    "千亿": 11, "万亿": 12,
}  # fmt: skip
_COUNTED = (*"次个件户条份家人场名笔项宗起期篇只台位例单张套处本部门课轮批种股手", "人次", "户次", "次数", "人数")
_TIMES: Mapping[str, Fraction] = {
    **dict.fromkeys(("毫秒", "ms"), Fraction(1, 1000)),
    **dict.fromkeys(("秒", "秒钟", "s", "sec", "second", "seconds"), Fraction(1)),
    **dict.fromkeys(("分", "分钟", "min", "minute", "minutes"), Fraction(60)),
    **dict.fromkeys(("时", "小时", "个小时", "h", "hour", "hours"), Fraction(3600)),
    **dict.fromkeys(("天", "日"), Fraction(86_400)),
}
_SHARES: Mapping[str, Fraction] = {
    **dict.fromkeys(("%", "百分点", "个百分点", "百分比", "百分数"), Fraction(1, 100)),
    "‰": Fraction(1, 1000),
    **dict.fromkeys(("bp", "bps", "基点"), Fraction(1, 10_000)),
}
_MULTIPLIER = f"(?P<power>{'|'.join(sorted(filter(None, _POWERS), key=len, reverse=True))})?"
_MONEY = re.compile(rf"(?:人民币|rmb|cny|¥)?{_MULTIPLIER}(?P<base>元|圆)?(?:人民币|rmb|cny|¥)?")
_COUNT = re.compile(rf"{_MULTIPLIER}(?P<base>{'|'.join(sorted(_COUNTED, key=len, reverse=True))})")
_CURRENCY = re.compile(r"人民币|rmb|cny|¥")
_FOREIGN = re.compile(r"美元|美金|港元|港币|欧元|英镑|日元|澳元|加元|外币|[$€£]|\b(?:usd|hkd|eur|gbp|jpy)\b")
_OTHERS = (
    *("工作日", "交易日", "自然日", "周", "星期", "旬", "月", "个月", "季", "季度", "年", "倍", "成", "角"),
    *("平方米", "公里", "千米", "米", "吨", "公斤", "千克", "克", "kg", "km", "mb", "gb", "kb", "tb"),
)
_UNIT_LIKE = re.compile(rf"{_MULTIPLIER}(?:{'|'.join(_OTHERS)})")
_STATED = re.compile(r"^(?:(?:金额|货币|计量|数量|计价|记账)?单位(?:[:为是]|：)?|以|按)")
_BEHIND = re.compile(r"(?:为单位|计算|计|单位)$")


@dataclass(frozen=True)
class Unit:
    """A unit.

    Attributes:
        text: as written.
        dimension: what it measures; `any` of 万 and 亿 by themselves, which count whatever the column does.
        factor: how many of the dimension's own unit (元, 次, 1, 秒) it is.
    """

    text: str
    dimension: Dimension
    factor: Fraction


def unit_of(text: str) -> Unit | None:
    """The unit that a text is; None if it is none that is known."""
    plain = tidy(text)
    if not plain:
        return None
    for dimension, table in (("share", _SHARES), ("time", _TIMES)):
        if plain in table:
            return Unit(text, dimension, table[plain])  # type: ignore[arg-type]
    found = _MONEY.fullmatch(plain)
    if found and (found["base"] or _CURRENCY.search(plain)):
        return Unit(text, "money", _power(found["power"]))
    if found and found["power"]:
        return Unit(text, "any", _power(found["power"]))
    counted = _COUNT.fullmatch(plain)
    return Unit(text, "count", _power(counted["power"])) if counted else None


def is_unit_like(text: str) -> bool:
    """Whether a text means a unit, be it known or not: 美元 and 工作日 do, 含税 does not."""
    plain = tidy(text)
    return unit_of(plain) is not None or bool(_FOREIGN.search(plain) or _UNIT_LIKE.fullmatch(plain))


def is_foreign(text: str) -> bool:
    """Whether a text means a currency that cannot be converted."""
    return bool(_FOREIGN.search(tidy(text)))


def is_clock(text: str) -> bool:
    """Whether a text says how durations are written: 分:秒."""
    return text in ("分:秒", "mm:ss", "m:ss", "时:分:秒", "hh:mm:ss", "h:mm:ss")


def factor_between(found: str, wanted: str) -> Fraction | None:
    """How many of the wanted unit one of the found is; None if it cannot be told.

    Where no unit is wanted, only what counts ones (元, 次, 秒) stands for itself.
    """
    if tidy(found) == tidy(wanted):
        return Fraction(1)
    one = unit_of(found)
    if one is None:
        return None
    if not tidy(wanted):
        return Fraction(1) if one.factor == 1 else None
    other = unit_of(wanted)
    if other is None or (one.dimension != other.dimension and (one.dimension != "any" or other.dimension == "share")):
        return None
    if one.dimension == "any" and other.dimension == "time":
        return None
    return one.factor / other.factor


def tidy(text: str) -> str:
    """A unit's text without blanks and words around it, in half-width lower case."""
    plain = re.sub(r"[\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", text)).lower()
    return _BEHIND.sub("", _STATED.sub("", plain)) or plain


def _power(text: str | None) -> Fraction:
    return Fraction(10 ** _POWERS[text or ""])
