"""What the quantity of a ledger row counts, and how it is spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.rules import NormalisedRule, RateRule
from reports.figures import EMPTY, percent, plain

if TYPE_CHECKING:
    from indicator_tree import Rulebook

RATIO = "%"
_UNITS = {
    "deduct": "条",
    "answers": "份",
    "received": "条",
    "done": "条",
    "none_received": "条",
    "rounds": "轮",
    "fault": "次",
    "ratio": RATIO,
    "warning": RATIO,
    "limit": RATIO,
}


def unit_of(node: str, parameter: str, rulebook: Rulebook) -> str:
    """The unit of a ledger row's quantity; `%` says that the quantity is a ratio, to be shown in per cent."""
    kind, _, rest = parameter.removeprefix(f"{node}.").partition(".")
    if kind == "part":
        return next((part.unit for at, part in rulebook.parts if at == node and part.id == rest), "")
    rule = rulebook.indicator[node].rule if node in rulebook.indicator else None
    if isinstance(rule, NormalisedRule):
        return rule.unit if kind == "normalisation" else _column_unit(rule, kind, rulebook)
    return _record_unit(node, kind, rest, rulebook) or _UNITS.get(kind, "")


def _record_unit(node: str, kind: str, rest: str, rulebook: Rulebook) -> str:
    """The measure word of the records counted, where the rulebook declares their source."""
    if kind == "deduct":
        name = rest.partition(".")[0]
        source = next((deduct.source for deduct in rulebook.deductions(node) if deduct.id == name), "")
    else:
        rule = rulebook.indicator[node].rule if node in rulebook.indicator else None
        source = rule.source if isinstance(rule, RateRule) else ""
    declared = rulebook.declared.get(source)
    return declared.unit if declared else ""


def _column_unit(rule: NormalisedRule, kind: str, rulebook: Rulebook) -> str:
    """The unit of the column that was read: of `value` or `per`."""
    column = {"value": rule.value, "per": rule.per}.get(kind)
    declared = rulebook.source.get(rule.source)
    return declared.column[column].unit if declared and column in declared.column else ""


def spelled(quantity: float | None, unit: str) -> str:
    """`12 条`, `35.20%`, a dash for none."""
    if quantity is None:
        return EMPTY
    return percent(quantity, 2) if unit == RATIO else f"{plain(quantity)} {unit}".rstrip()
