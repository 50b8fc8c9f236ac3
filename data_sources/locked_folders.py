"""Folders with a lock beside them while their process lives: one whose lock can be taken was left by one that died."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from data_sources.locks import take_left, take_lock
from data_sources.ownership import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.locks import Lock

_SCRATCH = "ipscore-aside-"
_LOCK = ".lock"


def make_locked(parent: Path, prefix: str, mode: int = 0o700) -> tuple[Path, Lock]:
    """A new folder, and its lock, held until it is released; unless told, only the folder's owner may enter.

    Raises:
        OSError: there can be no folder.
    """
    while True:
        folder = parent / f"{prefix}{secrets.token_hex(4)}"
        if (lock := take_lock(_lock_of(folder))) is None:
            continue  # somebody sweeps at this moment
        try:
            folder.mkdir(mode=mode)
        except BaseException:
            lock.release()
            raise
        return folder, lock


def remove_locked(folder: Path, lock: Lock) -> None:
    """Remove a folder whose lock we hold, and let the lock go; what a program keeps open is left to the next sweep."""
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        lock.abandon()
    else:
        lock.release()


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders of names with that beginning that are ours and that no living process holds."""
    for path in _beginning_with(parent, prefix):
        if path.name.endswith(_LOCK) and is_ours(path) and (lock := take_left(path)) is not None:
            remove_locked(path.with_name(path.name.removesuffix(_LOCK)), lock)


def make_scratch() -> tuple[Path, Lock]:
    """A folder for temporary files, and its lock; what dead processes left goes first.

    Raises:
        OSError: there can be no folder.
    """
    parent = Path(tempfile.gettempdir())
    sweep(parent, _SCRATCH)
    return make_locked(parent, _SCRATCH)


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
        remove_locked(folder, lock)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_LOCK}")


def _beginning_with(parent: Path, prefix: str) -> list[Path]:
    try:
        return sorted(path for path in parent.iterdir() if path.name.startswith(prefix))
    except OSError:
        return []
