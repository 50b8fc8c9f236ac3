"""Files that people ask for: what stands in the way of writing one is told in one message."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl
from xlsxwriter.exceptions import XlsxWriterException

from ipscore.errors import TargetError
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
        raise TargetError(f"{path}：写不出，它是文件夹；--out 应为文件")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise TargetError(f"{path}：写不出，{reason(error)}") from error
    except XlsxWriterException as error:
        cause = error.args[0] if error.args else error
        raise TargetError(f"{path}：写不出，{reason(cause) if isinstance(cause, OSError) else cause}") from error
    except pl.exceptions.PolarsError as error:
        raise TargetError(f"{path}：写不出，{error}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its name once the block has ended without an exception.

    Raises:
        TargetError: the file cannot be written; says why. What was there before is still there then.
    """
    with writing(path):
        partial = path.with_name(f".{path.stem}.partial-{secrets.token_hex(4)}{path.suffix}")
        try:
            yield partial
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
