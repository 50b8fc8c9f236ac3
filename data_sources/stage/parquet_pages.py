"""Parquet pages held against their checksums, where whoever wrote the file gave them any, as Spark does.

Nobody who decodes the pages asks for these (Polars and DuckDB never, pyarrow only if it is told to), and most damage
decodes to other values without complaint. What is read here is the footer and the heads of pages: `parquet.thrift` of
apache/parquet-format, in the compact protocol of Thrift.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from data_sources.errors import UnreadableFileError
from data_sources.stage.input_files import closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.stage.input_files import InputFile

_MAGIC = b"PAR1"
_TAIL = 8  # bytes: length of the footer, magic
_HEAD = 1 << 14  # bytes that hold the head of a page, with the statistics in it
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_LONG = 15  # elements from which on a list says its length apart
_MORE = 128  # the bit of a byte that says that another one follows
_NOT_KNOWN = (LookupError, TypeError, ValueError, RecursionError)  # what any other bytes than a footer's may end in

Wanted = dict[int, Any]
"""Numbers of fields → those wanted of a struct, or of structs in a list; nothing more of a plain value."""

_PATH, _SIZE, _DATA, _DICTIONARY = 3, 7, 9, 11
_COLUMN: Wanted = {_PATH: {}, _SIZE: {}, _DATA: {}, _DICTIONARY: {}}
_FOOTER: Wanted = {4: {1: {3: _COLUMN}}}  # row groups, their columns, what these say of themselves
_LENGTH, _CHECKSUM = 3, 4
_PAGE: Wanted = {_LENGTH: {}, _CHECKSUM: {}}


class _Chunk(NamedTuple):
    """The pages of a column in a row group: the column, and where they begin and end."""

    column: str
    start: int
    end: int


def insist_on_checksums(file: InputFile) -> None:
    """Hold every page that has a checksum against it.

    What cannot be understood of the file is left to those who decode it. A column's pages have checksums if the first
    of them has one.

    Raises:
        UnreadableFileError: a page is damaged, or the file cannot be read.
    """
    try:
        with file.open() as opened:
            for chunk in _chunks(opened, file.size):
                if not _is_whole(opened, chunk):
                    raise UnreadableFileError(
                        f"{file.name}：列“{chunk.column}”有一页数据与文件里的校验和（CRC）不符，文件已损坏；请重新传送或重新导出"
                    )
    except OSError as error:
        raise closed(file.name, error) from error


def _chunks(opened: BinaryIO, size: int) -> Iterator[_Chunk]:
    opened.seek(max(size - _TAIL, 0))
    tail = opened.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or length > size - _TAIL:
        return
    opened.seek(size - _TAIL - length)
    found: list[_Chunk] = []
    with suppress(*_NOT_KNOWN):
        for group in _Fields(opened.read(length)).struct(_FOOTER)[4]:
            for column in group[1]:
                said = column[3]
                start = max(min(said.get(_DICTIONARY) or said[_DATA], said[_DATA]), 0)
                found.append(_Chunk(".".join(part.decode() for part in said[_PATH]), start, start + said[_SIZE]))
    yield from found


def _is_whole(opened: BinaryIO, chunk: _Chunk) -> bool:
    """Whether no page of a column contradicts its checksum, or lacks one that those before it have."""
    at, asked = chunk.start, False
    while at < chunk.end:
        opened.seek(at)
        head = _Fields(opened.read(_HEAD))
        page: dict[int, Any] = {}
        with suppress(*_NOT_KNOWN):
            page = head.struct(_PAGE)
        length, checksum = page.get(_LENGTH), page.get(_CHECKSUM)
        if not (isinstance(length, int) and isinstance(checksum, int)) or length < 0:
            return not asked
        opened.seek(at + head.at)
        if zlib.crc32(opened.read(length)) != checksum % (1 << 32):
            return False
        at, asked = at + head.at + length, True
    return True


class _Fields:
    """Reads structs of Thrift's compact protocol; beyond the end of the bytes is an IndexError."""

    def __init__(self, data: bytes) -> None:
        self.at = 0
        self._data = data

    def struct(self, wanted: Mapping[int, Any]) -> dict[int, Any]:
        """The wanted fields of a struct, by their numbers."""
        found: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._whole()
            kind = head & 15
            value = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, wanted.get(number))
            if number in wanted:
                found[number] = value
        return found

    def _value(self, kind: int, wanted: Mapping[int, Any] | None) -> Any:
        if kind == _STRUCT:
            return self.struct(wanted or {})
        if kind in (_LIST, _SET):
            head = self._byte()
            count = head >> 4 if head >> 4 < _LONG else self._count()
            return [self._value(head & 15, wanted) for _ in range(count)]
        if kind == _MAP:
            kinds = self._byte() if (count := self._count()) else 0
            return [(self._value(kinds >> 4, None), self._value(kinds & 15, None)) for _ in range(count)]
        if kind == _BINARY:
            return self._bytes(self._count())
        if kind == _DOUBLE:
            return self._bytes(8)
        return self._byte() if kind in (_TRUE, _FALSE, _BYTE) else self._whole()

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _bytes(self, count: int) -> bytes:
        self.at += count
        if self.at > len(self._data):
            raise IndexError
        return self._data[self.at - count : self.at]

    def _count(self) -> int:
        """A number of seven bits a byte, the lowest first."""
        found = shift = 0
        while (byte := self._byte()) & _MORE:
            found |= (byte ^ _MORE) << shift
            shift += 7
        return found | byte << shift

    def _whole(self) -> int:
        """A number whose sign is its lowest bit."""
        found = self._count()
        return found >> 1 ^ -(found & 1)
