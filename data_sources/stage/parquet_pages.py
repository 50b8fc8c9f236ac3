"""Parquet pages held against their checksums, where whoever wrote the file gave them any, as Spark does.

Nobody who decodes the pages asks for these (Polars and DuckDB never, pyarrow only if it is told to), and most damage
decodes to other values without complaint. What is read here is the footer and the heads of pages.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from data_sources.errors import UnreadableFileError
from data_sources.stage.input_files import closed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.stage.input_files import InputFile

_MAGIC = b"PAR1"
_TAIL = 8  # bytes: length of the footer, magic
_HEAD = 1 << 14  # bytes that hold the head of a page, with the statistics in it


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
                        file.name,
                        f"列“{chunk.column}”有一页数据与文件里的校验和（CRC）不符，文件已损坏",
                        "请重新传送或重新导出",
                    )
    except OSError as error:
        raise closed(file.name, error) from error


def _chunks(opened: BinaryIO, size: int) -> Iterator[_Chunk]:
    opened.seek(max(size - _TAIL, 0))
    tail = opened.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != _MAGIC or length > size - _TAIL:
        return
    from data_sources.stage.parquet_structs import FileMetaData, read  # noqa: PLC0415  (loads Thrift)

    opened.seek(size - _TAIL - length)
    footer = read(FileMetaData, opened.read(length)).struct
    for group in (footer and footer.row_groups) or ():
        for column in group.columns or ():
            said = column.meta_data
            if said is None or None in (said.path_in_schema, said.data_page_offset, said.total_compressed_size):
                continue
            start = max(min(said.dictionary_page_offset or said.data_page_offset, said.data_page_offset), 0)
            name = ".".join(part.decode(errors="replace") for part in said.path_in_schema)
            yield _Chunk(name, start, start + said.total_compressed_size)


def _is_whole(opened: BinaryIO, chunk: _Chunk) -> bool:
    """Whether no page of a column contradicts its checksum, or lacks one that those before it have."""
    from data_sources.stage.parquet_structs import PageHeader, read  # noqa: PLC0415  (see above)

    at, asked = chunk.start, False
    while at < chunk.end:
        opened.seek(at)
        page, head = read(PageHeader, opened.read(_HEAD))
        length = None if page is None else page.compressed_page_size
        if length is None or length < 0 or page.crc is None:
            return not asked
        opened.seek(at + head)
        if zlib.crc32(opened.read(length)) != page.crc % (1 << 32):
            return False
        at, asked = at + head + length, True
    return True
