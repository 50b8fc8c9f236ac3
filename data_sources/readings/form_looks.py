"""How the cells of a form of readings look: white to be filled in, with a thick frame where they must be, else grey."""

from __future__ import annotations

from typing import Any

REQUIRED = "#C55A11"
_LOCKED, _EDGE = "#E7E6E6", "#A6A6A6"
NUMBER_FORMATS: dict[str, str] = {
    "count": "#,##0",
    "number": "#,##0.00##",
    "ratio": "0.00##",
    "amount": "#,##0.00",
    "seconds": "#,##0",
}


class FormLooks:
    """How a cell looks: what of it must be filled in, may be, or is locked; and how its number is written."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool | None, bool], Any] = {}

    def of(self, column: str, kind: str, required: bool | None) -> Any:
        """The format of a cell: `required` is None where nothing is asked."""
        number = {"date": "yyyy-mm-dd", "value": NUMBER_FORMATS.get(kind, "@")}.get(column, "@")
        key = (number, required, column == "text")
        if key not in self._made:
            edge = {"border": 2, "border_color": REQUIRED} if required else {"border": 1, "border_color": _EDGE}
            open_to_all = {"bg_color": _LOCKED} if required is None else {"locked": False}
            wrapped = {"text_wrap": column == "text", **({"align": "left"} if column == "date" else {})}
            self._made[key] = self._book.add_format({"num_format": number, **edge, **open_to_all, **wrapped})
        return self._made[key]
