"""What other records decide about a record: whether it repeats an earlier one, whether a worse one has the same cause.

Each is a column of the records, so that everything else asks it like any other condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.errors import OffTheLadderError
from scoring.evidence.conditions import asked, collected, holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.rules import Deduct, When
    from indicator_tree.rules.deduction import Repeat
    from scoring.evidence.conditions import Table

MARKED = "_marked_"
"""How the names of such columns begin."""

_SHOWN = 5


def repeated(table: Table, mark: str, when: When, by: str, repeat: Repeat) -> Table:
    """The records with a flag: whether one of the same conditions, firm and columns lies up to so many days earlier.

    Records of the same day do not repeat each other. An empty date or column repeats nothing.

    Args:
        table: with `firm_id`.
        mark: name of the flag.
        when: conditions that both records meet.
        by: the date column.
        repeat: how many days before, at most, and the columns in which both agree.
    """
    keys = ["firm_id", *repeat.same]
    meets = holds(when) if when else nw.lit(value=True)
    known = [~nw.col(column).is_null() for column in (by, *repeat.same)]
    days = table.filter(meets, *known).select(*keys, by, _day=_day_number(by)).unique()
    earlier = nw.col("_day").shift(1).over(*keys, order_by="_day")
    found = days.with_columns(_gap=nw.col("_day") - earlier).filter(nw.col("_gap") <= repeat.within_days)
    flags = found.select(*keys, by, nw.lit(value=True).alias(mark))
    joined = table.join(flags, on=[*keys, by], how="left")
    return joined.with_columns(nw.col(mark).fill_null(value=False) & meets)


def left_out_of_cause(
    table: Table, mark: str, weighed: Sequence[tuple[Sequence[When], Sequence[When], float]], cause: Sequence[str]
) -> Table:
    """The records with a flag: whether another one of the firm and cause costs more, or as much and stands before it.

    Args:
        table: with `firm_id` and `record_id`.
        mark: name of the flag.
        weighed: conditions met and unmet, and what a record costs that meets them; no record meets several.
        cause: columns in which records of one cause agree; where one is empty, a record has a cause of its own.
    """
    weight = nw.lit(0.0)
    for met, unmet, points in weighed:
        holding = asked(met, unmet)
        weight = nw.when(*holding).then(nw.lit(points)).otherwise(weight) if holding else nw.lit(points)
    keys, cost, first = ["firm_id", *cause], f"{mark}_cost", f"{mark}_first"
    rows = table.with_columns(weight.alias(cost))
    counting = rows.filter(nw.col(cost) > 0, *(~nw.col(column).is_null() for column in cause))
    highest = counting.group_by(*keys).agg(nw.col(cost).max().alias(f"{mark}_most"))
    best = counting.join(highest, on=keys).filter(nw.col(cost) == nw.col(f"{mark}_most"))
    kept = best.group_by(*keys).agg(nw.col("record_id").min().alias(first))
    other = (nw.col(cost) > 0) & (nw.col("record_id") != nw.col(first))
    joined = rows.join(kept, on=keys, how="left").with_columns(other.fill_null(value=False).alias(mark))
    return joined.drop(cost, first)


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
