"""Two folders that exchange their names in one act, where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV)  # this system, or its kind of disk


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders, so that at no moment either name is free; False if the system cannot.

    Raises:
        OSError: it could, but refuses.
    """
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _call() -> Callable[[bytes, bytes], int] | None:
    """The function of the system's C library that exchanges names; None on Windows, and on systems before 2018."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except (OSError, TypeError):
        return None
    if (linux := getattr(library, "renameat2", None)) is not None:
        linux.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint]
        return lambda one, other: int(linux(_HERE, one, _HERE, other, _EXCHANGE))
    if (macos := getattr(library, "renamex_np", None)) is not None:
        macos.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint]
        return lambda one, other: int(macos(one, other, _EXCHANGE))
    return None
