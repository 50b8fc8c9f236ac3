"""The folder of the cache: copies under their keys, each whole or not there, the least recently used removed first."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.cache.entry import ENTRY, Entry, read_entry
from data_sources.locked_folders import make_locked, remove_locked, sweep, take_lock

if TYPE_CHECKING:
    from pathlib import Path

_PARTIAL = ".partial-"
_OTHERS = 0o022  # others may write


class CacheError(Exception):
    """The cache cannot be used; no reason not to read the files themselves."""


@dataclass(frozen=True)
class Kept:
    """A copy in the cache.

    Attributes:
        folder: where it lies.
        entry: what it says of itself; None if it is damaged.
        size: bytes.
        used: when it was last used, in seconds since 1970.
    """

    folder: Path
    entry: Entry | None
    size: int
    used: float


@dataclass(frozen=True)
class Store:
    """The cache of one user.

    Attributes:
        folder: where it lies; nobody else may enter.
        limit: how many bytes it may hold.
    """

    folder: Path
    limit: int

    def lock(self, key: str) -> int | None:
        """Hold a copy while it is read, so that nobody removes it: a descriptor to be closed; None if there is none."""
        if not self._ours():
            return None
        return take_lock(self.folder / key, shared=True)

    def touch(self, key: str) -> None:
        """Note that a copy was used."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / key / ENTRY)

    def begin(self) -> tuple[Path, int]:
        """A new folder for a copy, and the descriptor that holds its lock.

        Raises:
            CacheError: the folder of the cache is another user's, or open to others.
            OSError: it cannot be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._ours():
            raise CacheError("不归本用户所有，或别人也可写入")
        self.folder.chmod(0o700)
        sweep(self.folder.glob(f"{_PARTIAL}*"))
        return make_locked(self.folder, _PARTIAL)

    def finish(self, partial: Path, key: str) -> None:
        """Give a copy its key; if another process was faster, its copy stays, unless it is damaged.

        Raises:
            OSError: the name cannot be taken.
        """
        target = self.folder / key
        if target.exists() and (read_entry(target, key) is not None or not remove_locked(target)):
            shutil.rmtree(partial, ignore_errors=True)
            return
        partial.rename(target)
        self.shrink(keep=key)

    def shrink(self, keep: str = "") -> None:
        """Remove the copies that were not used for the longest time until the rest is within the limit."""
        held = 0
        for copy in sorted(self.copies(), key=lambda copy: (copy.folder.name != keep, -copy.used)):
            held += copy.size
            if held > self.limit and remove_locked(copy.folder):
                held -= copy.size

    def remove(self, key: str) -> None:
        """Remove a copy that is damaged, unless somebody reads it."""
        remove_locked(self.folder / key)

    def copies(self) -> list[Kept]:
        """All copies, by their keys."""
        if not self.folder.is_dir():
            return []
        folders = (path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        return [copy for folder in sorted(folders) if (copy := _kept(folder)) is not None]

    def clear(self) -> list[Kept]:
        """Remove every copy that nobody is reading, and what processes that died left; gives back what is gone."""
        if not self._ours():
            return []
        sweep(self.folder.glob(f"{_PARTIAL}*"))
        return [copy for copy in self.copies() if remove_locked(copy.folder)]

    def _ours(self) -> bool:
        try:
            status = self.folder.stat()
        except OSError:
            return False
        return status.st_uid == os.getuid() and not status.st_mode & _OTHERS


def _kept(folder: Path) -> Kept | None:
    try:
        size = sum(path.stat().st_size for path in folder.iterdir())
        described = folder / ENTRY
        used = described.stat().st_mtime if described.exists() else 0.0
    except OSError:  # removed meanwhile
        return None
    return Kept(folder, read_entry(folder, folder.name), size, used)
