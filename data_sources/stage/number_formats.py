"""What a cell shows of its number, by its format code: 0.855 as `0%` is 85.5%, 123456 as `0!.0,"万"` is 12.3456万.

All stored digits are kept, however few the format shows, and thousands are not grouped: what matters is percent signs,
scaling, literals (units), dates and times, and formats that show nothing.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from data_sources.stage.format_sections import Section, parse, split
from data_sources.stage.marks import EPOCH_1900
from data_sources.stage.serials import duration, moment, time_of_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_SIGNS = "+-−–—－()（） "
_CURRENCY = "¥￥$€£元"
_COMPARE = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, ">=": operator.ge, ">": operator.gt, "<>": operator.ne,
}  # fmt: skip


@dataclass(frozen=True)
class NumberFormat:
    """A format code.

    Attributes:
        numbers: its sections for numbers, at least one.
        texts: its section for texts, if it has one.
    """

    numbers: tuple[Section, ...]
    texts: Section | None

    @cached_property
    def as_stored(self) -> bool:
        """Whether every number is shown as it is stored, without percent, scaling, unit or date, and so every text."""
        zero_only = len(self.numbers) == 3 and _ordinary(self.numbers[0])  # noqa: PLR2004
        telling = self.numbers[:2] if zero_only and _dash(self.numbers[2]) else self.numbers
        return all(map(_ordinary, telling)) and (self.texts is None or _ordinary(self.texts))

    @property
    def dated(self) -> bool:
        """Whether numbers are shown as dates, times or durations."""
        return self.numbers[0].kind in {"date", "time", "duration"}

    def shown(self, value: float, epoch: date = EPOCH_1900) -> str | None:
        """What is shown of a number; None if nothing of it.

        A negative number keeps its sign, also where the format shows it by brackets or red colour. A zero that is
        shown as a dash or not at all, while other numbers are shown, is 0.

        Args:
            value: as stored.
            epoch: the day of serial number 0.
        """
        section = self._section(value)
        match section.kind:
            case "date":
                return moment(value, epoch)
            case "time":
                return time_of_day(value)
            case "duration":
                return duration(value)
            case "literal" if _dash(section):
                return "0" if value == 0 and any(not _dash(other) for other in self.numbers) else None
            case "literal":
                return section.prefix
            case _:
                return _number(section, value, signed=section is not self._negative)

    def shown_text(self, text: str) -> str | None:
        """What is shown of a text; None if nothing of it."""
        if self.texts is None or not text:
            return text
        if self.texts.kind == "text":
            return f"{self.texts.prefix}{text}{self.texts.suffix}"
        return self.texts.prefix or None

    @cached_property
    def _conditional(self) -> bool:
        return any(section.condition for section in self.numbers)

    @cached_property
    def _negative(self) -> Section | None:
        return self.numbers[1] if len(self.numbers) > 1 and not self._conditional else None

    def _section(self, value: float) -> Section:
        if len(self.numbers) == 1 and not self._conditional:
            return self.numbers[0]
        if not self._conditional:
            by_sign = 1 if value < 0 else 2 if value == 0 else 0
            return self.numbers[by_sign] if by_sign < len(self.numbers) else self.numbers[0]
        for section in self.numbers[:2]:
            if section.condition and _COMPARE.get(section.condition[0], operator.eq)(value, section.condition[1]):
                return section
        others = [section for section in self.numbers if not section.condition]
        return others[-1] if others else Section("number")


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """The format of a code as it stands in the file, such as `0.00%`; an empty one shows numbers as they are."""
    sections = [parse(part) for part in split(code or "General")[:4]]
    if len(sections) == 4:  # noqa: PLR2004
        return NumberFormat(tuple(sections[:3]), sections[3])
    if sections[-1].kind == "text":
        return NumberFormat(tuple(sections[:-1]) or (sections[0],), sections[-1])
    return NumberFormat(tuple(sections), None)


def shown(value: float, code: str, epoch: date = EPOCH_1900) -> str | None:
    """What a cell shows of a number, by its format code; None if nothing of it (a `hidden` cell)."""
    return number_format(code).shown(value, epoch)


def number_text(value: float) -> str:
    """A number with all its digits, without exponent: 1500000, 0.1, -2.5."""
    return _digits(Decimal(repr(float(value))))


def builtin_code(number: int) -> str:
    """The code of a format that workbooks name by number alone; `General` for numbers that have none.

    27 to 36 and 50 to 58 are dates and times in East Asian workbooks. Which currency 5 to 8, 42 and 44 show depends
    on the reader's country: they are taken as numbers.
    """
    return _BUILTIN.get(number, "General")


def _ordinary(section: Section) -> bool:
    added = section.prefix.strip(_SIGNS) or section.suffix.strip(_SIGNS) or section.exponent
    return section.kind in {"number", "text"} and not (added or section.digits or section.inserts)


def _dash(section: Section) -> bool:
    return section.kind == "literal" and not section.prefix.strip(_SIGNS)


def _number(section: Section, value: float, *, signed: bool) -> str:
    if not (section.prefix or section.digits or section.inserts):
        return _digits(Decimal(repr(value)).scaleb(section.exponent)) + section.suffix.strip(_SIGNS)
    exact = Decimal(repr(abs(value))).scaleb(section.exponent)
    digits = _digits(exact)
    if section.inserts:
        digits = f"{exact:.0f}".zfill(section.digits)
        for right, text in section.inserts:
            digits = f"{digits[:-right]}{text}{digits[-right:]}"
    elif section.digits:
        whole, point, rest = digits.partition(".")
        digits = whole.zfill(section.digits) + point + rest
    prefix, suffix = section.prefix.strip(_SIGNS), section.suffix.strip(_SIGNS)
    sign = "-" if value < 0 and (signed or not prefix.strip(_CURRENCY)) else ""
    return f"{sign}{prefix}{digits}{suffix}"


def _digits(exact: Decimal) -> str:
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_DAY, _MONTH, _SHORT = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'm"月"d"日"'
_BUILTIN: Mapping[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: _MONTH, 28: _SHORT, 29: _SHORT, 30: "m-d-yy", 31: _DAY, 32: "h:mm",
    33: "h:mm:ss", 34: "上午/下午h:mm", 35: "上午/下午h:mm:ss", 36: _MONTH, 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0",
    48: "##0.0E+0", 49: "@", 50: _MONTH, 51: _SHORT, 52: _MONTH, 53: _SHORT, 54: _SHORT, 55: "上午/下午h:mm",
    56: "上午/下午h:mm:ss", 57: _MONTH, 58: _SHORT, 67: "0%", 68: "0.00%", **dict.fromkeys(range(71, 78), "d/m/yyyy"),
    78: "mm:ss", 79: "[h]:mm:ss", 80: "mm:ss.0", 81: "d/m/yyyy",
}  # fmt: skip
