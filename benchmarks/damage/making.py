"""One damaged folder from a seed and a number: the same folder every time."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.damage import cells, files, office, sheets
from benchmarks.damage.formats import FORMATS
from benchmarks.damage.tables import NAMES, REGISTER, draw_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.damage.formats import Cells

_LOOSE = ("csv", "csv_gb18030", "txt_utf16", "xlsx", "xlsx_by_hand", "xls", "ods", "html", "xml", "zip")
_TEXTS = ("csv", "csv_gb18030", "txt_utf16", "html")
_ONLY_TEXTS = (cells.control_characters, cells.very_long_cell)  # no workbook can hold them
_OF_OTHERS = ("csv", "xlsx", "parquet")
KINDS: tuple[Callable[..., object], ...] = (
    *cells.DAMAGES,
    *sheets.DAMAGES,
    *files.BYTES,
    *files.TEXTS,
    *files.PATHS,
)
"""Every kind of damage; a folder has that of its number, counted round."""


@dataclass(frozen=True)
class Damaged:
    """A damaged folder.

    Attributes:
        kind: what was done.
        title: the table to which it was done.
        form: the format of its file.
        rows: name of a source → how many rows below its header hold anything, where that is known.
    """

    kind: str
    title: str
    form: str
    rows: dict[str, int]


def make_folder(folder: Path, seed: int, number: int) -> Damaged:
    """Write the damaged folder of a number.

    Args:
        folder: made if it is not there; empty.
        seed: of the run.
        number: of the folder; its kind of damage is that of `KINDS`, counted round.
    """
    draw = random.Random(f"{seed}-{number}")
    folder.mkdir(parents=True, exist_ok=True)
    kind = KINDS[number % len(KINDS)]
    tables = {title: office.grid(rows) for title, rows in draw_tables(draw).items()}
    title = draw.choice([title for title in tables if title != REGISTER] * 3 + [REGISTER])
    rows = {NAMES[name]: len(grid) - 1 for name, grid in tables.items()}
    for other, grid in tables.items():
        if other != title:
            ending, write = FORMATS[draw.choice(_OF_OTHERS)]
            write(folder / f"{other}{ending}", grid)
    form, known = _damage(draw, kind, folder / title, tables[title])
    if known is None:
        del rows[NAMES[title]]
    else:
        rows[NAMES[title]] = known
    if kind in files.PATHS:
        rows = {}
    return Damaged(kind.__name__, title, form, rows)


def _damage(draw: random.Random, kind: Callable[..., object], path: Path, grid: Cells) -> tuple[str, int | None]:
    """Write one table and damage it; its format, and the number of its rows if that is known."""
    if kind in cells.DAMAGES:
        damaged, known = kind(draw, grid)
        form = draw.choice(_TEXTS if kind in _ONLY_TEXTS else _LOOSE)
        ending, write = FORMATS[form]
        write(path.with_suffix(ending), damaged)
        return form, known
    if kind in sheets.DAMAGES:
        return "its own", kind(draw, path, grid)
    if kind in files.TEXTS:
        path.with_suffix(draw.choice([".csv", ".txt"])).write_bytes(kind(draw, grid))
        return "text", None
    form = draw.choice(list(FORMATS))
    ending, write = FORMATS[form]
    target = path.with_suffix(ending)
    write(target, sheets.short_headed(grid) if form == "dbf" else grid)
    if kind in files.BYTES:
        target.write_bytes(kind(draw, target.read_bytes()))
    else:
        kind(draw, target)
    return form, None
