"""In which unit the values of a decision are.

A decision that names a unit beside the column means that one. One that names none may mean the unit that the record's
file shows or that of the contract: it is taken only where just one of them fits the old value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from data_sources.corrections.values import says
from data_sources.header_texts import label_of
from data_sources.notations import is_judged
from data_sources.numerals import read_number, unit_within
from data_sources.units import factor_between, is_clock, is_unit_like, tidy, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data_sources.columns import Column
    from data_sources.corrections.decision import Change
    from data_sources.corrections.values import Cell


def is_quantity(column: Column) -> bool:
    """Whether the values of a column may bear a unit."""
    return column.kind in ("number", "count") or bool(column.unit)


def unit_named(column: Column, text: str) -> tuple[str, str]:
    """The unit that a decision names beside a column, and what is wrong with it, in Chinese; either may be empty."""
    if not is_quantity(column):
        return "", ""
    wanted = column.measure
    notes = label_of((text,)).notes
    said = [note for note in notes if is_unit_like(note) or tidy(note) == tidy(wanted) or is_clock(note)]
    for unit in said:
        if not is_clock(unit) and factor_between(unit, wanted) is None:
            own = f"的单位“{wanted}”" if wanted else "，它没有规定单位"
            return "", f"列“{text}”的单位“{unit}”换算不成{column.title}{own}"
    if len({factor_between(unit, wanted) for unit in said}) > 1:
        return "", f"列“{text}”的单位写了不止一种：{'、'.join(said)}；请只写一种"
    return (said[0] if said else ""), ""


def is_same_unit(column: Column, one: str, other: str) -> bool:
    """Whether two units of a column mean the same; an empty one is the column's own."""
    return tidy(one or column.measure) == tidy(other or column.measure) or _size(column.measure, one) == _size(
        column.measure, other
    )


def settled_unit(cell: Cell, change: Change) -> tuple[str, str]:
    """The unit of a new value, empty for that of the contract, and why it cannot be told, in Chinese.

    Args:
        cell: what the record says.
        change: what is decided; its old value is that of the record.
    """
    column = cell.column
    if change.unit or not is_quantity(column) or change.new is None or unit_within(change.new) != "":
        return change.unit, ""
    own = "" if change.old is None else unit_within(change.old) or ""
    possible: tuple[str, ...] = (own or cell.unit, cell.unit if own else "")
    if not own and not is_same_unit(column, cell.unit, "") and _fits_as_shown_alone(cell, change):
        possible = (cell.unit,)
    return _alone(column, change, possible)


def unit_of_new_record(column: Column, change: Change, in_files: Iterable[str]) -> tuple[str, str]:
    """The unit of a value of a new record, and why it cannot be told; see `settled_unit`.

    Args:
        column: the column.
        change: what is decided.
        in_files: the units that headers of the source's files say of the column.
    """
    if change.unit or not is_quantity(column) or change.new is None or unit_within(change.new) != "":
        return change.unit, ""
    return _alone(column, change, ("", *in_files))


def _fits_as_shown_alone(cell: Cell, change: Change) -> bool:
    """Whether an old value without a unit is the record's in the file's unit, and not in the contract's."""
    fits, fits_too = (says(cell, change.old, unit, shown=False) for unit in (cell.unit, ""))
    return change.old is not None and fits and not fits_too


def _alone(column: Column, change: Change, possible: Sequence[str]) -> tuple[str, str]:
    """The only one of some units, or how the new value reads in each."""
    new = change.new or ""
    different: list[str] = []
    for unit in possible:
        if not any(is_same_unit(column, unit, other) for other in different):
            different.append(unit)
    if len(different) == 1:
        percent = column.measure and is_judged(column.kind, column.measure)
        unit = "" if is_same_unit(column, different[0], "") else different[0]
        return unit, doubtful_sign(change.old, new) if percent else ""
    readings = [f"按{unit or column.measure or '原数'}是 {_spelled(column, new, unit)}" for unit in different]
    shown = next((unit for unit in different if unit), column.measure)
    example = f"列写成“{column.title}（{shown}）”或新值写成“{new}{shown}”" if shown else "写成带单位的数"
    return "", f"新值“{new}”没有写单位，有不止一种读法：{'，'.join(readings)}；请写明单位，如{example}"


def doubtful_unit(old: str | None, new: str, measure: str) -> str:
    """Why it cannot be told in which unit a new value without one is, in Chinese; empty if it can.

    Args:
        old: the old value as it is written; None for an empty cell.
        new: the new value.
        measure: the unit in which values without one are.
    """
    own = "" if old is None else unit_within(old) or ""
    if unit_within(new) != "":
        return ""
    if own and _size(measure, own) != 1:
        return f"新值“{new}”没有写单位，而原值写着“{own}”；请写明单位，如 {new}{own} 或 {new}{measure}"
    return doubtful_sign(old, new) if tidy(measure) == "%" else ""


def doubtful_sign(old: str | None, new: str) -> str:
    """Why a new percentage may be a share of one, in Chinese; empty if it bears a sign or is none such."""
    small = [_is_small(text) for text in (old, new)]
    bare = [text is not None and unit_within(text) == "" for text in (old, new)]
    if not (bare[1] and small[1]) or (bare[0] and small[0]):
        return ""
    return f"新值“{new}”没有写百分号，可能是 {new}%，也可能是它的一百倍；请写上百分号"


def _is_small(text: str | None) -> bool:
    number = None if text is None else read_number(text, "%")
    return isinstance(number, Fraction) and 0 < abs(number) <= 1


def _size(measure: str, unit: str) -> Fraction | None:
    """How many of a column's own unit one is; shares count where it has none."""
    if not unit:
        return Fraction(1)
    found = unit_of(unit)
    if not measure and found is not None and found.dimension == "share":
        return found.factor
    return factor_between(unit, measure)


def _spelled(column: Column, text: str, unit: str) -> str:
    whole = text if column.measure else f"{text}{unit}"
    number = read_number(whole, column.measure, unit if column.measure else "")
    if isinstance(number, str):
        return "读不出的数"
    digits = f"{number.numerator:,}" if number.denominator == 1 else f"{float(number):,.12g}"
    return f"{digits}{column.measure}"
