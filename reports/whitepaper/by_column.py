"""Records that count at a node by the values of one column, as sentences and charts tell them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.document.templates import listed
from reports.leading import leading
from scoring.evidence.cells import EMPTY, NAMELESS
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree.rules import RuleModel

    Row = dict[str, Any]
    Rows = list[Row]

_MOST = 10
"""Values that one sentence lists at most."""


@dataclass(frozen=True)
class ByColumn:
    """One column of a source at a node.

    Attributes:
        column: the column, or columns joined by commas.
        rows: a row of the breakdown per value, most first, empty cells among them.
    """

    column: str
    rows: Rows

    @cached_property
    def told(self) -> Rows:
        """The values that records have."""
        return [row for row in self.rows if row["value"] != EMPTY]

    @property
    def named(self) -> Rows:
        """Those of them that say something."""
        return [row for row in self.told if row["value"] not in NAMELESS]

    @property
    def commonest(self) -> Rows:
        """The two commonest of these, as far as they stand out."""
        return leading(self.named, lambda row: row["quantity"])

    @property
    def listed(self) -> str:
        """The values in words, the first ones where there are many."""
        values = [row["value"] for row in self.told]
        words = listed(values[:_MOST])
        return words if len(values) <= _MOST else f"{words}等{len(values)}种"

    @property
    def filled(self) -> float:
        """How many records have a value."""
        return float(sum(row["quantity"] for row in self.told))

    @property
    def unfilled(self) -> float:
        """How many records have none."""
        return float(sum(row["quantity"] for row in self.rows if row["value"] == EMPTY))

    @property
    def sole(self) -> bool:
        """Whether all records have the same value."""
        return len(self.told) == 1 and not self.unfilled

    @property
    def even(self) -> bool:
        """Whether there are several values and no more records of one than of another, so that none stands out."""
        return len(self.told) > 1 and len({row["quantity"] for row in self.told}) == 1


def columns_told(rows: Rows, rule: RuleModel | None, source: str) -> list[ByColumn]:
    """The columns of which something can be said, in the rulebook's order.

    Nothing can be said of a column that all records leave empty, or of the one value that the rule itself asks for.

    Args:
        rows: the breakdown of a source at a node, by column and value.
        rule: what counts the records; None for all records of a source.
        source: their source.
    """
    found: dict[str, Rows] = {}
    for row in rows:
        found.setdefault(row["column"], []).append(row)
    asked = _asked(rule, source)
    each = [ByColumn(column, values) for column, values in found.items()]
    return [one for one in each if len(one.told) > 1 or (len(one.told) == 1 and one.column not in asked)]


def _asked(rule: RuleModel | None, source: str) -> set[str]:
    """Columns of which a rule asks for the same in all that it counts of a source."""
    conditions = [] if rule is None else [when for name, _, when in kind_of(rule).counted(rule) if name == source]
    if not conditions:
        return set()
    first, *others = conditions
    return {column for column, value in first.items() if all(other.get(column) == value for other in others)}
