"""What was written is on the disk, not only on its way there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = getattr(os, "O_DIRECTORY", None)


def write_through(folder: Path) -> None:
    """Have all that is in a folder written through to the disk, and its names where the system opens folders.

    Raises:
        OSError: the disk refuses.
    """
    for at, _, files in os.walk(folder):
        for name in files:
            _sync(os.path.join(at, name), os.O_RDWR)  # Windows writes through only what may be written
        write_names_through(at)


def write_names_through(folder: str | Path) -> None:
    """Have the names in a folder written through to the disk; Windows, which opens no folders, does so by itself.

    Raises:
        OSError: the disk refuses.
    """
    if _FOLDER is not None:
        _sync(folder, os.O_RDONLY | _FOLDER)


def _sync(path: str | Path, flags: int) -> None:
    entry = os.open(path, flags)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
