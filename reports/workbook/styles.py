"""Cell formats: one look for all sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.precision import half_up

if TYPE_CHECKING:
    import xlsxwriter

    from reports.workbook.columns import Kind

FONT = "微软雅黑"
INK, PALE, LINE, GREY = "#1F3A5F", "#E8EEF5", "#D5DCE4", "#5F6B7A"
BLUE, ORANGE = "#2F6DA8", "#D9822B"
"""Two colours that people with any colour vision tell apart, also in grey."""
PALE_BLUE, PALE_ORANGE = "#A9C8E6", "#F3C48E"
"""The same, behind text."""

_NUMBERS: dict[str, str] = {
    "text": "@",
    "range": "@",
    "count": "#,##0",
    "points": "0.00",
    "change": "+0.00;-0.00;0.00",
    "percent": "0.00%",
    "unchanged": "0.00;0.00",
    "relative": "+0.00%;-0.00%;0.00%",
    "unchanged_relative": "0.00%;0.00%",
    "quantity": "#,##0.00##",
    "small": "0.00000000",
}
_ALIGNED: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "range": {"align": "right"},
}
_PER_CENT = 100
_SMALL = 0.01
_TITLE_SIZE, _CAPTION_SIZE, _NOTE_SIZE, SIZE = 15, 11, 9, 10


def shown_as(kind: Kind, value: float) -> str:
    """The number format of one cell: whole numbers without decimals, small ones with more, no sign before what is
    rounded to nothing.
    """
    if kind == "quantity" and float(value).is_integer():
        return "count"
    if kind == "quantity" and abs(value) < _SMALL:
        return "small"
    if kind == "change" and not half_up(value):
        return "unchanged"
    if kind == "relative" and not half_up(value * _PER_CENT):
        return "unchanged_relative"
    return kind


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    @property
    def title(self) -> Any:
        """The name of a sheet."""
        return self._format(bold=True, font_size=_TITLE_SIZE, font_color=INK)

    @property
    def caption(self) -> Any:
        """The name of a table."""
        return self._format(bold=True, font_size=_CAPTION_SIZE, font_color=INK)

    @property
    def note(self) -> Any:
        """A line on how to read a sheet."""
        return self._format(font_size=_NOTE_SIZE, font_color=GREY)

    @property
    def link(self) -> Any:
        """A link to another sheet."""
        return self._format(font_color=BLUE, underline=1, indent=1, bottom=1, bottom_color=LINE)

    @property
    def plain_count(self) -> Any:
        """A count that stands among text."""
        return self._format(num_format=_NUMBERS["count"], align="left", indent=1, bottom=1, bottom_color=LINE)

    def head(self, *, left: bool = False) -> Any:
        """A header over text, to the left, or over numbers, in the middle."""
        return self._format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=INK,
            **({"align": "left", "indent": 1} if left else {"align": "center"}),
            text_wrap=True,
            border=1,
            border_color=LINE,
        )

    def span(self) -> Any:
        """A header above several headers."""
        return self._format(bold=True, bg_color=PALE, font_color=INK, align="center", border=1, border_color=LINE)

    def cell(self, kind: str, *, strong: bool = False, quoted: bool = False) -> Any:
        """A cell of a table.

        Args:
            kind: a kind of column, or how `shown_as` shows one of its cells.
            strong: whether its row stands above others in the tree.
            quoted: text that a spreadsheet would take for a formula if someone edited the cell.
        """
        wanted: dict[str, Any] = {"num_format": _NUMBERS[kind], "bottom": 1, "bottom_color": LINE}
        if kind in _ALIGNED:
            wanted |= _ALIGNED[kind]
        if strong:
            wanted |= {"bold": True, "bg_color": PALE}
        if quoted:
            wanted |= {"quote_prefix": True}
        return self._format(**wanted)

    def _format(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"valign": "vcenter", **wanted})
        return self._made[key]
