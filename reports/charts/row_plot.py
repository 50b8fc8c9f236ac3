"""The frame of a horizontal chart that is drawn mark by mark: names left, numbers right, an axis of scores below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.canvas import EDGE, NARROWEST, Canvas, text_width, ticks
from reports.charts.theme import WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.charts.rows import Rows
    from reports.document import Drawing

_LEGEND = 22  # pixels
_AXIS = 44
_TICK = 38  # between two lines of the grid in the narrowest layout, about


class RowPlot:
    """Rows of equal height over one axis.

    Attributes:
        canvas: where marks are drawn.
        step: height of a row in pixels.
    """

    def __init__(
        self, rows: Rows, ends: Sequence[float], title: str, *, padding: float, legend: Mapping[str, str] | None = None
    ) -> None:
        """Draw the frame.

        Args:
            rows: names and spelled numbers.
            ends: of the axis, in the units of the numbers.
            title: what the axis measures.
            padding: pixels between the ends and the edges of the plot.
            legend: names and colours of the marks.
        """
        size = rows.density.size
        left = EDGE + 8 + max(text_width(line, size) for lines in rows.folded for line in lines)
        right = EDGE + 8 + max(text_width(number, size) for number in rows.numbers)
        self.canvas = Canvas(left, right)
        self._top = EDGE + (_LEGEND if legend else 0)
        self._height = rows.height
        self.step = rows.height / len(rows.names)
        span = (ends[1] - ends[0]) or 1.0
        beyond = span * padding / (self.canvas.width - 2 * padding)
        self._low, self._span = ends[0] - beyond, span + 2 * beyond
        if ends[0] == ends[1]:
            self._low -= 0.5
        if legend:
            self.canvas.legend(legend, EDGE + 2)
        bottom = self._top + self._height
        narrow = NARROWEST - left - right
        for tick in ticks(self._low, self._low + self._span, max(2, min(5, int(narrow / _TICK)))):
            self.canvas.grid(self.x(tick), self._top, bottom, f"{tick:g}")
        self.canvas.title(title, bottom + 36)
        for place, (lines, number) in enumerate(zip(rows.folded, rows.numbers, strict=True)):
            self.canvas.label(lines, self.middle(place), size, rows.density.line)
            self.canvas.number(number, self.middle(place), size)

    def x(self, number: float) -> float:
        """Where a number lies, in pixels."""
        return self.canvas.left + (number - self._low) / self._span * self.canvas.width

    def middle(self, place: int) -> float:
        """The middle of a row, in pixels."""
        return self._top + (place + 0.5) * self.step

    def tip(self, place: int, told: Mapping[str, str]) -> None:
        """What is told of a row."""
        top = self._top + place * self.step
        self.canvas.tip(self.canvas.left, top, WIDTH - self.canvas.left - self.canvas.right, self.step, told)

    def drawing(self) -> Drawing:
        """The finished drawing."""
        return self.canvas.drawing(self._top + self._height + _AXIS)
