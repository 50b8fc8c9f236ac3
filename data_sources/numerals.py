"""Numbers as people type them, one by one and exactly: what is a number, and why something else is none."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from data_sources.units import factor_between, unit_of

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+\.?[0-9]*|\.[0-9]+"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<currency>¥|人民币|RMB|CNY)?\s*(?P<inner>[+-]?)(?P<digits>{_DIGITS})"
    r"(?P<power>[eE][+-]?[0-9]{1,3})?\s*(?P<unit>[^0-9\s.,+-][^0-9]*)?",
    re.IGNORECASE,
)
_PART = r"(?:(?P<{0}>[0-9]+(?:\.[0-9]+)?)\s*(?:{1})\s*)?"
_DURATION = re.compile(
    _PART.format("d", "天|日")
    + _PART.format("h", "个?小时|时|h")
    + _PART.format("m", "分钟|分|min|m|′|'")
    + _PART.format("s", '秒钟|秒|sec|s|′′|"'),  # ″ is ′′ in plain texts
    re.IGNORECASE,
)
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9]):([0-5][0-9](?:\.[0-9]+)?)")
_TWO_OF_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
_MOST = 10**300
_LONGEST = 400
"""Characters of a cell that may mean a number; patterns tried on much longer ones take minutes."""
_SECONDS = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
MINUTES_AND_SECONDS = frozenset({"分:秒", "mm:ss", "m:ss", "分秒"})
"""What a header says where 5:25 is five minutes and 25 seconds."""

_REASONS = (
    (r"=.*", "看上去是没有算出结果的公式"),
    (r"\(\s*[0-9.,]+\s*\)", "括号里的数像是会计写法的负数，也可能是注号；负数请写 -12"),
    (r".*[0-9].*[+＋]|.*(?:约|近|余|超过|不足|以上|以下|左右|多$|[><≥≤~]).*", "不是确切的数，请写确数"),
    (r"[0-9.]+\s*(?:-|--|—|至|到)\s*[0-9.]+.*", "像是一段范围，请写一个数"),
    (r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", "像是以点分组、以逗号为小数点的写法"),
    (r"[+-]?[0-9]+,[0-9]{1,2}", "逗号可能是小数点，也可能是写错的千分位"),
    (r"[+-]?[0-9]+(?:,[0-9]*)+(?:\.[0-9]*)?", "千分位逗号的位置不对"),
    (r"[+-]?[0-9]+(?:\s+[0-9]+)+(?:[.,][0-9]*)?", "数字之间有空格，可能是千分位，也可能是两个数"),
    (r"[+-]?[0-9]+(?:['’`´][0-9]+)+(?:[.,][0-9]*)?", "像是以撇号分组的写法"),
    (r".*(?:[$€£]|美元|美金|港元|港币|欧元|英镑|日元|USD|HKD|EUR).*", "是外币，不能换算"),
    (r".*[零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟].*", "请用阿拉伯数字写"),
)


def plain_text(text: str) -> str:
    """Half-width digits, letters and punctuation; no invisible characters, no blanks around."""
    return re.sub("[\u200b\ufeff]", "", unicodedata.normalize("NFKC", text)).replace("−", "-").strip()


def read_number(text: str, wanted: str, said: str = "") -> Fraction | str:
    """A number in the unit that is wanted, or why a cell is none, in Chinese.

    Args:
        text: the cell, not blank.
        wanted: the column's unit; empty if it has none.
        said: the unit that the header says; empty if it says none.
    """
    plain = plain_text(text)
    column = unit_of(wanted)
    if column is not None and column.dimension == "time" and (seconds := _seconds(plain, said)) is not None:
        return seconds if isinstance(seconds, str) else seconds / column.factor
    found = _as_number(plain)
    if found is None or (found["sign"] and found["inner"]):
        return _why_not(plain)
    number = Fraction(Decimal(found["digits"].replace(",", "") + (found["power"] or "")))
    if number > _MOST:
        return "数太大"
    number = -number if "-" in (found["sign"], found["inner"]) else number
    own = (found["unit"] or "").strip()
    if found["currency"] and column is not None and column.dimension != "money":
        return f"格里写着货币，而这一列的单位是“{wanted}”"
    if not own:
        factor = factor_between(said, wanted) if said else Fraction(1)
        return _why_not(plain) if factor is None else number * factor
    return _in_unit(number, own, wanted, said, plain)


def unit_within(text: str) -> str | None:
    """The unit that a number bears in its own cell, empty if it bears none; None if a cell is no number."""
    plain = plain_text(text)
    found = _as_number(plain)
    if found is None:
        return None
    return (found["unit"] or "").strip() or ("元" if found["currency"] else "")


def read_share(text: str) -> Fraction | None:
    """A share that bears its sign, such as 61.41% or 5‰; None if a cell is none."""
    found = _as_number(plain_text(text))
    unit = unit_of(found["unit"] or "") if found else None
    if unit is None or unit.dimension != "share":
        return None
    number = read_number(text, "")
    return number if isinstance(number, Fraction) else None


def _as_number(plain: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST else None


def _in_unit(number: Fraction, own: str, wanted: str, said: str, plain: str) -> Fraction | str:
    unit = unit_of(own)
    if unit is None:
        why = _why_not(plain)
        return why or f"单位“{own}”读不懂；这一列的单位是{wanted}" if wanted else why
    if not wanted and unit.dimension == "share":
        return number * unit.factor
    factor = factor_between(own, wanted)
    if factor is None:
        if wanted:
            return f"格里的单位“{own}”换算不成这一列的单位“{wanted}”"
        return f"格里写了单位“{own}”，而这一列没有规定单位；请只写数，或在规则文件里写明该列的 unit"
    if said and (header := unit_of(said)) is not None and header.factor not in (1, unit.factor):
        return f"格里的单位“{own}”与表头的单位“{said}”不一致"
    return number * factor


def _seconds(plain: str, said: str) -> Fraction | str | None:
    """A duration in seconds; why it is none; None if it is not written as a duration."""
    if found := _CLOCK.fullmatch(plain):
        hours, minutes, rest = found.groups()
        return int(hours) * 3600 + int(minutes) * 60 + Fraction(Decimal(rest))
    if found := _TWO_OF_CLOCK.fullmatch(plain):
        if said.lower() in MINUTES_AND_SECONDS:
            return Fraction(int(found[1]) * 60 + int(found[2]))
        return "可能是分和秒，也可能是时和分；请写 00:05:25 或 5分25秒"
    found = _DURATION.fullmatch(plain)
    parts = {name: text for name, text in found.groupdict().items() if text} if found else {}
    if len(parts) < 2:  # noqa: PLR2004  (one number with its unit is read as any other)
        return None
    return sum((_SECONDS[name] * Fraction(Decimal(text)) for name, text in parts.items()), Fraction(0))


def _why_not(plain: str) -> str:
    if len(plain) > _LONGEST:
        return ""
    return next((why for pattern, why in _REASONS if re.fullmatch(pattern, plain, re.IGNORECASE)), "")
