"""Processes that do not hear Ctrl-C: the one that starts them decides what becomes of them.

The system tells every process of a terminal. Where signals can be held back, a process inherits that before it has
loaded anything; on Windows it turns deaf as it begins to work.
"""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def deaf_children() -> Iterator[None]:
    """Processes started in the block do not hear Ctrl-C even while they load, where the system can do that.

    The one that starts them hears of it at the end of the block, so that it is not torn out of starting them.
    """
    if sys.platform == "win32" or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    heard: list[int] = []
    resource_tracker.ensure_running()  # lifts the mask as it starts, so it must not start in the block
    handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # processes inherit the mask, not the handler
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
    if heard:
        signal.raise_signal(signal.SIGINT)


def turn_deaf() -> None:
    """Have this process hear no Ctrl-C any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
