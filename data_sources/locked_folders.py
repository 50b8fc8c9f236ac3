"""Folders that bear a lock while their process lives: one that can be locked was left behind by a process that died."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def make_locked(parent: Path, prefix: str) -> tuple[Path, int]:
    """A new folder that only its owner may enter, and the descriptor that holds its lock until it is closed.

    Raises:
        OSError: there can be no folder.
    """
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        lock = take_lock(folder)
        if lock is not None:
            return folder, lock


def take_lock(folder: Path, *, shared: bool = False) -> int | None:
    """The lock of a folder as a descriptor to be closed; None if another process holds it, or the folder is gone."""
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        if os.fstat(lock).st_ino == os.stat(folder, follow_symlinks=False).st_ino:
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


def remove_locked(folder: Path) -> bool:
    """Remove a folder unless a living process holds it; whether it is gone."""
    lock = take_lock(folder)
    if lock is None:
        return not folder.exists()
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
    return not folder.exists()


def sweep(folders: Iterable[Path]) -> None:
    """Remove those of the folders that are ours and that no living process holds."""
    for folder in sorted(folders):
        with contextlib.suppress(OSError):
            status = folder.stat(follow_symlinks=False)
            if status.st_uid == os.getuid():
                remove_locked(folder)
