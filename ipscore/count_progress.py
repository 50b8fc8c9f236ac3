"""A progress bar over things that are counted, with the time left: on the error stream, and only on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def count_bar(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A callback that tells of one more thing done; it draws nothing where nobody is watching."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  (not needed in a pipe)

    columns = (
        progress.TextColumn(title),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("剩余"),
        progress.TimeRemainingColumn(compact=True),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda: bar.update(task, advance=1)
