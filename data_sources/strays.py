"""Files and sheets that no name assigns to a source: left alone, unless their header gives them away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.errors import IntakeError, MisnamedFileError
from data_sources.headers import fitting
from data_sources.stage.sheets import open_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.source import Source
    from data_sources.stage.sheets import Sheet

Stray = tuple[str, "Sequence[Sheet]"]
"""The name of a file, and those of its sheets that belong to no source."""


def strays(paths: Sequence[Path], limits: Limits) -> list[Stray]:
    """Files that are named after no source, with their tables; a file that cannot be read has none."""
    found: list[Stray] = []
    for path in paths:
        try:
            found.append((path.name, open_file(path, limits, 0).sheets))
        except IntakeError:
            found.append((path.name, ()))
    return found


def misnamed(left_over: Sequence[Stray], sources: Sequence[Source]) -> Iterator[tuple[MisnamedFileError, set[str]]]:
    """An error for every table that has the header of a source, with the names of the sources that it may be."""
    for _, sheets in left_over:
        for sheet in sheets:
            fits = fitting(sheet, sources)
            if fits:
                yield MisnamedFileError(_message(sheet, fits)), {source.name for source in fits}


def _message(sheet: Sheet, fits: Sequence[Source]) -> str:
    what = "工作表名" if sheet.name else "文件名"
    looks = "或".join(f"“{source.title}”（{source.name}）" for source in fits)
    first = fits[0]
    return (
        f"{sheet.place}：{what}与任何来源都对不上，表头却与{looks}相符；若是此来源，"
        f"请把{what}改成以“{first.title}”或“{first.name}”开头，如“{first.title}_1”；若不是，请移出文件夹"
    )
