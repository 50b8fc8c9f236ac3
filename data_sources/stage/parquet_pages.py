"""Parquet pages held against their checksums, where whoever wrote the file gave them any, as Spark does.

Nobody who decodes the pages asks for these (Polars and DuckDB never, pyarrow only if it is told to), and most damage
decodes to other values without complaint. What is read here is the footer and the heads of pages (`parquet.thrift`).
"""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from data_sources.errors import UnreadableFileError
from data_sources.stage.input_files import closed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.stage.input_files import InputFile

_MAGIC = b"PAR1"
_TAIL = 8  # bytes: length of the footer, magic
_HEAD = 1 << 14  # bytes that hold the head of a page, with the statistics in it
_NOT_KNOWN = (LookupError, TypeError, ValueError, EOFError, OverflowError, RecursionError, struct.error)
"""What any other bytes than those of a struct may end in."""


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
    footer = _read("FileMetaData", io.BytesIO(opened.read(length)))
    for group in (footer and footer.row_groups) or ():
        for column in group.columns or ():
            said = column.meta_data
            if said is None or None in (said.path_in_schema, said.data_page_offset, said.total_compressed_size):
                continue
            start = max(min(said.dictionary_page_offset or said.data_page_offset, said.data_page_offset), 0)
            yield _Chunk(".".join(map(str, said.path_in_schema)), start, start + said.total_compressed_size)


def _is_whole(opened: BinaryIO, chunk: _Chunk) -> bool:
    """Whether no page of a column contradicts its checksum, or lacks one that those before it have."""
    at, asked = chunk.start, False
    while at < chunk.end:
        opened.seek(at)
        head = io.BytesIO(opened.read(_HEAD))
        page = _read("PageHeader", head)
        length = None if page is None else page.compressed_page_size
        if length is None or length < 0 or page.crc is None:
            return not asked
        opened.seek(at + head.tell())
        if zlib.crc32(opened.read(length)) != page.crc % (1 << 32):
            return False
        at, asked = at + head.tell() + length, True
    return True


def _read(name: str, source: io.BytesIO) -> Any:
    """A struct of `parquet.thrift`, None for other bytes; the source stands behind it then."""
    from thriftpy2.protocol.compact import TCompactProtocol  # noqa: PLC0415  (loaded where there is Parquet)

    found = getattr(_structs(), name)()
    try:
        TCompactProtocol(source).read_struct(found)
    except _NOT_KNOWN:
        return None
    return found


@cache
def _structs() -> Any:
    import thriftpy2  # noqa: PLC0415

    return thriftpy2.load(str(Path(__file__).with_name("parquet.thrift")), module_name="parquet_thrift")
