"""A catalogue of operations indicators: what a firm's operations department collects, and how it is watched."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, cast

from pydantic import Field

from indicator_tree.catalogue_monitoring import Clearing, Monitoring
from indicator_tree.catalogue_parts import (
    Calendar,
    CatalogueNode,
    Checks,
    Comparison,
    Frequency,
    Relation,
    Response,
)
from indicator_tree.parameters import Reference, Strict
from indicator_tree.tree import children_of, path_to_root, sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree.tree import Indicator

_SATURDAY, _DECEMBER = 5, 12


class Catalogue(Strict):
    """One edition of the indicators of operations.

    `indicator` holds classes, groups and indicators by code; `systems` the names under which indicators are split (an
    empty list is open: any name); `system_aliases` other names of those systems.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str = Field(min_length=1)
    year: int
    note: str = ""
    reference: Reference
    systems: dict[str, tuple[str, ...]] = Field(description="分别填报的各组系统；空表示任何名称")
    system_aliases: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="系统的别名")
    indicator: dict[str, CatalogueNode] = Field(min_length=1)
    relation: tuple[Relation, ...] = ()
    response: tuple[Response, ...] = Field(min_length=1)
    calendar: Calendar
    checks: Checks
    monitoring: Monitoring
    clearing: Clearing
    comparison: Comparison | None = Field(default=None, description="不写则公司再少也给出同业数")

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """Children of every node in code order; None holds the classes."""
        return children_of(self._tree)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All codes in order."""
        return tuple(sorted(self.indicator, key=sort_key))

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Codes of the indicators, which have readings, in order."""
        return tuple(code for code in self.nodes if code not in self.children)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        """The roles that own indicators, in the order of the indicators."""
        return tuple(dict.fromkeys(self.indicator[code].owner for code in self.leaves))

    def level(self, code: str) -> int:
        """Depth of a node: 1 for a class."""
        return len(path_to_root(self._tree, code))

    def leaves_under(self, code: str | None) -> tuple[str, ...]:
        """The indicators at or below a node; None is the whole catalogue."""
        below = self.children.get(code)
        if below is None:
            return () if code is None else (code,)
        return tuple(leaf for child in below for leaf in self.leaves_under(child))

    def full_name(self, code: str) -> str:
        """`股票质押业务·违约金额`: the group and the name, which no two indicators share."""
        node = self.indicator[code]
        return node.name if node.parent is None else f"{self.indicator[node.parent].name}·{node.name}"

    def area(self, code: str) -> str:
        """The name of the class that a node lies in."""
        return self.indicator[path_to_root(self._tree, code)[-1]].name

    def splits(self, code: str) -> tuple[str, ...] | None:
        """The systems for which an indicator is read apart; empty where any name will do, None where there are none."""
        split = self.indicator[code].split
        return None if split is None else self.systems[split]

    def response_to(self, level: int) -> Response:
        """What follows from an alert of a level (1 to 3)."""
        return next(response for response in self.response if response.level == level)

    def due_days(self, frequency: Frequency, first: date, last: date) -> tuple[date, ...]:
        """The dates from `first` to `last`, both included, on which readings are due, in order.

        Daily ones are due on weekdays on which the exchanges are not closed, monthly ones on the last day of the month.
        """
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        if frequency == "monthly":
            return tuple(day for day in days if (day + timedelta(days=1)).day == 1)
        closed = frozenset(self.calendar.closed)
        return tuple(day for day in days if day.weekday() < _SATURDAY and day not in closed)

    @property
    def _tree(self) -> Mapping[str, Indicator]:
        """The nodes for functions of trees, which look at nothing but parents."""
        return cast("Mapping[str, Indicator]", self.indicator)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return (date(day.year + 1, 1, 1) if day.month == _DECEMBER else date(day.year, day.month + 1, 1)) - timedelta(
        days=1
    )
