"""Folders that take a name, the same on every system."""

from __future__ import annotations

import errno
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PATIENCE_S = 2.0
_AGAIN_S = 0.05
_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)


class FolderInUseError(PermissionError):
    """A folder keeps its name since a program has a file below it open; only Windows refuses for that."""


def rename_folder(folder: Path, to: Path) -> None:
    """Give a folder a name that nothing bears; an empty folder that bears it goes.

    Windows refuses while any program has a file below the folder open, as virus scanners do with files that have just
    been written: it is tried again for a moment.

    Raises:
        FileExistsError: something bears the name.
        FolderInUseError: a program keeps a file below the folder open.
        OSError: the system refuses otherwise.
    """
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            _rename(folder, to)
        except PermissionError as error:
            if getattr(error, "winerror", None) is None:
                raise
            if time.monotonic() > until:
                raise FolderInUseError(error.errno, error.strerror, str(folder)) from error
            time.sleep(_AGAIN_S)
        else:
            return


def _rename(folder: Path, to: Path) -> None:
    if to.is_dir() and not to.is_symlink():
        _remove_empty(to)  # which Windows does not replace
    try:
        folder.rename(to)
    except OSError as error:
        if error.errno in _TAKEN:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(to)) from error
        raise


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder)) from error
