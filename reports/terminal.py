"""Tables on a terminal or in a pipe: widths of Chinese text right, numbers never cut off."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group
from rich.table import Table as RichTable

from reports.folded_text import FoldedText

if TYPE_CHECKING:
    from rich.console import RenderableType

    from reports.table import Table

_BETWEEN, _CLOSE = 3, 2  # columns between two columns of a table; where there is no room for more
_LEAST = 12  # columns that text is given, however much stands beside it
_EASY = 24  # columns that text is given before anything that can be spared stands beside it
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

    In a pipe there are neither colours nor trailing blanks. Columns that can be spared make room for the others. A
    table that still cannot be folded to the width is printed as wide as it must be; nothing is cut off.
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
            fitting = _fitted(item, out.width)
            close = _least_width(fitting) > out.width
            between = _CLOSE if close else _BETWEEN
            _print(out, _drawn(fitting, close=close), _least_width(fitting, between=between))
        for note in item.notes:
            _print(out, FoldedText(note, style="dim"))
    out.file.flush()


def _print(out: Console, part: RenderableType, least: int = 0) -> None:
    """Print at the console's width, or at the least width if that is more."""
    whole = Group(part)  # rich joins bare texts, and then folds them its own way
    given = out.width
    out.width = max(given, least)
    try:
        if out.is_terminal:
            out.print(whole, crop=False)
            return
        with out.capture() as captured:
            out.print(whole, crop=False)
    finally:
        out.width = given
    lines = captured.get().splitlines()
    out.file.write("".join(f"{line.rstrip()}\n" for line in lines))


def _fitted(table: Table, width: int) -> Table:
    """The table without as many columns as can be spared and must be."""
    while _least_width(table, _EASY) > width:
        spared = max(range(len(table.columns)), key=lambda place: table.columns[place].spare)
        if not table.columns[spared].spare:
            break
        kept = [place for place in range(len(table.columns)) if place != spared]
        table = replace(
            table,
            columns=tuple(table.columns[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in table.rows),
        )
    return table


def _drawn(table: Table, *, close: bool) -> RichTable:
    padding = (0, 1, 0, 0) if close else (0, 1)
    drawn = RichTable(box=box.SIMPLE_HEAD, padding=padding, show_edge=False, pad_edge=False, header_style="bold")
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


def _least(table: Table, place: int, text: int = _LEAST) -> int:
    """Columns that a table's column needs: all of its longest cell where cells are kept on one line."""
    cells = [table.columns[place].header, *(row[place] for row in table.rows)]
    longest = max(cell_len(cell) for cell in cells)
    return longest if table.columns[place].keep else min(longest, text)


def _least_width(table: Table, text: int = _LEAST, between: int = _BETWEEN) -> int:
    columns = len(table.columns)
    return sum(_least(table, place, text) for place in range(columns)) + between * (columns - 1)
