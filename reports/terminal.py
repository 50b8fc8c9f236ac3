"""Tables on a terminal or in a pipe: widths of Chinese text right, numbers never cut off."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table as RichTable

from reports.folding import FoldedText

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reports.table import Table

_BETWEEN = 3  # columns between two columns of a table
_LEAST = 12  # columns that text is given, however much stands beside it
PIPED_WIDTH = 120
"""Columns where there is no terminal to ask and no COLUMNS is set."""


def console(file: TextIO | None = None, width: int | None = None) -> Console:
    """A console that takes text as it is: no markup (`[90,100)` is not a tag), no emoji, no highlighting."""
    target = sys.stdout if file is None else file
    if width is None and not target.isatty():
        width = int(os.environ.get("COLUMNS") or PIPED_WIDTH)
    return Console(file=target, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def show(*items: Table | str, to: Console | None = None) -> None:
    """Print tables and paragraphs, an empty line between them.

    In a pipe there are neither colours nor trailing blanks. A table that cannot be folded to the width is printed as
    wide as it must be; nothing is cut off.
    """
    out = console() if to is None else to
    for place, item in enumerate(items):
        if place:
            out.file.write("\n")
        if isinstance(item, str):
            _print(out, FoldedText(item))
            continue
        if item.title:
            _print(out, FoldedText(item.title, style="bold"))
        if item.columns:
            _print(out, _drawn(item), max(out.width, _least_width(item)))
        for note in item.notes:
            _print(out, FoldedText(note, style="dim"))
    out.file.flush()


def _print(out: Console, part: RenderableType, width: int | None = None) -> None:
    whole = Group(part)  # rich joins bare texts, and then folds them its own way
    if out.is_terminal:
        out.print(whole, width=width, crop=False)
        return
    with out.capture() as captured:
        out.print(whole, width=width, crop=False)
    lines = captured.get().splitlines()
    out.file.write("".join(f"{line.rstrip()}\n" for line in lines))


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for place, column in enumerate(table.columns):
        drawn.add_column(
            column.header,
            justify="right" if column.number else "left",
            no_wrap=column.keep,
            overflow="fold",
            min_width=_least(table, place),
        )
    for row in table.rows:
        drawn.add_row(*(FoldedText(cell) for cell in row))
    return drawn


def _least(table: Table, place: int) -> int:
    """Columns that a table's column needs: all of its longest cell where cells are kept on one line."""
    cells = [table.columns[place].header, *(row[place] for row in table.rows)]
    longest = max(cell_len(cell) for cell in cells)
    return longest if table.columns[place].keep else min(longest, _LEAST)


def _least_width(table: Table) -> int:
    columns = len(table.columns)
    return sum(_least(table, place) for place in range(columns)) + _BETWEEN * (columns - 1)
