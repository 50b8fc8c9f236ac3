"""Rows of a horizontal chart: a folded name on the left, a spelled number on the right, in the order given.

Rows are placed by their number, not by their name: two may bear the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import altair as alt

from reports.charts.theme import SIZE
from reports.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = "行"
"""The field that holds a row's number."""

_COLUMNS = 26  # of a name, where a Chinese character takes two
_STEP, _LINE = 28, 16


@dataclass(frozen=True)
class Rows:
    """The names and the numbers of rows, spelled."""

    names: Sequence[str]
    numbers: Sequence[str]

    @property
    def height(self) -> int:
        """Of the plot in pixels."""
        lines = max((len(_lines(name)) for name in self.names), default=1)
        return max(1, len(self.names)) * (_STEP + _LINE * (lines - 1))

    def left(self) -> alt.Y:
        """The rows with their names."""
        return self._axis("left", [_lines(name) for name in self.names])

    def right(self) -> alt.Y:
        """The same rows with their numbers, for one other layer."""
        return self._axis("right", [[number] for number in self.numbers])

    def bare(self) -> alt.Y:
        """The same rows without labels, for all further layers."""
        return alt.Y(f"{ROW}:O", axis=None)

    def _axis(self, side: str, labels: list[list[str]]) -> alt.Y:
        number = side == "right"
        axis = alt.Axis(
            orient="right" if number else "left",
            labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
            labelAlign="left" if number else "right",
            labelLineHeight=_LINE,
            labelFontSize=SIZE,
            domain=not number,
            title=None,
        )
        return alt.Y(f"{ROW}:O", axis=axis)


def _lines(name: str) -> list[str]:
    return fold(name, _COLUMNS)
