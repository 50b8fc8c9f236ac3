"""CSV files of unknown encoding, separator and tidiness, read some rows at a time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.csv_files import may_be_guarded, unguarded
from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.stage.encodings import blocks, examine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_sources.stage.encodings import Encoded
    from data_sources.stage.input_files import InputFile

_SEPARATORS = (",", "\t", ";", "|")
_SAID = re.compile(r"sep=(.)\s*$", re.IGNORECASE)  # the first line by which Excel is told the separator
_QUOTED = re.compile(r'"[^"]*"')
_HEAD_LINES = 10  # lines that tell the separator and the width
_HEAD_BYTES = 1 << 20  # bytes that hold the first rows
_BLOCK = 8 << 20  # bytes that are parsed at a time; several make a table
_NOTHING = b"\x1a\r\n"  # DOS ends a text file with a mark of its own
_SPARE = 8  # further columns, to catch the cells of rows that are too long
_LONGEST = 64 << 20  # bytes; a cell that is longer comes from a quotation mark that nobody closed


@dataclass(frozen=True)
class TextFile:
    """A text file that was looked through.

    Attributes:
        file: where it is.
        found: its encoding and line ends.
        separator: what separates its cells.
        width: how many cells its first rows have at most.
        quoted: whether it has quotation marks; without, no cell runs over a line's end.
    """

    file: InputFile
    found: Encoded
    separator: str
    width: int
    quoted: bool

    @classmethod
    def of(cls, file: InputFile) -> TextFile:
        """Look through a file.

        Raises:
            EncodingError: see `encodings.examine`.
            EmptyFileError: the file holds nothing but blanks.
            UnreadableFileError: a quotation mark is never closed.
        """
        found = examine(file)
        if found.blank:
            raise EmptyFileError(file.name, "文件是空的")
        if found.quotes % 2:
            raise _unclosed(file)
        lines = found.head.splitlines()[:_HEAD_LINES]
        separator = _separator(lines)
        width = max((line.count(separator) + 1 for line in lines), default=1)
        return cls(file, found, separator, width, found.quotes > 0)

    def head(self) -> pl.DataFrame:
        """The first rows."""
        return next(self.tables(_HEAD_BYTES))

    def tables(self, block_bytes: int) -> Iterator[pl.DataFrame]:
        """All rows, as tables of text.

        Raises:
            UnreadableFileError: quotation marks stand where none may be.
        """
        if self.quoted:
            yield from self._quoted_tables(block_bytes)
            return
        tables: list[pl.DataFrame] = []
        rest, held = b"", 0
        for block in blocks(self.file, self.found, min(block_bytes, _BLOCK)):
            end = block.rfind(b"\n") + 1
            if not end:
                rest += block
                self._bound(len(rest), block_bytes)
                continue
            tables.append(self._table(b"".join((rest, memoryview(block)[:end]))))
            held += len(rest) + end
            rest = block[end:]
            if held >= block_bytes:
                yield pl.concat(tables, how="diagonal")
                tables, held = [], 0
        if rest.strip(_NOTHING):
            tables.append(self._table(rest))
        if tables:
            yield pl.concat(tables, how="diagonal")

    def _quoted_tables(self, block_bytes: int) -> Iterator[pl.DataFrame]:
        """The same where a row may run over lines' ends."""
        rest = b""
        for block in blocks(self.file, self.found, block_bytes):
            rest += block
            end = _end_of_rows(rest)
            if end:
                yield self._table(rest[:end])
                rest = rest[end:]
            self._bound(len(rest), block_bytes)
        if rest.strip(_NOTHING):
            yield self._table(rest)

    def _bound(self, unread: int, block_bytes: int) -> None:
        if unread > max(_LONGEST, block_bytes):
            raise _unclosed(self.file)

    def _table(self, rows: bytes) -> pl.DataFrame:
        try:
            return self._parsed(rows, 0)
        except pl.exceptions.PolarsError:  # at least one row is too long
            pass
        try:
            return self._parsed(rows, _SPARE)
        except pl.exceptions.PolarsError:  # its message quotes the file
            raise _unclosed(self.file) from None

    def _parsed(self, rows: bytes, spare: int) -> pl.DataFrame:
        """The rows as text, with further columns for rows that are too long; without, one of them is an error."""
        table = pl.read_csv(
            rows,
            has_header=False,
            separator=self.separator,
            schema={f"column_{number}": pl.String for number in range(self.width + spare)},
            missing_columns="insert",
            truncate_ragged_lines=spare > 0,
        )
        return unguarded(table) if may_be_guarded(rows) else table


def _separator(lines: Sequence[str]) -> str:
    """That which parts most lines into the same number of cells: a text with commas in one cell keeps its tabs."""
    if lines and (said := _SAID.match(lines[0])) and said[1].isascii():
        return said[1]
    outside = [_QUOTED.sub("", line) for line in lines]
    return max(_SEPARATORS, key=lambda mark: _parted(Counter(line.count(mark) for line in outside)))


def _parted(counts: Counter[int]) -> int:
    return max((count * lines for count, lines in counts.items()), default=0)


def _unclosed(file: InputFile) -> UnreadableFileError:
    return UnreadableFileError(file.name, "有一处引号没有成对", "请用电子表格软件打开后另存为 CSV")


def _end_of_rows(text: bytes) -> int:
    """Where the last row that is complete ends: at a line's end that no quotation marks enclose."""
    end = text.rfind(b"\n")
    before = text.count(b'"', 0, max(end, 0)) if b'"' in text else 0
    while end >= 0 and before % 2:
        earlier = text.rfind(b"\n", 0, end)
        before -= text.count(b'"', max(earlier, 0), end)
        end = earlier
    return end + 1
