"""A folder that is there whole or not at all.

It is written under a temporary name beside the final one and takes the final name at the end by renaming. A temporary
folder is locked while its process lives, so one that can be locked was left by a killed process and is swept away.
"""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data_sources.errors import IntakeError
from data_sources.full_disk import is_full, no_space
from data_sources.locked_folders import make_locked
from data_sources.locked_folders import sweep as sweep_folders
from ipscore.errors import FullDiskError, TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MODE = 0o777  # as far as the user's mask allows


def check_target(target: Path, *, force: bool, ours: Callable[[Path], bool]) -> None:
    """Insist that a folder may be written there.

    Args:
        target: the final name.
        force: whether a folder of ours may be replaced.
        ours: whether a folder is one that we wrote; nothing else is ever replaced.

    Raises:
        TargetError: it may not.
    """
    if not target.exists():
        return
    if not target.is_dir():
        raise TargetError(f"{target} 已存在，且不是文件夹")
    if not any(target.iterdir()):
        return
    if not ours(target):
        raise TargetError(f"{target} 已有其他内容，不会覆盖（--force 也不会）；请另选一个文件夹")
    if not force:
        raise TargetError(f"{target} 已存在；要替换它，请加 --force")


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """A temporary folder that takes the target's name, and its place, once the block has ended without an exception.

    After an exception, or if the process is killed, what was there before is still there.

    Raises:
        FullDiskError: there is no space for it.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    sweep(target)
    partial, lock = make_locked(target.parent, f".{target.name}.partial-", _MODE)
    try:
        yield partial
        _sync(partial)
        _take_name(partial, target)
    except Exception as error:
        written = sum(path.stat().st_size for path in partial.rglob("*") if path.is_file())
        shutil.rmtree(partial, ignore_errors=True)
        if is_full(error) and not isinstance(error, IntakeError):
            kept = "；原有的没有改动" if target.exists() else ""
            message = f"没有写出 {target}：{no_space(target.parent, written)}{kept}"
            raise FullDiskError(message) from error
        raise
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    finally:
        os.close(lock)


def sweep(target: Path) -> None:
    """Remove what killed processes left beside the target; put back a folder that one was about to replace."""
    for left in sorted(target.parent.glob(f".{target.name}.replaced-*")):
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(target)
    sweep_folders(target.parent.glob(f".{target.name}.partial-*"))


def _take_name(partial: Path, target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        replaced = target.with_name(f".{target.name}.replaced-{secrets.token_hex(4)}")
        target.rename(replaced)
        try:
            partial.rename(target)
        except BaseException:
            replaced.rename(target)
            raise
        shutil.rmtree(replaced, ignore_errors=True)
    else:
        partial.rename(target)
    _sync_entry(target.parent)


def _sync(folder: Path) -> None:
    """Have every file and folder written through to the disk before the name is taken."""
    for at, _, files in os.walk(folder):
        for name in (*files, "."):
            _sync_entry(os.path.join(at, name))


def _sync_entry(path: str | Path) -> None:
    entry = os.open(path, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
