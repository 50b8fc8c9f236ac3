"""Folders that bear a lock while their process lives: one that can be locked was left behind by a process that died."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCRATCH = "ipscore-scratch-"


def make_locked(parent: Path, prefix: str, mode: int = 0o700) -> tuple[Path, int]:
    """A new folder, and the descriptor that holds its lock until it is closed; unless told, only its owner may enter.

    Raises:
        OSError: there can be no folder.
    """
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(4)}"
        folder.mkdir(mode=mode)
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


def make_scratch() -> tuple[Path, int]:
    """A folder for temporary files, and the descriptor that holds its lock; what dead processes left goes first.

    Raises:
        OSError: there can be no folder.
    """
    parent = Path(tempfile.gettempdir())
    sweep(parent.glob(f"{_SCRATCH}*"))
    return make_locked(parent, _SCRATCH)


def remove_scratch(folder: Path, lock: int) -> None:
    """Remove a folder for temporary files, and let its lock go."""
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for temporary files that goes with the block, or when the next one is made if the process is killed.

    Raises:
        OSError: there can be no folder.
    """
    folder, lock = make_scratch()
    try:
        yield folder
    finally:
        remove_scratch(folder, lock)
