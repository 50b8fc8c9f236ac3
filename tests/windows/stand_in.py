"""A stand-in for the lock that Windows has: of byte zero of an open file, exclusive, refused at once, freed with it."""

from __future__ import annotations

import errno
import fcntl
import struct

_WHOLE = struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 1, 0)


def lock_descriptor(descriptor: int, *, blocking: bool = True) -> bool:
    """Like `filelock.lock_descriptor`; held by the open file, not by the process, as on Windows."""
    assert not blocking
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _WHOLE)
    except OSError as error:
        if error.errno in {errno.EAGAIN, errno.EACCES}:
            return False
        raise
    return True
