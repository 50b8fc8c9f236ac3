"""How values stand in a firm's workbook."""

from __future__ import annotations

from typing import Any, Literal

Kind = Literal["text", "points", "signed", "percent", "count", "quantity"]


_FORMATS: dict[Kind, dict[str, Any]] = {
    "text": {"valign": "top"},
    "points": {"valign": "top", "num_format": "0.00"},
    "signed": {"valign": "top", "num_format": "+0.00;-0.00;0.00"},
    "percent": {"valign": "top", "num_format": "0.00%"},
    "count": {"valign": "top", "num_format": "#,##0"},
    "quantity": {"valign": "top", "num_format": "#,##0.####"},
}


class Cells:
    """The formats of a workbook."""

    def __init__(self, workbook: Any) -> None:
        self._formats = {kind: workbook.add_format(given) for kind, given in _FORMATS.items()}
        head = {"bold": True, "bg_color": "#DDE6F0", "bottom": 1}
        self.head = workbook.add_format({**head, "align": "center", "valign": "vcenter"})
        self.head_left = workbook.add_format({"bold": True, "valign": "top"})
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.plain = workbook.add_format()
        self.centre = workbook.add_format({"align": "center", "font_color": "#D55E00"})
        self.warning = workbook.add_format({"bold": True, "font_color": "#B45309"})

    def write(self, page: Any, line: int, place: int, value: Any, kind: Kind) -> None:
        """A value in its format: text as text, numbers as numbers, nothing where there is none."""
        if isinstance(value, str):
            page.write_string(line, place, value, self._formats[kind])
        elif value is not None:
            page.write_number(line, place, value, self._formats[kind])
