"""Files that people ask for: what stands in the way of writing one is told in one message."""

from __future__ import annotations

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


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary file of the same name that takes its place once the block has ended without an exception.

    It lies in a folder beside it, which goes with the block, or when the file is written the next time if the process
    is killed.

    Raises:
        TargetError: the file cannot be written; says why. What was there before is still there then.
    """
    with writing(path):
        prefix = f".{path.name}.partial-"
        sweep(path.parent, prefix)
        folder, lock = make_locked(path.parent, prefix)
        try:
            yield folder / path.name
            (folder / path.name).replace(path)
        finally:
            remove_locked(folder, lock)
