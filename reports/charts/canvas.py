"""A chart drawn mark by mark: for the few forms that every firm's breakdown repeats.

Vega takes half a second for what these forms need, and a page with it holds a browser engine of 0.9 MB. What is drawn
here has the marks that Vega would draw of the same rows, and says of each of them what a tooltip would.

A page may lay a drawing out anew for a narrower place (`assets/sketch.js`): marks inside `<g class="plot">` lie between
`data-left` pixels from the left and `data-right` from the right edge, in proportion to their width; those with
`class="set"` keep their own width and move with their middle; `<g class="end">` moves with the right edge.
"""

from __future__ import annotations

import math
import unicodedata
from html import escape
from typing import TYPE_CHECKING

from reports.charts.drawn import NO_DATA, Drawn, listed
from reports.charts.theme import BASELINE, FONTS, GRID, INK, MUTED, SIZE, SMALL, WEIGHT, WIDTH
from reports.document import Drawing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EDGE = 6
"""Pixels that stay white around a drawing."""

NARROWEST = 420
"""Pixels: as narrow as a page lays a drawing out (`assets/sketch.js`); below, it scales the whole down."""

_GAP = 8  # between a label and the plot
_NARROW = 0.62  # of an em: the widest of digits, letters and signs of the packaged font in Medium, a few capitals aside
_BLANK = 60


def text_width(text: str, size: float) -> float:
    """At least as many pixels as a text takes: Chinese characters are one em wide."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else _NARROW for one in text) * size


def ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers between two ends, about so many: steps of 1, 2 or 5 times a power of ten, as D3 takes them."""
    if high <= low:
        return [low]
    raw = (high - low) / count
    power = 10.0 ** math.floor(math.log10(raw))
    factors = ((10, 50**0.5), (5, 10**0.5), (2, 2**0.5))
    step = power * next((factor for factor, least in factors if raw / power >= least), 1)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(at * step, 10) for at in range(first, last + 1)]


