"""Rows of a horizontal chart: a folded name on the left, a spelled number on the right, in the order given.

Rows are placed by their number, not by their name: two may bear the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

import altair as alt

from reports.charts.theme import SIZE, SMALL
from reports.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = "行"
"""The field that holds a row's number."""

THICKNESS = 16
"""Of a bar in pixels."""


@dataclass(frozen=True)
class Density:
    """Of rows: sizes in pixels; `columns` of a name, where a Chinese character takes two."""

    size: int
    line: int
    step: int
    columns: int
    lines: int


_MANY = 12
_WIDE = Density(size=SIZE, line=17, step=30, columns=32, lines=3)
_DENSE = Density(size=SMALL, line=14, step=24, columns=36, lines=2)
"""For so many rows that they would not fit a page otherwise."""


@dataclass(frozen=True)
class Rows:
    """The names and the numbers of rows, spelled. Names that are too long end in `…`."""

    names: Sequence[str]
    numbers: Sequence[str]

    @property
    def height(self) -> int:
        """Of the plot in pixels."""
        most = max((len(lines) for lines in self.folded), default=1)
        return max(1, len(self.names)) * max(self.density.step, self.density.line * most + 4)

    def left(self, *, baseline: bool = True) -> alt.Y:
        """The rows with their names; `baseline` draws the line that bars begin at."""
        return self._axis("left", self.folded, baseline=baseline)

    def right(self) -> alt.Y:
        """The same rows with their numbers, for one other layer."""
        return self._axis("right", [[number] for number in self.numbers], baseline=False)

    def bare(self) -> alt.Y:
        """The same rows without labels, for all further layers."""
        return alt.Y(f"{ROW}:O", scale=self._scale, axis=None)

    @property
    def _scale(self) -> alt.Scale:
        return alt.Scale(domain=list(range(len(self.names))))  # also rows of which nothing is drawn

    @property
    def density(self) -> Density:
        """How large and how dense they stand."""
        return _DENSE if len(self.names) > _MANY else _WIDE

    @cached_property
    def folded(self) -> list[list[str]]:
        """The lines of every name."""
        return [_limited(list(_balanced(name, self.density.columns)), self.density.lines) for name in self.names]

    def _axis(self, side: Literal["left", "right"], labels: list[list[str]], *, baseline: bool) -> alt.Y:
        upward = [-(len(lines) - 1) * self.density.line / 2 for lines in labels]  # Vega centres the first line
        axis = alt.Axis(
            labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
            labelOffset={"condition": {"test": "true", "expr": f"{json.dumps(upward)}[datum.value]"}, "value": 0},
            labelLineHeight=self.density.line,
            labelFontSize=self.density.size,
            labelAlign="left" if side == "right" else "right",
            orient=side,
            domain=baseline,
            title=None,
        )
        return alt.Y(f"{ROW}:O", scale=self._scale, axis=axis)


@lru_cache(maxsize=4096)  # every firm's charts have the names of the same indicators
def _balanced(name: str, columns: int) -> tuple[str, ...]:
    """As few lines as fit the columns, and as even as they can be: no line of one character."""
    fewest = len(fold(name, columns))
    return next(tuple(lines) for width in range(columns // 2, columns + 1) if len(lines := fold(name, width)) <= fewest)


def _limited(lines: list[str], most: int) -> list[str]:
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
