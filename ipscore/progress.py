"""A progress bar while files are read, with rows and the time left: on the error stream, and only on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.meter import Progress


@contextmanager
def progress_bar(title: str) -> Iterator[Progress | None]:
    """A callback that draws the bar; None where nobody is watching."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  (not needed in a pipe)

    columns = (
        progress.TextColumn(title),
        progress.BarColumn(),
        progress.TextColumn("{task.percentage:>3.0f}%{task.fields[counted]}  剩余"),
        progress.TimeRemainingColumn(compact=True),
        progress.TextColumn("{task.fields[file]}"),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", file="", counted="")

        def told(file_name: str, done: int, total: int, rows: int = 0) -> None:
            counted = f"  {rows:,} 行" if rows else ""
            bar.update(task, completed=done, total=max(total, 1), file=file_name, counted=counted)

        yield told
