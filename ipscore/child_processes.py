"""Processes that work for the one that started them: they end with it, and it decides what Ctrl-C means.

The system tells every process of a terminal of Ctrl-C. Where signals can be held back, a process inherits that before
it has loaded anything; on Windows it turns deaf as it begins to work.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORPHANED = 1


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


def begin_child() -> None:
    """Have this process hear no Ctrl-C, and end as soon as the one that started it has ended, however it did.

    That one holds the other end of a pipe, or is waited for by its handle, whatever the system has.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(_ORPHANED)  # whatever it is at: nobody waits for it
