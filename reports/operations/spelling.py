"""How readings are spelled: each kind of indicator in its own way, a row of a table or a chart in one unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reports.figures import EMPTY, fixed, percent_change, plain, signed
from scoring.effects import EFFICIENCY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from indicator_tree.catalogue import Catalogue

Style = Literal["number", "state", "clock"]

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60
_AMOUNTS = ((1e8, "亿元"), (1e4, "万元"), (1.0, "元"))
_MILLION = 1_000_000
_LARGE = ((1e8, "亿"), (1e4, "万"))
_MANY, _SOME, _ONE = 1_000, 100, 1  # from which on so many decimals say enough: 0, 1, 2; below, 4
_ABNORMAL = "异常"


@dataclass(frozen=True)
class Scale:
    """A unit, and how its numbers are spelled.

    Attributes:
        unit: as printed; empty where the numbers speak for themselves.
        factor: a reading divided by it is in this unit.
        decimals: of the numbers.
        counted: whether numbers are whole by nature, and decimals are those of means only.
        style: whether numbers are numbers, counts of abnormal states, or times of day.
    """

    unit: str
    factor: float = 1.0
    decimals: int = 2
    counted: bool = False
    style: Style = "number"

    def spell(self, value: float | None) -> str:
        """A reading without its unit: `1,234`, `0.53`, `正常`, `次日02:15`."""
        if value is None:
            return EMPTY
        match self.style:
            case "number":
                return self.spell_scaled(value / self.factor)
            case "state":
                return _ABNORMAL if value == 1 else f"{_ABNORMAL}{plain(value, 2)}次" if value else "正常"
            case "clock":
                return clock(value)

    def spell_scaled(self, value: float | None) -> str:
        """A number that is in the unit already."""
        if value == 0:
            return plain(value)
        return plain(value, self.decimals) if self.counted else fixed(value, self.decimals)

    def with_unit(self, value: float | None) -> str:
        """A reading as it stands in a sentence: `12.50%`, `3.2亿元`, `正常`."""
        told = self.spell(value)
        return told if value is None or self.style != "number" else f"{told}{self.unit}"

    def range(self, low: float | None, high: float | None, *, unit: bool = False) -> str:
        """`12.5–18.0`, `12.5–18.0秒`; one number where both are spelled alike, a dash for none."""
        if low is None or high is None:
            return EMPTY
        first, last = self.spell(low), self.spell(high)
        told = first if first == last else f"{first}–{last}"
        return f"{told}{self.unit}" if unit else told

    def change(self, points: float | None, relative: float | None) -> str:
        """How a reading changed: in percentage points, minutes or abnormal states where these are its unit, else
        relative to the one before.
        """
        if points is None:
            return EMPTY
        if points == 0:
            return "持平"
        match self.style:
            case "clock":
                return f"{signed(points / _MINUTE, 0)}分钟"
            case "state":
                return f"{signed(points, 0)}次"
            case "number" if self.unit == "%":
                return f"{signed(points)}百分点"
            case "number":
                return percent_change(relative) if relative is not None else self._more(points)

    def _more(self, points: float) -> str:
        """What came on top of nothing: `+12户`."""
        return f"{signed(points / self.factor, 0 if self.counted else self.decimals)}{self.unit}"


def scale(catalogue: Catalogue, code: str, values: Iterable[float | None]) -> Scale:
    """The unit in which some readings of an indicator are best told together.

    Args:
        catalogue: what the indicator is.
        code: of the indicator.
        values: readings that stand side by side.
    """
    if code == EFFICIENCY:
        return Scale("秒/万条", 1e-4, 4)
    node = catalogue.indicator[code]
    most = max((abs(value) for value in values if value is not None), default=0.0)
    match node.kind:
        case "state":
            return Scale("", style="state")
        case "time":
            return Scale("", style="clock")
        case "amount":
            factor, unit = next((found for found in _AMOUNTS if most >= found[0]), _AMOUNTS[-1])
            return Scale(unit, factor, 2)
        case "count":
            return _count(node.unit, most)
        case kind:
            return Scale(node.unit, decimals=2 if kind == "ratio" else _decimals(most))


def _count(unit: str, most: float) -> Scale:
    if most >= _MILLION:
        return Scale(f"万{unit}", 1e4, 2)
    return Scale(unit, decimals=min(_decimals(most), 2), counted=True)


def large(value: float | None) -> str:
    """A number for a sentence: `5.96亿`, `1,421.33万`, `9,124`."""
    factor, unit = next((found for found in _LARGE if abs(value or 0.0) >= found[0]), (1.0, ""))
    return EMPTY if value is None else f"{plain(value / factor, 2 if unit else 0)}{unit}"


def clock(seconds: float) -> str:
    """`18:45`; `次日02:15` from midnight on."""
    days, rest = divmod(round(seconds), _DAY)
    prefix = "次日" if days == 1 else f"{days}日后" if days > 1 else ""
    return f"{prefix}{rest // _HOUR:02d}:{rest % _HOUR // _MINUTE:02d}"


def name_of(catalogue: Catalogue, code: str, system: str = "") -> str:
    """`清算系统处理时长（普通交易柜台）`; with its group where another one bears the same name."""
    if code == EFFICIENCY:
        return f"清算效率（{system}）" if system else "清算效率"
    name = catalogue.indicator[code].name
    if sum(catalogue.indicator[leaf].name == name for leaf in catalogue.leaves) > 1:
        name = catalogue.full_name(code)
    return f"{name}（{system}）" if system else name


def unstopped(sentence: str) -> str:
    """A sentence without its full stop, to go on."""
    return str(sentence).rstrip("。")


def month_name(month: date) -> str:
    """`2019年8月`."""
    return f"{month.year}年{month.month}月"


def short_day(day: date) -> str:
    """`8月12日`."""
    return f"{day.month}月{day.day}日"


def days(first: date, last: date, count: int) -> str:
    """`8月12日`; `8月1日–30日（21天）`."""
    if first == last:
        return short_day(first)
    end = f"{last.day}日" if first.month == last.month else short_day(last)
    return f"{short_day(first)}–{end}（{count}天）"


def _decimals(most: float) -> int:
    return 0 if most >= _MANY else 1 if most >= _SOME else 2 if most >= _ONE else 4
