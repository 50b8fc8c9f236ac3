"""Text files of unknown encoding, read block by block."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.errors import EncodingError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 8 << 20
_HEAD = 1 << 16  # characters


@dataclass(frozen=True)
class Encoded:
    """What reading through a text file tells.

    Attributes:
        encoding: its name.
        head: the first characters.
        quotes: how many quotation marks there are.
        blank: whether there is nothing but blanks.
    """

    encoding: str
    head: str
    quotes: int
    blank: bool


def examine(path: Path) -> Encoded:
    """Read through a file to find its encoding.

    Raises:
        EncodingError: neither UTF-8 (with or without byte order mark), UTF-16 with mark, nor GB18030.
    """
    with path.open("rb") as file:
        mark = file.read(2)
    if mark in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return _read_through(path, "utf-16")
    try:
        return _read_through(path, "utf-8-sig")
    except EncodingError:
        return _read_through(path, "gb18030")


def blocks(path: Path, encoding: str, size: int) -> Iterator[bytes]:
    """The file in UTF-8, block by block; a block may end anywhere, also within a character."""
    if encoding != "utf-8-sig":
        yield from (text.encode() for text in _texts(path, encoding, size))
        return
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        while block := file.read(size):
            yield block


def _read_through(path: Path, encoding: str) -> Encoded:
    head, quotes, blank = "", 0, True
    for text in _texts(path, encoding, _BLOCK):
        head += text[: _HEAD - len(head)]
        quotes += text.count('"')
        blank = blank and not text.strip()
    return Encoded(encoding, head, quotes, blank)


def _texts(path: Path, encoding: str, size: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    with path.open("rb") as file:
        block = b" "
        try:
            while block:
                block = file.read(size)
                yield decoder.decode(block, final=not block)
                lines += block.count(b"\n")
        except UnicodeDecodeError as error:
            line = lines + error.object[: error.start].count(b"\n") + 1
            raise EncodingError(
                f"{path.name}：第 {line} 行既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 编码的 CSV"
            ) from None
