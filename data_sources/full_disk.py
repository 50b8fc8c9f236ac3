"""A disk that is full, whichever library says so."""

from __future__ import annotations

import errno
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS = (
    *("No space left on device", "os error 28", "Disk quota exceeded", "os error 122", "os error 27"),
    *("not enough space on the disk", "os error 112"),  # Windows
)


def is_full(error: BaseException) -> bool:
    """Whether an error, or what it came from, says that there is no space: as a number of the system or in words."""
    return any(
        (isinstance(one, OSError) and one.errno in _ERRORS) or any(words in str(one) for words in _WORDS)
        for one in _chain(error)
    )


def free_megabytes(folder: Path) -> int | None:
    """How much is free on the disk of a folder, in megabytes of 2^20 bytes; None if the system does not say."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free >> 20
    except OSError:
        return None


def no_space(folder: Path, needed_bytes: int | None = None) -> str:
    """Where there is no space, how much there is, and how much is needed if that is known."""
    free = free_megabytes(folder)
    left = "" if free is None else f"，只剩 {free:,} MB"
    needed = "" if needed_bytes is None else f"，至少需要 {(needed_bytes >> 20) + 1:,} MB"
    return f"{folder} 所在的磁盘空间不足{left}{needed}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what it was made of and what it came from."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        others = (one.__cause__, one.__context__, *getattr(one, "args", ()))
        waiting += [other for other in others if isinstance(other, BaseException)]
