"""Text that folds between Chinese characters wherever rich lays it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.containers import Lines
from rich.measure import Measurement
from rich.text import Text

from reports.folding import fold

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, JustifyMethod, OverflowMethod

_LEAST = 8


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
