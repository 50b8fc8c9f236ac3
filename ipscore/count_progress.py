"""What a command tells while it works, on the error stream: in a line what is being done, before anything heavy is
loaded for it; on a terminal things counted with the time left too.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, TaskID

    from scoring.robustness.banks import Progress as Told


def announce(what: str) -> None:
    """Say in a line what is being done, at once."""
    print(f"{what}……", file=sys.stderr, flush=True)


@contextmanager
def count_bar(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A callback that tells of one more thing done; it draws nothing where nobody is watching."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with _bar() as bar:
        task = bar.add_task(title, total=total)
        yield lambda: bar.update(task, advance=1)


@contextmanager
def stage_bar() -> Iterator[Told | None]:
    """A callback that is told of the stage at hand, how much of it is done, and of how much; a bar for every stage.

    None where nobody is watching.
    """
    if not sys.stderr.isatty():
        yield None
        return
    with _bar() as bar:
        stages: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int) -> None:
            if what not in stages:
                stages[what] = bar.add_task(what, total=max(total, 1))
            bar.update(stages[what], completed=done, total=max(total, 1))

        yield told


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Says what is being done, and for how long already, until it is done; in a pipe once, in a line."""
    if not sys.stderr.isatty():
        announce(what)
        yield
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (progress.TextColumn("{task.description}"), progress.SpinnerColumn(), progress.TimeElapsedColumn())
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(what, total=None)
        yield


def _bar() -> Progress:
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415  (not needed in a pipe)

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("剩余"),
        progress.TimeRemainingColumn(compact=True),
    )
    return progress.Progress(*columns, console=Console(stderr=True), transient=True)
