"""Ratios that a sentence states: `8%`, `1,200%`, `百分之八`, `4 倍`, and shares of a line: `监管标准的 120%`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_WORDS = "零一二两三四五六七八九十百千"
_STATED = re.compile(
    rf"(?P<before>[^，。；、;]*?)(?:"
    rf"(?<![0-9.,])(?P<percent>{_DIGITS})\s*%"
    rf"|百分之\s*(?P<hundredths>{_DIGITS}|[{_WORDS}]+(?:点[{_WORDS}]+)?)"
    rf"|(?<![0-9.,{_WORDS}])(?P<times>{_DIGITS}|[{_WORDS}]+)\s*倍)"
)
_BOUND = re.compile(r"不得|不应|不能|不可|低于|高于|超过|超出|少于|多于|小于|大于|至少|至多|最高|最低|上限|下限|达到")
_OF_LINE = re.compile(
    r"(?:(?P<warning>预警(?:标准|线|值)?|\{warning\})|(?:监管|规定)?标准|限值|监管线|\{limit\})\s*的\s*$"
)
_COMMA = re.compile(r",(?![0-9]{3})")
_PLACES = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class StatedRatio:
    """A ratio in a sentence.

    Attributes:
        text: as it is written.
        value: as a fraction: 0.08 of 8%.
        line: the line of a scale that it is said of: `limit` or `warning`.
        of: the line that it is a share or multiple of; None where it is the ratio itself.
        bound: whether the sentence states it as a bound.
        certain: whether it can be nothing but a ratio: a multiple, or a share of some amount, may be anything.
    """

    text: str
    value: float
    line: str
    of: str | None
    bound: bool
    certain: bool


def stated_ratios(sentence: str) -> Iterator[StatedRatio]:
    """All ratios of a sentence, in order."""
    for found in _STATED.finditer(_COMMA.sub("，", sentence.translate(_WIDE))):
        before = found["before"]
        number = found["percent"] or found["hundredths"] or found["times"]
        share = _OF_LINE.search(before)
        of = None if share is None else ("warning" if share["warning"] else "limit")
        said = before if share is None else before[: share.start()]
        line = "warning" if "预警" in said else "limit"
        if of is not None:
            line = "limit" if of == "warning" else "warning"
        yield StatedRatio(
            text=found[0][len(before) :],
            value=_number(number) / (1 if found["times"] else 100),
            line=line,
            of=of,
            bound=_BOUND.search(before) is not None,
            certain=found["times"] is None and not before.rstrip().endswith("的"),
        )


def _number(text: str) -> float:
    """`1,200`, `八`, `一百二十`, `九点六`."""
    if text[0].isdigit():
        return float(text.replace(",", ""))
    whole, _, decimals = text.partition("点")
    total, digit = 0, 0
    for word in whole:
        if (place := _PLACES.get(word)) is None:
            digit = _digit(word)
        else:
            total, digit = total + (digit or 1) * place, 0
    return float(f"{total + digit}.{''.join(str(_digit(word)) for word in decimals) or 0}")


def _digit(word: str) -> int:
    return 2 if word == "两" else max("零一二三四五六七八九".find(word), 0)
