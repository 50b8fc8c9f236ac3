"""Parameters and conditions in words, exactly as the rulebook has them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from scoring.kinds.quantities import as_values

if TYPE_CHECKING:
    from indicator_tree.rules import Scalar, When
    from indicator_tree.rules.conditions import Bounds

_NOISE = 10
"""Decimals of a per cent that are kept: multiplying by 100 adds binary noise."""


class Titled(Protocol):
    """Something that people call by a title."""

    @property
    def title(self) -> str:
        """What it is called."""
        ...


class Names(Protocol):
    """What people call sources, their columns and questions; an unknown name is an error."""

    def title(self, source: str) -> str:
        """How people call a source."""
        ...

    def unit(self, source: str) -> str:
        """The measure word of its records."""
        ...

    def column(self, source: str, name: str) -> Titled:
        """A column of a source."""
        ...

    def question(self, code: str) -> str:
        """A question of the questionnaire: its wording where that is at hand, else its code."""
        ...


def number(value: float) -> str:
    """A parameter with all its digits: `3`, `0.5`, `9,124.82`."""
    return f"{Decimal(repr(value)).normalize() + 0:,f}"


def share(value: float) -> str:
    """A share in per cent: `9.6%` of 0.096."""
    return f"{number(round(value * 100, _NOISE))}%"


def value_words(value: Scalar) -> str:
    """A value of a condition: `是`, `否`, `3`, `一般预警`."""
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def condition_keys(when: When, before: str = "：") -> str:
    """Conditions by the names of their columns, for tables of parameters: `：level = 一般预警`."""
    pairs = []
    for column, wanted in when.items():
        if isinstance(wanted, dict):
            pairs += [f"{column} {_SIGNS[bound]} {_bound(limit)}" for bound, limit in wanted.items()]
        else:
            pairs.append(f"{column} = {'、'.join(map(value_words, as_values(wanted)))}")
    return f"{before}{'，'.join(pairs)}" if pairs else ""


_SIGNS = {"from": "≥", "before": "<", "at_least": "≥", "under": "<"}
_BOUNDS = {"from": "不早于", "before": "早于", "at_least": "不少于", "under": "少于"}


def _bound(limit: date | float) -> str:
    return f"{limit.year}年{limit.month}月{limit.day}日" if isinstance(limit, date) else number(limit)


def condition_words(source: str, when: When, names: Names) -> str:
    """Conditions in words: `预警级别为一般预警、金额不少于 3 且少于 10`; empty for none."""
    return "、".join(f"{names.column(source, column).title}{wanted_words(wanted)}" for column, wanted in when.items())


_INNER = str.maketrans("“”‘’", "‘’“”")


def quoted(text: str) -> str:
    """A text in quotation marks; those in it become inner ones (GB/T 15834-2011, 4.8): `“为‘是’的记录”`."""
    return f"“{text.translate(_INNER)}”"


def wanted_words(wanted: Scalar | tuple[Scalar, ...] | Bounds) -> str:
    """What a column must be, in words: `为划款或报送`, `不少于 3 且少于 10`."""
    if isinstance(wanted, dict):
        return "且".join(f"{_BOUNDS[bound]} {_bound(limit)}" for bound, limit in wanted.items())
    return "为" + "或".join(map(value_words, as_values(wanted)))


def records_words(source: str, when: When, names: Names) -> str:
    """The records of a source that meet conditions: `资金监控预警中预警级别为一般预警的`."""
    conditions = condition_words(source, when, names)
    return f"{names.title(source)}{f'中{conditions}的' if conditions else ''}"
