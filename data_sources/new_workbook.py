"""XLSX files, made in memory and written at once: a full disk leaves nothing of them."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


_TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}
"""Whatever a cell of text begins with; formulas are written as such."""


class NewWorkbook:
    """A workbook and where it goes once it is closed; nothing is written before."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        self._path = path
        self._content = io.BytesIO()
        self.book: Any = xlsxwriter.Workbook(self._content, {**_TEXT_STAYS_TEXT, "in_memory": True, **(options or {})})

    def close(self) -> None:
        """Write the file.

        Raises:
            OSError: it cannot be written; nothing of it is left then.
        """
        self.book.close()
        try:
            self._path.write_bytes(self._content.getbuffer())
        except OSError:
            self._path.unlink(missing_ok=True)
            raise


@contextmanager
def new_workbook(path: Path, options: Mapping[str, Any] | None = None) -> Iterator[Any]:
    """A workbook of xlsxwriter that is written when the block ends without an exception.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    workbook = NewWorkbook(path, options)
    yield workbook.book
    workbook.close()
