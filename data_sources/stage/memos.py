"""Long texts of a DBF, which are kept in a file of their own beside it (.dbt, .fpt)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from data_sources.stage.input_files import InputFile

_FOXPRO = frozenset((0x30, 0x31, 0x32, 0xF5, 0xFB))
_DBASE_4 = frozenset((0x7B, 0x8B, 0x8E, 0xCB))
_BLOCK = 512
_MARKED = b"\xff\xff\x08\x00"


@dataclass(frozen=True)
class Memos:
    """The texts by the number of their first block.

    Attributes:
        name: that of the DBF, for messages.
        content: the file; None if there is none.
        version: that of the DBF, which tells how the file is laid out.
    """

    name: str
    content: bytes | None
    version: int

    @classmethod
    def beside(cls, file: InputFile, version: int) -> Memos:
        """Those of a DBF on disk; of one inside an archive none."""
        if file.content is None:
            for ending in (".fpt", ".dbt", ".FPT", ".DBT"):
                path = file.path.with_suffix(ending)
                if path.is_file():
                    return cls(file.name, path.read_bytes(), version)
        return cls(file.name, None, version)

    def of(self, raw: bytes) -> bytes:
        """The text to which a record points.

        Raises:
            UnreadableFileError: the file that holds it is missing.
        """
        block = struct.unpack("<I", raw)[0] if len(raw) == 4 else _number(raw)  # noqa: PLR2004
        if not block:
            return b""
        if self.content is None:
            raise UnreadableFileError(
                self.name,
                "备注列的内容在另一个文件（.dbt 或 .fpt）里，没有找到",
                "请把它以同样的文件名放在旁边（不要放在压缩包里），或从原系统导出为 XLSX 或 CSV",
            )
        if self.version in _FOXPRO:
            start = block * max(struct.unpack(">H", self.content[6:8])[0], 1)
            length = struct.unpack(">I", self.content[start + 4 : start + 8])[0]
            return self.content[start + 8 : start + 8 + length]
        size = struct.unpack("<H", self.content[20:22])[0] if self.version in _DBASE_4 else _BLOCK
        start = block * (size or _BLOCK)
        if self.content[start : start + 4] == _MARKED:
            length = struct.unpack("<I", self.content[start + 4 : start + 8])[0]
            return self.content[start + 8 : start + length]
        end = self.content.find(b"\x1a", start)
        return self.content[start : end if end >= 0 else None]


def _number(raw: bytes) -> int:
    text = raw.strip(b" \0")
    return int(text) if text.isdigit() else 0
