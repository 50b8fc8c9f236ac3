"""Lines of mixed Chinese and Latin text: broken between characters as Chinese is, but not within words or numbers, and
with no punctuation where a line must not begin or end with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod

_OPENING, _CLOSING = "（《“‘【〔", "，。；：、！？）》”’】〕…"
_UNBROKEN = re.compile(rf"[{_OPENING}]*(?:[^\s\u2e80-\u9fff\u3000-\u303f\uff00-\uffef]+|\S)[{_CLOSING}]*|\s+")
_LEAST = 8


def fold(line: str, width: int) -> list[str]:
    """A line without line breaks as lines of at most `width` columns; a single character may be wider."""
    lines, current = [], ""
    for token in _UNBROKEN.findall(line):
        piece = token
        if cell_len(current) + cell_len(piece.rstrip()) > width and current:
            lines.append(current.rstrip())
            current, piece = "", piece.lstrip()
        while cell_len(piece) > width:
            kept = max(len(set_cell_size(piece, width).rstrip()), 1)
            lines.append(piece[:kept].rstrip())
            piece = piece[kept:]
        current += piece
    return [*lines, current.rstrip()]


class FoldedText(Text):
    """Text that folds as `fold` does, wherever rich lays it out."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """The lines at a width."""
        if no_wrap:
            return super().wrap(console, width, justify=justify, overflow=overflow, tab_size=tab_size, no_wrap=no_wrap)
        lines = Lines(Text(folded, style=self.style) for line in self.plain.split("\n") for folded in fold(line, width))
        lines.justify(console, width, justify=justify or "left", overflow="fold")
        return lines

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        longest = max(cell_len(line) for line in self.plain.split("\n"))
        return Measurement(min(_LEAST, longest), longest)
