"""The frame of an upright chart that is drawn mark by mark: columns of counts over an axis of names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts.canvas import EDGE, Canvas, text_width, ticks
from reports.charts.theme import BOLD, INK, SIZE, SMALL, WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reports.document import Drawing

_ABOVE = 40  # pixels, for a count and a mark over the highest column
_AXIS = 46
_SHARE = 0.62  # of the room of a column that it takes
_TITLE = 20
_LEVEL = 32  # pixels between two levels of the grid, about
_EMPTY = 10  # the end of an axis over nothing


class ColumnPlot:
    """Columns in the order given, from 0 up to their counts."""

    def __init__(self, names: Sequence[str], counts: Sequence[int], height: int) -> None:
        """Draw the frame.

        Args:
            names: of the columns.
            counts: how high they are, in whole units.
            height: of the plot in pixels.
        """
        levels = [tick for tick in ticks(0, max(counts) or _EMPTY, max(2, height // _LEVEL)) if tick == int(tick)]
        self._counts, self._height = counts, height
        self._most = max(*counts, levels[-1]) or _EMPTY
        self.canvas = Canvas(EDGE + _TITLE + 8 + text_width(f"{levels[-1]:g}", SMALL), EDGE)
        self._room = self.canvas.width / len(names)
        for level in levels:
            self.canvas.level(self._y(level), f"{level:g}")
        self.canvas.baseline(self._y(0))
        for place, name in enumerate(names):
            self.canvas.words(self._middle(place), self._y(0) + 18, name)

    def titles(self, names: str, counts: str) -> None:
        """What names and counts are."""
        self.canvas.title(names, self._y(0) + 38)
        self.canvas.upright_title(counts, _ABOVE + self._height / 2)

    def column(self, place: int, colour: str, spelled: str) -> None:
        """A column with its count."""
        half, top = self._room * _SHARE / 2, self._y(self._counts[place])
        middle = self._middle(place)
        self.canvas.bar(middle - half, middle + half, top, self._y(0) - top, colour)
        self.canvas.words(middle, top - 5, spelled)

    def mark(self, place: int, text: str, colour: str = INK) -> None:
        """Words over a column's count."""
        top = self._y(self._counts[place])
        self.canvas.words(self._middle(place), top - 10 - SIZE, text, colour=colour, weight=BOLD)

    def tip(self, place: int, told: Mapping[str, str]) -> None:
        """What is told of a column."""
        left = self.canvas.left + place * self._room
        self.canvas.tip(left, _ABOVE, min(self._room, WIDTH - left), self._height, told)

    def drawing(self) -> Drawing:
        """The finished drawing."""
        return self.canvas.drawing(_ABOVE + self._height + _AXIS)

    def _middle(self, place: int) -> float:
        return self.canvas.left + (place + 0.5) * self._room

    def _y(self, count: float) -> float:
        return _ABOVE + self._height * (1 - count / self._most)
