"""What experts write into a cell, as offices write it: a comparison, points, a tick."""

from __future__ import annotations

import re
from fractions import Fraction

from data_sources.calendar_days import read_day
from data_sources.numerals import plain_text, read_number
from data_sources.stage.marks import EPOCH_1900
from scoring.elicitation.best_worst import HIGHEST

_FRACTION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*[/:⁄∶÷\\比]\s*([0-9]+(?:\.[0-9]+)?)")
_PARTS = re.compile(r"([0-9]+)\s*分之\s*([0-9]+)")
_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]")
_NOT = frozenset({"否", "×", "x", "X", "0", "无", "不", "-", "—", "/", "n", "N", "no", "No", "NO"})
_RECIPROCALS = tuple(Fraction(1, times) for times in range(2, int(HIGHEST) + 1))
_TWO_DECIMALS = 2


def read_comparison(text: str) -> Fraction | str:
    """How many times as important the first is as the second, from 1/9 to 9, or why a cell does not say that.

    `1/3`, `1：3`, `3分之1` and `0.33` are a third: a decimal of two or more places is the reciprocal that it rounds.

    Args:
        text: the cell, not blank.
    """
    plain = plain_text(text).removesuffix("倍").strip()
    found = _value(plain)
    if isinstance(found, str):
        return found
    highest = int(HIGHEST)
    allowed = f"{plain} 不在 1 至 {highest} 或 1/2 至 1/{highest} 之间"
    if found == 0:
        return f"{allowed}；同等重要填 1，是否指 1？"
    if found < 0:
        turned = -found if -found < 1 else 1 / -found
        return f"{allowed}；上面的更重要时填分数" + (
            f"，是否指 {spelled(turned)}？" if turned >= Fraction(1, highest) else ""
        )
    if found > highest:
        return f"{allowed}；最高为 {highest}（极端重要），是否指 {highest}？"
    if found < Fraction(1, highest):
        return f"{allowed}；最低为 1/{highest}，是否指 1/{highest}？"
    return found


def read_points(text: str) -> Fraction | str:
    """Points of a budget: not negative, `30`, `30分`, `30%`; or why a cell holds none."""
    plain = plain_text(text).removesuffix("%").removesuffix("分").strip()
    found = read_number(plain, "")
    if isinstance(found, str):
        return f"“{text}”不是分数" + (f"：{found}" if found else "") + "；请写 0 至 100 的数"
    return found if found >= 0 else f"{plain} 小于 0；分数应不小于 0，是否指 {spelled(-found)}？"


def is_tick(text: str) -> bool:
    """Whether a cell is marked: with anything but a word that denies it."""
    return bool(text) and plain_text(text) not in _NOT


def spelled(value: Fraction) -> str:
    """`3`, `1/3`, `2.5`: as the form asks for it."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"1/{value.denominator}" if value.numerator == 1 else f"{float(value):.4g}"


def _value(plain: str) -> Fraction | str:
    for pattern, turned in ((_FRACTION, False), (_PARTS, True)):
        if found := pattern.fullmatch(plain):
            above, below = (Fraction(part) for part in (found.groups()[::-1] if turned else found.groups()))
            return above / below if below else f"{plain} 的分母是 0"
    number = read_number(plain, "")
    if isinstance(number, Fraction):
        return _reciprocal(number, plain)
    if found := _MONTH_AND_DAY.fullmatch(plain):
        return f"“{plain}”是日期：电子表格把分数变成了日期，请把该格设为文本再写；是否指 {found[1]}/{found[2]}？"
    day = read_day(plain, EPOCH_1900)
    if not isinstance(day, str):
        return f"“{plain}”是日期：电子表格把分数变成了日期，请把该格设为文本再写；是否指 {day.month}/{day.day}？"
    return f"“{plain}”不是 1 至 {int(HIGHEST)} 的数或它们的倒数（如 1/3）"


def _reciprocal(number: Fraction, plain: str) -> Fraction:
    """The reciprocal that a decimal of two or more places rounds; any other number is what it says."""
    places = len(plain.partition(".")[2])
    if places < _TWO_DECIMALS or not 0 < number < 1:
        return number
    unit = Fraction(1, 10**places)
    return next((exact for exact in _RECIPROCALS if abs(exact - number) <= unit / 2), number)
