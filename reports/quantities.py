"""What the quantity of a ledger row counts, and how it is spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, percent, plain
from scoring.kinds.registry import kind_of
from scoring.named_sources import source_named

if TYPE_CHECKING:
    from indicator_tree import Rulebook

RATIO = "%"
"""The unit of a ratio."""


def unit_of(node: str, parameter: str, rulebook: Rulebook) -> str:
    """The unit of a ledger row's quantity; `%` says that the quantity is a ratio, to be shown in per cent."""
    if (counted := next((one for at, own, one in rulebook.over_records if own.key(at) == parameter), None)) is not None:
        return source_named(counted.source, rulebook).unit
    rule = rulebook.rule_at(node)
    return "" if rule is None else kind_of(rule).unit(rule, parameter.removeprefix(f"{node}."), rulebook)


def spelled(quantity: float | None, unit: str) -> str:
    """`12 条`, `35.20%`, a dash for none."""
    if quantity is None:
        return EMPTY
    return percent(quantity, 2) if unit == RATIO else f"{plain(quantity)} {unit}".rstrip()
