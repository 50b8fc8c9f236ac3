"""CSV that people open in spreadsheets: text that one would take for a formula stands behind an apostrophe.

Text may come from strangers (names, complaints, reasons). A spreadsheet takes a cell for a formula that begins with
`=`, `+`, `-`, `@`, a tab or a carriage return (OWASP, CSV Injection). An apostrophe before it says that it is text;
text that begins with apostrophes before such a character gets one more, so that taking one away gives back what there
was. Numbers stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_Frame = TypeVar("_Frame", pl.DataFrame, pl.LazyFrame)

_GUARD = "'"
_FORMULA = r"^'*[=+\-@\t\r]"
_NUMBER = r"^[+-](?:[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[%‰]?$"
_GUARDED = r"^'('*[=+\-@\t\r])"
_MARKS = (b"'=", b"'+", b"'-", b"'@", b"'\t", b"'\r")


def guarded(frame: _Frame) -> _Frame:
    """The frame with an apostrophe before every text that a spreadsheet would take for a formula."""
    return frame.with_columns(_guarded(name) for name in _texts(frame))


def unguarded(frame: _Frame) -> _Frame:
    """The frame as it was before `guarded`."""
    return frame.with_columns(pl.col(name).str.replace(_GUARDED, "$1") for name in _texts(frame))


def may_be_guarded(content: bytes) -> bool:
    """Whether a file may hold guarded text at all, told without parsing it."""
    return _GUARD.encode() in content and any(mark in content for mark in _MARKS)  # one sign is found faster than two


def write_csv(frame: pl.DataFrame | pl.LazyFrame, path: Path) -> None:
    """Write a frame, guarded, with the byte order mark by which spreadsheets know UTF-8; a lazy one however long it is.

    Raises:
        OSError: the file cannot be written.
    """
    if isinstance(frame, pl.LazyFrame):
        guarded(frame).sink_csv(path, include_bom=True)
    else:
        guarded(frame).write_csv(path, include_bom=True)


def csv_text(frame: pl.DataFrame) -> str:
    """A frame as CSV, guarded."""
    return guarded(frame).write_csv()


def read_csv(path: Path, types: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    """What `write_csv` wrote; columns without a type are text.

    Raises:
        OSError: the file cannot be read.
        PolarsError: it is no such file.
    """
    return unguarded(pl.read_csv(path, schema_overrides=dict(types), infer_schema=False))


def _guarded(name: str) -> pl.Expr:
    text = pl.col(name)
    formula = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    return pl.when(formula).then(_GUARD + text).otherwise(text).alias(name)


def _texts(frame: pl.DataFrame | pl.LazyFrame) -> list[str]:
    return [name for name, kind in frame.lazy().collect_schema().items() if kind == pl.String]
