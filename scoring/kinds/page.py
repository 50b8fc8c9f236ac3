"""A page of the ledger: the rows of one node, for all firms at once.

A rule writes its rows in the order in which the points add up; the page keeps the running total, so that a floor or a
cap can be a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indicator_tree.parameters import Cited
    from indicator_tree.scope import ScoreScale
    from indicator_tree.tree import Missing
    from scoring.kinds.facts import Facts, Values, Where

_POLICY: dict[Missing, str] = {"error": "按规则报错", "reweight": "权重由同级指标分担"}


@dataclass(frozen=True)
class Entry:
    """One kind of row and the firms that have it: places in the list of firms, quantity and points of each."""

    node: str
    parameter: str
    cause: str
    rule: str
    cited: Cited
    at: np.ndarray[tuple[int], np.dtype[np.intp]]
    quantity: Values
    points: Values


@dataclass(frozen=True)
class Absent:
    """Firms without evidence at a node: where, why, under which parameter, and what the rulebook says follows."""

    where: Where
    reason: str
    cited: Cited
    policy: Missing


class Page:
    """The entries of one node. All arrays have one value per firm."""

    def __init__(self, node: str, kind: str, facts: Facts) -> None:
        self.node = node
        self.kind = kind
        self.facts = facts
        self.total: Values = np.zeros(facts.count)
        self._entries: list[Entry] = []

    def quantity(self, parameter: str) -> Values:
        """The quantity of an evidence row per firm; NaN where the firm has none."""
        return self.facts.quantity(f"{self.node}.{parameter}")

    def amount(self, parameter: str) -> Values:
        """The quantity of an evidence row per firm; 0 where the firm has none."""
        return self.facts.amount(f"{self.node}.{parameter}")

    def categories(self, parameter: str) -> list[tuple[str, Values]]:
        """The categories of an evidence row, each with its quantity per firm."""
        return self.facts.categories(f"{self.node}.{parameter}")

    def write(
        self,
        parameter: str,
        cause: str,
        points: float | Values,
        cited: Cited,
        *,
        quantity: Values | None = None,
        only: Where | None = None,
    ) -> None:
        """Add a row per firm, or per firm for which `only` is true."""
        at = np.arange(self.facts.count) if only is None else np.flatnonzero(only)
        values = np.broadcast_to(np.asarray(points, dtype=np.float64), self.facts.count)[at]
        values = values + 0.0  # -0.0 would read as a deduction
        quantities = np.full(len(at), np.nan) if quantity is None else quantity[at]
        self.total[at] += values
        self._entries.append(
            Entry(self.node, f"{self.node}.{parameter}", cause, self.kind, cited, at, quantities, values)
        )

    def open_full(self, scale: ScoreScale) -> None:
        """The opening row of a rule that takes points off."""
        self.write("full_marks", f"起始 {scale.full_marks:g} 分", scale.full_marks, scale)

    def bound(self, scale: ScoreScale) -> None:
        """Close the page between floor and full marks; a firm beyond them gets a row that says so."""
        below, above = self.total < scale.floor, self.total > scale.full_marks
        self.write("floor", f"不低于 {scale.floor:g} 分", scale.floor - self.total, scale, only=below)
        self.write(
            "full_marks_cap", f"不高于 {scale.full_marks:g} 分", scale.full_marks - self.total, scale, only=above
        )

    def finish(self, *absent: Absent) -> list[Entry]:
        """The entries; a firm without evidence has no points, and a last row that says why, and what follows.

        What was counted for such a firm stays on the page, without points.

        Args:
            absent: firms without evidence, by reason; none for two.
        """
        entries = self._entries
        for one in absent:
            if one.where.any():
                entries = [*(_unscored(entry, one.where) for entry in entries), self._missing(one)]
        return entries

    def _missing(self, absent: Absent) -> Entry:
        at = np.flatnonzero(absent.where)
        nothing = np.full(len(at), np.nan)
        cause = f"{absent.reason}：没有得分，{_POLICY[absent.policy]}"
        return Entry(self.node, f"{self.node}.missing", cause, self.kind, absent.cited, at, nothing, nothing)


def _unscored(entry: Entry, where: Where) -> Entry:
    """The entry without points at the firms named; there it stays only if something was counted."""
    unscored = where[entry.at]
    keep = ~unscored | (entry.quantity > 0)
    points = np.where(unscored, np.nan, entry.points)
    return replace(entry, at=entry.at[keep], quantity=entry.quantity[keep], points=points[keep])
