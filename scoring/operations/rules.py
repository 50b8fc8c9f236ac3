"""The catalogue's parameters of monitoring as the comparison takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.operations.normality import Rule

if TYPE_CHECKING:
    from indicator_tree.catalogue_parts import Deviation, Frequency

SHIFT: dict[Frequency, int] = {"daily": 5, "monthly": 3}
"""Abnormal readings in a row, on one side, that are a new level: a week's days, a quarter's months."""


def rule_for(deviation: Deviation, frequency: Frequency) -> Rule:
    """The rule for series of a frequency."""
    return Rule(deviation.window, deviation.minimum, deviation.factor, deviation.floor, SHIFT[frequency])
