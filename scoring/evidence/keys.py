"""What tells records apart as far as rules ask: counted by that, every condition can be asked of the counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from scoring.evidence.conditions import DoneBy, holds, matches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from scoring.evidence.conditions import Condition

_MARK = "_mark {}"


@dataclass(frozen=True)
class Keys:
    """The keys by which the records of a source are counted.

    Attributes:
        columns: column of the counts → expression of the records: columns of few values as they stand there, and marks,
            each of which says whether a record meets a condition on any other column.
        marks: the conditions that have a mark, spelled out → the mark.
    """

    columns: Mapping[str, nw.Expr]
    marks: Mapping[str, str]

    @classmethod
    def of(cls, conditions: Iterable[Condition], also: Iterable[str], few: Collection[str]) -> Keys:
        """Keys that tell all that is asked.

        Args:
            conditions: what will be asked.
            also: columns of few values by which to count as well.
            few: the columns of few values.
        """
        columns = {name: nw.col(name) for name in also}
        marks: dict[str, str] = {}
        for single in (single for condition in conditions for single in _singles(condition)):
            name = None if isinstance(single, DoneBy) else next(iter(single))
            if name in few:
                columns[str(name)] = nw.col(str(name))
            elif repr(single) not in marks:
                mark = marks[repr(single)] = _MARK.format(len(marks))
                columns[mark] = holds(single)
        return cls(columns, marks)

    def meeting(self, met: Iterable[Condition], unmet: Iterable[Condition] = ()) -> pl.Expr:
        """Of the counts: whether the records meet all of some conditions and none of others."""
        asked = [self._holds(condition) for condition in met if condition]
        asked += [~self._holds(condition) for condition in unmet]
        return reduce(and_, asked) if asked else pl.lit(value=True)

    def meeting_any(self, conditions: Collection[Condition]) -> pl.Expr:
        """Of the counts: whether the records meet any of some conditions."""
        if not all(conditions):  # one that asks for nothing
            return pl.lit(value=True)
        return reduce(or_, map(self._holds, conditions))

    def _holds(self, condition: Condition) -> pl.Expr:
        return reduce(and_, map(self._single_holds, _singles(condition)))

    def _single_holds(self, single: Condition) -> pl.Expr:
        if isinstance(single, DoneBy) or repr(single) in self.marks:
            return pl.col(self.marks[repr(single)])
        return matches(single, pl.col)


def _singles(condition: Condition) -> list[Condition]:
    """The condition taken apart into those on one column."""
    if isinstance(condition, DoneBy):
        return [condition]
    return [{column: wanted} for column, wanted in condition.items()]
