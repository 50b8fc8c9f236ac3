"""CSV files of unknown encoding, separator and tidiness, read some rows at a time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from data_sources.ahead import ahead
from data_sources.csv_files import may_be_guarded, unguarded
from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.stage.encodings import HEAD, blocks, examine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
class Layout:
    """How the rows of a text file are cut into cells.

    Attributes:
        file: where it is.
        separator: what separates its cells.
        width: how many cells its first rows have at most.
    """

    file: InputFile
    separator: str
    width: int

    @classmethod
    def of(cls, file: InputFile, head: str) -> Layout:
        """What the first characters of a file tell."""
        lines = head.splitlines()[:_HEAD_LINES]
        separator = _separator(lines)
        return cls(file, separator, max((line.count(separator) + 1 for line in lines), default=1))

    def table(self, rows: bytes) -> pl.DataFrame:
        """Whole rows as a table of text.

        Raises:
            UnreadableFileError: quotation marks stand where none may be.
        """
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


class Taken:
    """The text of a file as it was taken while it was decoded.

    Attributes:
        tables: its rows up to the first quotation mark, each table with the bytes that it was made of.
        rest: what comes behind them, in UTF-8.
    """

    def __init__(self, file: InputFile) -> None:
        self._file = file
        self.tables: list[tuple[pl.DataFrame, int]] = []
        self.rest: list[bytes] = []

    def take(self, blocks: Iterator[bytes]) -> None:
        """Cut a text into tables beside its decoding."""
        self.rest = []
        first = next(blocks, b"")
        layout = Layout.of(self._file, first.decode(errors="ignore")[:HEAD])
        pieces = self._pieces(chain((first,), blocks))
        self.tables = list(ahead(lambda rows: (layout.table(rows), len(rows)), pieces))

    def _pieces(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        quoted = False
        for block in blocks:
            self.rest.append(block)
            quoted = quoted or b'"' in block
            enough = not quoted and sum(map(len, self.rest)) >= _BLOCK
            end = block.rfind(b"\n") + 1 if enough else 0
            if end:
                self.rest[-1] = block[:end]
                yield b"".join(self.rest)
                self.rest = [block[end:]]


@dataclass(frozen=True)
class TextFile:
    """A text file that was looked through.

    Attributes:
        found: its encoding and line ends.
        layout: how its rows are cut into cells.
        quoted: whether it has quotation marks; without, no cell runs over a line's end.
        taken: its text, if it had to be decoded and is kept.
    """

    found: Encoded
    layout: Layout
    quoted: bool
    taken: Taken | None

    @classmethod
    def of(cls, file: InputFile) -> TextFile:
        """Look through a file.

        Raises:
            EncodingError: see `encodings.examine`.
            EmptyFileError: the file holds nothing but blanks.
            UnreadableFileError: a quotation mark is never closed.
        """
        taken = Taken(file)
        found = examine(file, taken.take)
        if found.blank:
            raise EmptyFileError(file.name, "文件是空的")
        if found.quotes % 2:
            raise _unclosed(file)
        kept = found.kept and not found.bare_returns
        return cls(found, Layout.of(file, found.head), found.quotes > 0, taken if kept else None)

    def head(self) -> pl.DataFrame:
        """The first rows."""
        return next(self.tables(_HEAD_BYTES))

    def tables(self, block_bytes: int) -> Iterator[pl.DataFrame]:
        """All rows, as tables of text.

        Raises:
            UnreadableFileError: quotation marks stand where none may be.
        """
        tables, held = [], 0
        taken = () if self.taken is None else self.taken.tables
        for table, size in chain(taken, self._others(block_bytes)):
            tables.append(table)
            held += size
            if held >= block_bytes:
                yield pl.concat(tables, how="diagonal")
                tables, held = [], 0
        if tables:
            yield pl.concat(tables, how="diagonal")

    def _others(self, block_bytes: int) -> Iterator[tuple[pl.DataFrame, int]]:
        """The rows that were not taken yet, each table with the bytes that it was made of."""
        size = min(block_bytes, _BLOCK)
        coming = _joined(self.taken.rest, size) if self.taken else blocks(self.layout.file, self.found, size)
        rest = b""
        for block in coming:
            begun, text = (b"", rest + block) if self.quoted else (rest, block)  # marks before tell what ends a row
            end = _end_of_rows(text)
            if end:
                rows = b"".join((begun, memoryview(text)[:end]))
                yield self.layout.table(rows), len(rows)
                rest = text[end:]
            else:
                rest = begun + text
            if len(rest) > max(_LONGEST, block_bytes):
                raise _unclosed(self.layout.file)
        if rest.strip(_NOTHING):
            yield self.layout.table(rest), len(rest)


def _joined(blocks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Blocks in pieces of at least a size."""
    held: list[bytes] = []
    for block in blocks:
        held.append(block)
        if sum(map(len, held)) >= size:
            yield b"".join(held)
            held = []
    yield b"".join(held)


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
