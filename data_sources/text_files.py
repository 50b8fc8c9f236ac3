"""CSV files of unknown encoding, separator and tidiness."""

from __future__ import annotations

import codecs
import io

import polars as pl

from data_sources.errors import EncodingError, UnreadableFileError

_SEPARATORS = (",", "\t", ";")
_HEAD, _HEAD_LINES = 1 << 16, 10  # characters and lines that tell the separator and the width
_SPARE = 8  # further columns, to catch the cells of rows that are too long


def read_table(file: str, content: bytes) -> tuple[pl.DataFrame, bool]:
    """All cells as text, and whether some cell runs over a line's end.

    Raises:
        EncodingError: neither UTF-8 (with or without byte order mark), UTF-16 with mark, nor GB18030.
        UnreadableFileError: a quotation mark is never closed.
    """
    text = _decoded(file, content)
    head = text[:_HEAD].splitlines()[:_HEAD_LINES]
    separator = max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in head), default=0))
    width = max((line.count(separator) + 1 for line in head), default=1)
    try:
        table = pl.read_csv(
            io.BytesIO(text.encode()),
            has_header=False,
            separator=separator,
            schema={f"column_{number}": pl.String for number in range(width + _SPARE)},
            missing_columns="insert",
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:  # its message quotes the file
        raise UnreadableFileError(f"{file}：有一处引号没有成对，请用电子表格软件打开后另存为 CSV") from None
    lines = text.count("\n") + (not text.endswith("\n"))
    return table, lines > table.height


def _decoded(file: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
    raise EncodingError(f"{file}：第 {line} 行既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 编码的 CSV")
