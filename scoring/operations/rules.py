"""The catalogue's parameters of monitoring as the comparison takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.operations.normality import Rule

if TYPE_CHECKING:
    from indicator_tree.catalogue_monitoring import Deviation, Shift
    from indicator_tree.catalogue_parts import Frequency


def rule_for(deviation: Deviation, shift: Shift, frequency: Frequency) -> Rule:
    """The rule for series of a frequency."""
    return Rule(deviation.window, deviation.minimum, deviation.factor, deviation.floor, shift.of(frequency))
