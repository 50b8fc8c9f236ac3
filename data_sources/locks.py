"""Locks that end with the process that holds them, whatever ends it: files that are locked, the same on every system.

A lock file lies beside what it stands for, never in it: Windows neither renames nor removes a folder with an open file
below. It goes as the lock is released; one that is there and can be taken was left by a process that died.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)  # where there is no such flag, nobody but administrators makes links
_AGAIN_S = 0.02


class Lock:
    """A lock that is held until it is released or its process ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path, self._descriptor = path, descriptor

    def release(self) -> None:
        """Let it go, and remove its file."""
        try:
            self._path.unlink()
        except OSError:  # Windows removes no open file
            os.close(self._descriptor)
            with contextlib.suppress(OSError):  # another process has it open, which removes it in turn
                self._path.unlink()
        else:
            os.close(self._descriptor)

    def abandon(self) -> None:
        """Let it go as if the process had died: its file stays, for another to take."""
        os.close(self._descriptor)


def take_lock(path: Path) -> Lock | None:
    """The lock of a file, which is made if it is not there; None at once if another holds it.

    Raises:
        OSError: there can be no such file.
    """
    return _lock(path, os.open(path, _FLAGS | os.O_CREAT, 0o600))


def take_left(path: Path) -> Lock | None:
    """The lock of a file that is there; None if another holds it, the file is gone, or not ours to open."""
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError:
        return None
    return _lock(path, descriptor)


def wait_for_lock(path: Path, seconds: float) -> Lock | None:
    """The lock of a file, which is made if it is not there; None if another holds it all the time.

    Args:
        path: the file.
        seconds: how long to wait.

    Raises:
        OSError: there can be no such file.
    """
    until = time.monotonic() + seconds
    while True:
        last = time.monotonic() > until
        try:
            if (lock := take_lock(path)) is not None or last:
                return lock
        except PermissionError as error:
            if last or getattr(error, "winerror", None) is None:  # Windows refuses while its holder removes it
                raise
        time.sleep(_AGAIN_S)


def _lock(path: Path, descriptor: int) -> Lock | None:
    from filelock import lock_descriptor  # noqa: PLC0415  (most commands that look for locks find none to take)

    with contextlib.suppress(OSError):
        if lock_descriptor(descriptor, blocking=False) and _bears(path, descriptor):
            return Lock(path, descriptor)
    os.close(descriptor)
    return None


def _bears(path: Path, descriptor: int) -> bool:
    """Whether an open file still bears the name: its holder may have removed it meanwhile."""
    return os.path.samestat(os.fstat(descriptor), path.stat(follow_symlinks=False))
