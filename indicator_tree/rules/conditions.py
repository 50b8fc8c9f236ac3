"""Which records of a source count."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator

Scalar = str | bool | int
Bounds = dict[str, date | float]
"""Bounds of a date (`from`, included; `before`, not included) or of a number (`at_least`, included; `under`, not)."""

DATE_BOUNDS, NUMBER_BOUNDS = ("from", "before"), ("at_least", "under")
_ENDS = (DATE_BOUNDS, NUMBER_BOUNDS)


def _checked(wanted: Any) -> Any:
    """A condition whose bounds, if it has any, hold for some value."""
    if not isinstance(wanted, dict):
        return wanted
    allowed = (*DATE_BOUNDS, *NUMBER_BOUNDS)
    problems = [f"没有 {key}，只有 {'、'.join(allowed)}" for key in wanted if key not in allowed]
    if not wanted:
        problems.append(f"应写 {'、'.join(allowed)} 中的一项或两项")
    if {*wanted} & {*DATE_BOUNDS} and {*wanted} & {*NUMBER_BOUNDS}:
        problems.append("日期的界限（from、before）与数值的界限（at_least、under）不能写在一起")
    problems += [f"{key} 应为日期" for key in DATE_BOUNDS if key in wanted and not isinstance(wanted[key], date)]
    problems += [f"{key} 应为数字" for key in NUMBER_BOUNDS if key in wanted and isinstance(wanted[key], date)]
    for low, high in _ENDS:
        if not problems and low in wanted and high in wanted and wanted[low] >= wanted[high]:
            word = "早于" if low == "from" else "小于"
            told = f"{low} 应{word} {high}，实为 {spelled(wanted[low])} 与 {spelled(wanted[high])}"
            problems.append(f"{told}，没有记录会符合")
    if problems:
        raise ValueError("；".join(problems))
    return wanted


def spelled(bound: date | float) -> str:
    """A bound as TOML writes it."""
    return bound.isoformat() if isinstance(bound, date) else f"{bound:g}"


Wanted = Annotated[Scalar | tuple[Scalar, ...] | Bounds, AfterValidator(_checked)]
"""What a column must be: a value, one of a list of values, or within bounds."""
When = dict[str, Wanted]
"""Conditions on a source's columns, all of which must hold."""


def exclude_each_other(one: When, other: When) -> tuple[str, ...]:
    """The columns of which no value meets both of two conditions."""
    return tuple(column for column in one if column in other and not _meet(one[column], other[column]))


def _meet(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        ends = [(a, b, low, high) for a, b in ((one, other), (other, one)) for low, high in _ENDS]
        return all(a[low] < b[high] for a, b, low, high in ends if low in a and high in b)
    if isinstance(one, dict) or isinstance(other, dict):
        return True
    values = [set(map(repr, each if isinstance(each, tuple) else (each,))) for each in (one, other)]
    return bool(values[0] & values[1])
