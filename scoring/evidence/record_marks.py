"""What other records decide about a record: whether it repeats an earlier one, whether a worse one has the same cause.

Each is a column of the records, so that everything else asks it like any other condition. What it is, is found from the
records as they came, not from records marked before: queries grow with the number of marks, not with its powers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import narwhals as nw

from scoring.errors import OffTheLadderError
from scoring.evidence.conditions import Table, asked, collected, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Deduct, When
    from indicator_tree.rules.deduction import Repeat

MARKED = "_marked_"
"""How the names of such columns begin."""

_SHOWN = 5
_RECORD = ["firm_id", "record_id"]


class Mark(NamedTuple):
    """A column of flags.

    Attributes:
        source: whose records.
        column: its name.
        marked: firm_id and record_id of the records of which it is true.
    """

    source: str
    column: str
    marked: Table


def with_mark(table: Table, mark: Mark) -> Table:
    """The records with a column of flags."""
    flags = mark.marked.select(*_RECORD, nw.lit(value=True).alias(mark.column))
    joined = table.join(flags, on=_RECORD, how="left")
    return joined.with_columns(nw.col(mark.column).fill_null(value=False))


def repeated(table: Table, when: When, by: str, repeat: Repeat) -> Table:
    """The records of which one of the same conditions, firm and columns lies up to so many days earlier.

    Records of the same day do not repeat each other. An empty date or column repeats nothing.

    Args:
        table: with `firm_id`.
        when: conditions that both records meet.
        by: the date column.
        repeat: how many days before, at most, and the columns in which both agree.
    """
    keys = ["firm_id", *repeat.same]
    meeting = table.filter(holds(when)) if when else table
    known = [~nw.col(column).is_null() for column in (by, *repeat.same)]
    days = meeting.filter(*known).select(*keys, by, _day=_day_number(by)).unique()
    earlier = nw.col("_day").shift(1).over(*keys, order_by="_day")
    found = days.with_columns(_gap=nw.col("_day") - earlier).filter(nw.col("_gap") <= repeat.within_days)
    return meeting.join(found.select(*keys, by), on=[*keys, by]).select(*_RECORD)


def left_out_of_cause(
    table: Table, weighed: Sequence[tuple[Sequence[When], Sequence[When], float]], cause: Sequence[str]
) -> Table:
    """The records of which another one of the firm and cause costs more, or as much and stands before it.

    Args:
        table: with `firm_id` and `record_id`.
        weighed: conditions met and unmet, and what a record costs that meets them; no record meets several.
        cause: columns in which records of one cause agree; where one is empty, a record has a cause of its own.
    """
    weight = nw.lit(0.0)
    for met, unmet, points in weighed:
        holding = asked(met, unmet)
        weight = nw.when(*holding).then(nw.lit(points)).otherwise(weight) if holding else nw.lit(points)
    keys = ["firm_id", *cause]
    counting = table.select(*keys, "record_id", _cost=weight).filter(
        nw.col("_cost") > 0, *(~nw.col(column).is_null() for column in cause)
    )
    highest = counting.group_by(*keys).agg(_most=nw.col("_cost").max())
    joined = counting.join(highest, on=keys)
    best = joined.filter(nw.col("_cost") == nw.col("_most")).group_by(*keys).agg(_first=nw.col("record_id").min())
    return counting.join(best, on=keys).filter(nw.col("record_id") != nw.col("_first")).select(*_RECORD)


def require_ladder(table: Table, node: str, deduct: Deduct) -> None:
    """Require that every record that meets the conditions stands on a ladder.

    Raises:
        OffTheLadderError: values, or empty cells, to which the ladder gives no points.
    """
    if (ladder := deduct.ladder) is None:
        return
    when, column, values = deduct.when, ladder.column, list(ladder.points)
    off = nw.col(column).is_null() | ~nw.col(column).is_in(values)
    found = collected(table.filter(*([holds(when)] if when else []), off).select("record_id", column).head(_SHOWN))
    if found.height:
        raise OffTheLadderError(node, deduct.source, column, found.rows(), values)


def _day_number(column: str) -> nw.Expr:
    """Days since a fixed day (Fliegel and Van Flandern 1968, in whole numbers, which every engine has)."""
    date = nw.col(column).dt
    year, month, day = (part.cast(nw.Int64) for part in (date.year(), date.month(), date.day()))
    before_march = (14 - month) // 12
    years, months = year + 4800 - before_march, month + 12 * before_march - 3
    return day + (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400
