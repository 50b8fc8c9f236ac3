"""A folder that is there whole or not at all.

It is written under a temporary name beside the final one and takes the final name at the end by renaming. A temporary
folder has a lock while its process lives, so one whose lock can be taken was left by a killed process and is swept
away. What takes the name, and what puts back what was set aside, does so one process at a time.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.errors import IntakeError
from data_sources.full_disk import is_full, no_space
from data_sources.locked_folders import make_locked, remove_locked
from data_sources.locked_folders import sweep as sweep_folders
from data_sources.locks import wait_for_lock
from data_sources.renaming import FolderInUseError, rename_folder
from ipscore.durable import write_names_through, write_through
from ipscore.errors import FullDiskError, TargetError
from ipscore.exchanging import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MODE = 0o777  # as far as the user's mask allows
_WAIT_S = 30.0
_LOOKS = 3  # one is enough unless another replacement begins between two looks


def anything(folder: Path) -> bool:
    """Whatever a folder holds is ours."""
    return True


@dataclass(frozen=True)
class Place:
    """Where a folder is to be written.

    Attributes:
        target: the final name.
        force: whether a folder of ours may be replaced.
        ours: whether a folder is one that we wrote; nothing else is ever replaced.
    """

    target: Path
    force: bool
    ours: Callable[[Path], bool] = anything

    def check(self) -> None:
        """Insist that a folder may be written there.

        Raises:
            TargetError: it may not.
        """
        target = self.target
        if not target.exists():
            return
        if not target.is_dir():
            raise TargetError(f"{target} 已存在，且不是文件夹", f"请另选一个文件夹，或先移走 {target}")
        if not any(target.iterdir()):
            return
        if not self.ours(target):
            raise TargetError(
                f"{target} 已有其他内容，不会覆盖（--force 也不会）", f"请另选一个文件夹，或先移走 {target}"
            )
        if not self.force:
            raise TargetError(f"{target} 已存在", "要替换它，请加 --force")

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """A temporary folder that takes the target's name, and its place, once the block has ended without exception.

        Whether it may is asked as it takes the name, in the same act: of two that were begun side by side without
        `force` the first stays. After an exception, or if the process is killed, what was there before is there still.

        Raises:
            FullDiskError: there is no space for it.
            TargetError: it may not take the name, or what bears it is in use.
        """
        target = self.target.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        partial, lock = make_locked(target.parent, f".{target.name}.partial-", _MODE)
        try:
            yield partial
            write_through(partial)
            self._take_name(partial, target)
        except Exception as error:
            if is_full(error) and not isinstance(error, IntakeError):
                written = sum(path.stat().st_size for path in partial.rglob("*") if path.is_file())
                kept = "；原有的没有改动" if target.exists() else ""
                message = f"没有写出 {target}：{no_space(target.parent, written)}{kept}"
                raise FullDiskError(message) from error
            raise
        finally:
            remove_locked(partial, lock)

    def _take_name(self, partial: Path, target: Path) -> None:
        with _one_at_a_time(target):
            try:
                rename_folder(partial, target)
            except FileExistsError:
                self.check()
                _replace(partial, target)
            except FolderInUseError as error:
                raise TargetError(
                    f"没有写出 {target}：刚写好的文件正被别的程序打开（如杀毒软件）",
                    f"请关闭那个程序，再写一次 {target}",
                ) from error
        write_names_through(target.parent)


def sweep(target: Path) -> None:
    """Remove what killed processes left beside the target; put back a folder that one was about to replace."""
    if _beside(target, "replaced-"):
        _settled(target)
    sweep_folders(target.parent, f".{target.name}.partial-")


def is_there(target: Path) -> bool:
    """Whether there is a folder of that name; one that is being replaced at this moment is there."""
    for _ in range(_LOOKS):
        if target.is_dir():
            return True
        with contextlib.suppress(OSError, TargetError):
            if _beside(target, "") and _settled(target):
                return True
    return False


def _replace(partial: Path, target: Path) -> None:
    """Have a folder take the name of another that is there, which goes."""
    if exchange(partial, target):
        return  # what was there bears the temporary name now, and goes with it
    replaced = target.with_name(f".{target.name}.replaced-{secrets.token_hex(4)}")
    try:
        rename_folder(target, replaced)
        try:
            rename_folder(partial, target)
        except BaseException:
            rename_folder(replaced, target)
            raise
    except FolderInUseError as error:
        told = f"没有替换 {target}：其中有文件正被别的程序打开（如 Excel、另一次 ipscore）；原有的没有改动"
        raise TargetError(told, f"请关闭那个程序，再写一次 {target}") from error
    shutil.rmtree(replaced, ignore_errors=True)


def _settled(target: Path) -> bool:
    """Wait for whoever replaces the folder, and tell whether it is there then.

    One that a killed process set aside gets its name again, or goes if its successor has taken it.
    """
    with _one_at_a_time(target):
        for left in _beside(target, "replaced-"):
            if target.exists():
                shutil.rmtree(left, ignore_errors=True)
            else:
                rename_folder(left, target)
        return target.is_dir()


def _beside(target: Path, what: str) -> list[Path]:
    """What lies beside a folder for it: of one kind, or whatever there is."""
    prefix = f".{target.name}.{what}"
    return sorted(path for path in target.parent.iterdir() if path.name.startswith(prefix))


@contextmanager
def _one_at_a_time(target: Path) -> Iterator[None]:
    """Have no other process take or give the name meanwhile.

    Raises:
        TargetError: another does so for long.
    """
    lock = wait_for_lock(target.with_name(f".{target.name}.lock"), _WAIT_S)
    if lock is None:
        raise TargetError(f"没有写出 {target}：另一个 ipscore 正在写它", f"请等它结束，再写一次 {target}")
    try:
        yield
    finally:
        lock.release()
