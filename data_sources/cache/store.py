"""The folder of the cache: copies under their keys, each whole or not there, the least recently used removed first."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.cache.entry import ENTRY, Entry, read_entry
from data_sources.locked_folders import make_locked, sweep
from data_sources.locks import take_left, take_lock, wait_for_lock
from data_sources.ownership import is_ours_alone
from data_sources.renaming import rename_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_sources.locks import Lock

_PARTIAL, _READ, _ONE = ".partial-", ".read-", ".one.lock"
_WAIT_S = 2.0


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

    Whoever reads a copy holds a lock of its own, so that many can; one process at a time begins to read or removes.

    Attributes:
        folder: where it lies; nobody else may enter.
        limit: how many bytes it may hold.
    """

    folder: Path
    limit: int

    def hold(self, key: str) -> Lock | None:
        """Hold a copy, so that nobody removes it, until the lock is released; None if there is none."""
        if not is_ours_alone(self.folder):
            return None
        with contextlib.suppress(OSError), self._one_at_a_time() as alone:
            if alone and (self.folder / key).is_dir():
                return take_lock(self.folder / f"{_READ}{key}-{secrets.token_hex(4)}.lock")
        return None

    def touch(self, key: str) -> None:
        """Note that a copy was used."""
        with contextlib.suppress(OSError):
            os.utime(self.folder / key / ENTRY)

    def begin(self) -> tuple[Path, Lock]:
        """A new folder for a copy, and its lock.

        Raises:
            CacheError: the folder of the cache is another user's, or open to others.
            OSError: it cannot be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_ours_alone(self.folder):
            raise CacheError("不归本用户所有，或别人也可写入")
        self.folder.chmod(0o700)
        for prefix in (_PARTIAL, _READ):
            sweep(self.folder, prefix)
        return make_locked(self.folder, _PARTIAL)

    def finish(self, partial: Path, key: str) -> None:
        """Give a copy its key; if another process was faster, its copy stays, unless it is damaged.

        Raises:
            OSError: the name cannot be taken.
        """
        target = self.folder / key
        if target.exists() and read_entry(target, key) is None:
            self.remove(key)
        try:
            rename_folder(partial, target)
        except FileExistsError:
            shutil.rmtree(partial, ignore_errors=True)
        else:
            self.shrink(keep=key)

    def shrink(self, keep: str = "") -> None:
        """Remove the copies that were not used for the longest time until the rest is within the limit."""
        held = 0
        for copy in sorted(self.copies(), key=lambda copy: (copy.folder.name != keep, -copy.used)):
            held += copy.size
            if held > self.limit and self.remove(copy.folder.name):
                held -= copy.size

    def remove(self, key: str) -> bool:
        """Remove a copy unless somebody reads it; whether it is gone."""
        folder = self.folder / key
        with contextlib.suppress(OSError), self._one_at_a_time() as alone:
            if alone and not self._is_read(key):
                shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    def copies(self) -> list[Kept]:
        """All copies, by their keys."""
        if not self.folder.is_dir():
            return []
        folders = (path for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))
        return [copy for folder in sorted(folders) if (copy := _kept(folder)) is not None]

    def clear(self) -> list[Kept]:
        """Remove every copy that nobody is reading, and what processes that died left; gives back what is gone."""
        if not is_ours_alone(self.folder):
            return []
        sweep(self.folder, _PARTIAL)
        return [copy for copy in self.copies() if self.remove(copy.folder.name)]

    def _is_read(self, key: str) -> bool:
        """Whether a living process reads a copy; the locks of dead ones go."""
        for path in self.folder.glob(f"{_READ}{key}-*"):
            if (lock := take_left(path)) is None:
                return True
            lock.release()
        return False

    @contextlib.contextmanager
    def _one_at_a_time(self) -> Iterator[bool]:
        """Have no other process take or remove a copy meanwhile; False if another does so for long.

        Raises:
            OSError: the folder cannot be written.
        """
        lock = wait_for_lock(self.folder / _ONE, _WAIT_S)
        try:
            yield lock is not None
        finally:
            if lock is not None:
                lock.release()


def _kept(folder: Path) -> Kept | None:
    try:
        size = sum(path.stat().st_size for path in folder.iterdir())
        described = folder / ENTRY
        used = described.stat().st_mtime if described.exists() else 0.0
    except OSError:  # removed meanwhile
        return None
    return Kept(folder, read_entry(folder, folder.name), size, used)