class Canvas:
    """Collects the marks of one drawing of the common width.

    Attributes:
        left, right: pixels beside the plot.
    """

    def __init__(self, left: float, right: float) -> None:
        self.left, self.right = left, right
        self._aside: list[str] = []
        self._plot: list[str] = []
        self._end: list[str] = []

    @property
    def width(self) -> float:
        """Of the plot in pixels."""
        return WIDTH - self.left - self.right

    def label(self, lines: Sequence[str], middle: float, size: int, line: int) -> None:
        """A name left of the plot, its lines around a middle."""
        x = self.left - _GAP
        first = middle + size * 0.35 - (len(lines) - 1) * line / 2
        if len(lines) == 1:
            self._aside.append(_text(x, first, lines[0], size, anchor="end"))
            return
        parts = "".join(
            f'<tspan x="{_at(x)}" y="{_at(first + place * line)}">{escape(each, quote=False)}</tspan>'
            for place, each in enumerate(lines)
        )
        self._aside.append(f'<text text-anchor="end" font-size="{size}px" font-weight="{WEIGHT}">{parts}</text>')

    def number(self, spelled: str, middle: float, size: int) -> None:
        """A number right of the plot."""
        self._end.append(_text(WIDTH - self.right + _GAP, middle + size * 0.35, spelled, size))

    def legend(self, colours: Mapping[str, str], top: float) -> None:
        """Names with their colours above the plot, in one line that fits the narrowest layout."""
        whole = sum(15 + text_width(name, SMALL) + 16 for name in colours) - 16
        x = min(self.left, NARROWEST - whole - EDGE)
        for name, colour in colours.items():
            self._aside.append(f'<rect x="{_at(x)}" y="{_at(top)}" width="11" height="11" fill="{colour}"/>')
            self._aside.append(_text(x + 15, top + 10, name, SMALL))
            x += 15 + text_width(name, SMALL) + 16

    def grid(self, at: float, top: float, bottom: float, spelled: str) -> None:
        """A vertical line of the grid with its number below."""
        self._plot.append(_line((at, top), (at, bottom), GRID))
        self._plot.append(_text(at, bottom + 16, spelled, SMALL, anchor="middle", fill=MUTED))

    def level(self, at: float, spelled: str) -> None:
        """A horizontal line of the grid with its number on the left."""
        self._plot.append(_line((self.left, at), (WIDTH - self.right, at), GRID))
        self._aside.append(_text(self.left - _GAP, at + 4, spelled, SMALL, anchor="end", fill=MUTED))

    def baseline(self, at: float) -> None:
        """The line that columns stand on."""
        self._plot.append(_line((self.left, at), (WIDTH - self.right, at), BASELINE))

    def title(self, text: str, baseline: float) -> None:
        """What the axis below measures, in the middle of the plot."""
        self._plot.append(_text(self.left + self.width / 2, baseline, text, SMALL, anchor="middle", fill=MUTED))

    def upright_title(self, text: str, middle: float) -> None:
        """What the axis on the left measures, read from below."""
        turned = f'transform="translate({EDGE + SMALL},{_at(middle)}) rotate(-90)"'
        self._aside.append(
            f'<text {turned} text-anchor="middle" font-size="{SMALL}px" font-weight="{WEIGHT}" fill="{MUTED}">'
            f"{escape(text, quote=False)}</text>"
        )

    def bar(self, start: float, end: float, top: float, height: float, colour: str) -> None:
        """A bar between two places."""
        low, wide = min(start, end), abs(end - start)
        self._plot.append(
            f'<rect x="{_at(low)}" y="{_at(top)}" width="{_at(wide)}" height="{_at(height)}" fill="{colour}"/>'
        )

    def tick(self, at: float, middle: float, height: float, thickness: float, colour: str) -> None:
        """A short upright line."""
        x, y = _at(at - thickness / 2), _at(middle - height / 2)
        sides = f'width="{_at(thickness)}" height="{_at(height)}"'
        self._plot.append(f'<rect class="set" x="{x}" y="{y}" {sides} fill="{colour}"/>')

    def rule(self, start: float, end: float, at: float, colour: str) -> None:
        """A line between two places of one height."""
        self._plot.append(_line((start, at), (end, at), colour, 2))

    def diamond(self, at: float, middle: float, colour: str) -> None:
        """A point."""
        self._plot.append(
            f'<path class="set" transform="translate({_at(at)},{_at(middle)})" d="M0-8.3L5.3 0L0 8.3L-5.3 0Z" '
            f'fill="{colour}" stroke="white"/>'
        )

    def words(self, at: float, baseline: float, text: str, *, colour: str = INK, weight: int = WEIGHT) -> None:
        """Words in the plot around a place."""
        self._plot.append(_text(at, baseline, text, SIZE, anchor="middle", fill=colour, weight=weight))

    def tip(self, left: float, top: float, width: float, height: float, told: Mapping[str, str]) -> None:
        """What is told where the pointer rests on a part of the plot."""
        spelled = escape("\n".join(f"{name}\t{value}" for name, value in told.items()))
        self._plot.append(
            f'<rect x="{_at(left)}" y="{_at(top)}" width="{_at(width)}" height="{_at(height)}" fill="none" '
            f'pointer-events="all" data-tip="{spelled}"/>'
        )

    def drawing(self, height: float) -> Drawing:
        """The finished drawing."""
        groups = (("", self._aside), (' class="plot"', self._plot), (' class="end"', self._end))
        marks = "".join(f"<g{name}>{''.join(found)}</g>" for name, found in groups if found)
        return Drawing(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{_at(height)}" '
            f'viewBox="0 0 {WIDTH} {_at(height)}" font-family="{FONTS}" fill="{INK}" '
            f'data-left="{_at(self.left)}" data-right="{_at(self.right)}">'
            f'<rect width="100%" height="100%" fill="white"/>{marks}</svg>'
        )


def blank(kind: str) -> Drawn:
    """What stands in place of a drawing of no rows."""
    canvas = Canvas(EDGE, EDGE)
    canvas.words(WIDTH / 2, _BLANK / 2, NO_DATA, colour=MUTED)
    return Drawn(canvas.drawing(_BLANK), listed(kind, []))


def _at(number: float) -> str:
    """Hundredths of a pixel at most."""
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _line(start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1) -> str:
    ends = f'x1="{_at(start[0])}" y1="{_at(start[1])}" x2="{_at(end[0])}" y2="{_at(end[1])}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{_at(width)}"/>'


def _text(
    x: float, y: float, text: str, size: int, *, anchor: str = "start", fill: str = INK, weight: int = WEIGHT
) -> str:
    kept = "" if anchor == "start" else f' text-anchor="{anchor}"'
    kept += "" if fill == INK else f' fill="{fill}"'
    place = f'x="{_at(x)}" y="{_at(y)}" font-size="{size}px" font-weight="{weight}"'  # typst looks for it on each text
    return f"<text {place}{kept}>{escape(text, quote=False)}</text>"
