"""The axis of charts over months."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import altair as alt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

PLACE = "序"
"""The field that holds the place of a month, from 0."""

_NAMED, _QUARTER = 13, 3  # so many months have room for their names


def month_title(month: date) -> str:
    """`2019年8月`."""
    return f"{month.year}年{month.month}月"


def months_axis(months: Sequence[date]) -> alt.X:
    """Months by number, the year below the first one and below every January; of many, one a quarter is named."""
    labels = [
        [f"{month.month}月", *([f"{month.year}年"] if place == 0 or month.month == 1 else [])]
        if len(months) <= _NAMED or place == 0 or month.month % _QUARTER == 1
        else [""]
        for place, month in enumerate(months)
    ]
    axis = alt.Axis(
        labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
        labelAngle=0,
        labelLineHeight=15,
        labelOverlap=False,
        title=None,
    )
    return alt.X(f"{PLACE}:O", scale=alt.Scale(domain=list(range(len(months)))), axis=axis)
