"""Files that people ask for: what stands in the way of writing one is told in one message."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl
from xlsxwriter.exceptions import XlsxWriterException

from data_sources.full_disk import is_full, no_space
from data_sources.locked_folders import make_locked, remove_locked, sweep
from ipscore.errors import FullDiskError, TargetError
from ipscore.failures import reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REPLACE = "要替换它，请加 --force"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Make the folder of a file to be written in the block.

    Raises:
        TargetError: the file cannot be written; says why.
    """
    if path.is_dir():
        raise TargetError(f"{path}：写不出，它是文件夹；--out 应为文件", "--out 请写文件名")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except (OSError, XlsxWriterException, pl.exceptions.PolarsError) as error:
        if is_full(error):
            raise FullDiskError(f"没有写出 {path}：{no_space(path.parent)}") from error
        raise TargetError(
            f"{path}：写不出，{_why(error)}", f"请检查 {path.parent} 能否写入，或用 --out 写到别处"
        ) from error


def _why(error: Exception) -> str:
    cause = error.args[0] if isinstance(error, XlsxWriterException) and error.args else error
    return reason(cause) if isinstance(cause, OSError) else str(cause)


def spare(path: Path, *, force: bool) -> None:
    """Refuse a file that is there, before any work is done for it.

    Raises:
        TargetError: it is there and not to be replaced.
    """
    if path.exists() and not path.is_dir() and not force:
        raise TargetError(f"{path} 已存在", _REPLACE)


@contextmanager
def whole_file(path: Path, *, force: bool = True) -> Iterator[Path]:
    """A temporary file of the same name that takes its place once the block has ended without an exception.

    It lies in a folder beside it, which goes with the block, or when the file is written the next time if the process
    is killed.

    Args:
        path: the file.
        force: whether it takes the place of a file that is there by then, whoever wrote it.

    Raises:
        TargetError: the file cannot be written, or is there and not to be replaced; says why. What was there before is
            still there then.
    """
    with writing(path):
        prefix = f".{path.name}.partial-"
        sweep(path.parent, prefix)
        folder, lock = make_locked(path.parent, prefix)
        try:
            yield folder / path.name
            _take_name(folder / path.name, path, force=force)
        finally:
            remove_locked(folder, lock)


def _take_name(written: Path, path: Path, *, force: bool) -> None:
    """Have a file take its name; one that must not replace another takes it in one act with finding it free."""
    if force:
        written.replace(path)
        return
    try:
        try:
            os.link(written, path)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links: the name is taken by an empty file first
            path.open("xb").close()
            written.replace(path)
    except FileExistsError as error:
        raise TargetError(f"没有写出 {path}：写的时候，同名的文件已由别的程序写出", _REPLACE) from error
