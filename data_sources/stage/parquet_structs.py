"""What is asked of the footer of Parquet and of the heads of its pages, by the numbers that apache/parquet-format gives
the fields (`parquet.thrift`); whatever else stands there is skipped.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple, TypeVar

from thrift.protocol.TBase import TBase
from thrift.protocol.TCompactProtocol import TCompactProtocolAccelerated
from thrift.Thrift import TException, TType
from thrift.transport.TTransport import TMemoryBuffer

_NOT_KNOWN = (LookupError, TypeError, ValueError, EOFError, OverflowError, RecursionError, struct.error, TException)
"""What any other bytes than those of a struct may end in."""


def _fields(*fields: tuple[int, int, str, Any]) -> tuple[Any, ...]:
    """The numbers, types, names and parts of fields, as Thrift wants them: at the place of their number."""
    by_number = {field[0]: (*field, None) for field in fields}
    return tuple(by_number.get(number) for number in range(max(by_number) + 1))


def _many(kind: type[TBase]) -> tuple[Any, ...]:
    return (TType.STRUCT, [kind, kind.thrift_spec], False)


class ColumnMetaData(TBase):  # type: ignore[misc]
    """The pages of a column in a row group."""

    path_in_schema = total_compressed_size = data_page_offset = dictionary_page_offset = None
    thrift_spec = _fields(
        (3, TType.LIST, "path_in_schema", (TType.STRING, "BINARY", False)),
        (7, TType.I64, "total_compressed_size", None),
        (9, TType.I64, "data_page_offset", None),
        (11, TType.I64, "dictionary_page_offset", None),
    )


class ColumnChunk(TBase):  # type: ignore[misc]
    """A column in a row group."""

    meta_data = None
    thrift_spec = _fields((3, TType.STRUCT, "meta_data", [ColumnMetaData, ColumnMetaData.thrift_spec]))


class RowGroup(TBase):  # type: ignore[misc]
    """A row group."""

    columns = None
    thrift_spec = _fields((1, TType.LIST, "columns", _many(ColumnChunk)))


class FileMetaData(TBase):  # type: ignore[misc]
    """The footer."""

    row_groups = None
    thrift_spec = _fields((4, TType.LIST, "row_groups", _many(RowGroup)))


class PageHeader(TBase):  # type: ignore[misc]
    """The head of a page."""

    compressed_page_size = crc = None
    thrift_spec = _fields((3, TType.I32, "compressed_page_size", None), (4, TType.I32, "crc", None))


_Struct = TypeVar("_Struct", bound=TBase)


class Read(NamedTuple):
    """A struct, None where there is none, and how many bytes it takes up."""

    struct: Any
    length: int


def read(kind: type[_Struct], content: bytes) -> Read:
    """The struct with which bytes begin; nothing in it is longer than they are."""
    source = TMemoryBuffer(content)
    size = len(content)
    found = kind()
    try:
        found.read(TCompactProtocolAccelerated(source, string_length_limit=size, container_length_limit=size))
    except _NOT_KNOWN:
        return Read(None, size)
    return Read(found, source.cstringio_buf.tell())
