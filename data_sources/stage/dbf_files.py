"""DBF tables (dBase, FoxPro), as clearing and registration systems hand them over.

Read from their bytes: a library gives a number of too many digits (`*****`) as nothing, raises for a date that is none,
and wants a file on disk, which a file inside an archive is not.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.errors import UnreadableFileError
from data_sources.stage.memos import Memos
from data_sources.stage.number_formats import number_text
from data_sources.stage.sheet import Sheet, one_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile

_WAY_OUT = "请从原系统重新导出，或导出为 XLSX 或 CSV"
_CODE_PAGES: Mapping[int, str] = {
    **dict.fromkeys((0x4D, 0x7A), "gb18030"),
    **dict.fromkeys((0x4F, 0x78), "big5hkscs"),
    0xF0: "utf-8",
}
_FOXPRO = frozenset((0x30, 0x31, 0x32))
_LOST_NAME = re.compile(r"[A-Z]?_{2,}[_\d]*")
_JULIAN = 1721425  # of the first day that a date can be
_NAME_BYTES = 10
_SAMPLE = 2000  # records whose texts tell the encoding
_DBASE_7 = 0x04  # in the last three bits of the version
_SYSTEM, _NULLABLE = 0x01, 0x02


class _Field(NamedTuple):
    """A column: its raw name, type, place in a record, decimals and flags."""

    name: bytes
    kind: str
    start: int
    length: int
    decimals: int
    flags: int


@dataclass(frozen=True)
class _Layout:
    """What the header says."""

    version: int
    records: int
    start: int
    length: int
    code_page: int
    fields: tuple[_Field, ...]


def read(file: InputFile, limits: Limits) -> list[Sheet]:
    """The table; record n stands in row n + 1, below the names of columns, and deleted records are empty rows.

    Raises:
        UnreadableFileError: the file is damaged or cut off, or its columns lost their names.
    """
    try:
        return [_sheet(file, file.read(), limits)]
    except (struct.error, IndexError) as error:
        raise UnreadableFileError(file.name, "不是完好的 DBF", _WAY_OUT) from error


def _sheet(file: InputFile, content: bytes, limits: Limits) -> Sheet:
    layout = _layout(file.name, content)
    records = _records(file.name, content, layout, limits)
    kept = [record for record in records if record[:1] != b"*"]
    encoding = _encoding(file, layout, kept)
    names = [_decoded(field.name, encoding).rstrip("\ufffd") for field in layout.fields]
    if any(_LOST_NAME.fullmatch(name) for name in names):
        raise UnreadableFileError(
            file.name,
            f"中文列名已经丢失，只剩 {'、'.join(names)}（LibreOffice 另存 DBF 时会这样）",
            "请从原系统导出，或另存为 XLSX",
        )
    read_cell = _Cells(layout, encoding, Memos.beside(file, layout.version))
    columns = []
    for at, (field, name) in enumerate(zip(layout.fields, names, strict=True)):
        cells = [None if record[:1] == b"*" else read_cell.of(field, record) for record in records]
        long = next((row for row, cell in enumerate(cells, 2) if cell and len(cell) > limits.cell_characters), None)
        if long is not None:
            most = f"{limits.cell_characters:,}"
            raise UnreadableFileError(file.name, f"第 {long} 行列 {name} 的文字超过 {most} 个字", "请缩短后重新导出")
        columns.append(pl.Series(f"column_{at}", [name, *cells], pl.String))
    table = pl.DataFrame(columns)
    remarks = (
        *_deleted(file.name, len(records) - len(kept)),
        *_cut_names(file.name, layout, names),
        *_rounded(file.name, layout, table),
    )
    return Sheet(file.name, "", table, 1, one_table(table), remarks=remarks)


def _layout(name: str, content: bytes) -> _Layout:
    version, records, start, length = struct.unpack_from("<B3xIHH", content)
    if version & 0x07 == _DBASE_7:
        raise UnreadableFileError(name, "是 dBASE 7 的 DBF，读不了", _WAY_OUT)
    fields: list[_Field] = []
    at, place = 32, 1
    while at + 32 <= start and content[at : at + 1] not in {b"\r", b""}:
        raw = content[at : at + 32]
        kind, size, decimals = chr(raw[11]), raw[16], raw[17]
        if kind == "C" and version not in _FOXPRO:  # longer texts keep the higher byte of their length here
            size, decimals = size + 256 * decimals, 0
        fields.append(_Field(raw[:11].partition(b"\0")[0].strip(), kind, place, size, decimals, raw[18]))
        at, place = at + 32, place + size
    if not fields or place != length:
        raise UnreadableFileError(name, "DBF 的文件头与记录长度对不上，文件已损坏", _WAY_OUT)
    return _Layout(version, records, start, length, content[29], tuple(fields))


def _records(name: str, content: bytes, layout: _Layout, limits: Limits) -> list[bytes]:
    body = memoryview(content)[layout.start :]
    whole = len(body) // layout.length
    if whole < layout.records:
        raise UnreadableFileError(
            name, f"文件头说有 {layout.records:,} 条记录，文件里只有 {whole:,} 条，没有传完整", "请重新导出或重新复制"
        )
    if layout.records * len(layout.fields) > limits.sheet_cells:
        raise UnreadableFileError(
            name,
            f"有 {layout.records:,} 条记录、{len(layout.fields)} 列，超过 {limits.sheet_cells:,} 格",
            "请分成几个文件，或导出为 CSV",
        )
    behind = bytes(body[layout.records * layout.length :])
    if len(behind) > layout.length and behind[:1] in {b" ", b"*"}:
        raise UnreadableFileError(name, f"文件头说有 {layout.records:,} 条记录，后面却还有内容", _WAY_OUT)
    return [bytes(body[at * layout.length : (at + 1) * layout.length]) for at in range(layout.records)]


def _encoding(file: InputFile, layout: _Layout, records: list[bytes]) -> str:
    """That of the code page, of a .cpg file beside it, or what the texts are: mostly GBK, with the byte left empty."""
    if layout.code_page in _CODE_PAGES:
        return _CODE_PAGES[layout.code_page]
    beside = file.path.with_suffix(".cpg")
    if file.content is None and beside.is_file() and b"UTF" in beside.read_bytes()[:20].upper():
        return "utf-8"
    sample = records[:_SAMPLE]
    texts = [record[f.start : f.start + f.length].rstrip() for f in layout.fields if f.kind == "C" for record in sample]
    foreign = [text for text in (*(field.name for field in layout.fields), *texts) if not text.isascii()]
    as_utf8 = sum(_is(text, "utf-8") for text in foreign)
    return "utf-8" if foreign and as_utf8 * 10 > len(foreign) * 9 else "gb18030"


def _is(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(text: bytes, encoding: str) -> str:
    return text.decode(encoding, errors="replace")


class _Cells:
    """Reads the cells of records."""

    def __init__(self, layout: _Layout, encoding: str, memos: Memos) -> None:
        self._encoding, self._memos = encoding, memos
        self._foxpro = layout.version in _FOXPRO
        self._nulls = next((field for field in layout.fields if field.kind == "0"), None)
        self._bits: dict[str, int] = {}
        bit = 0
        for field in layout.fields:
            bit += field.kind in {"V", "Q"}
            if field.flags & _NULLABLE and not field.flags & _SYSTEM:
                self._bits[f"{field.start}"] = bit
                bit += 1

    def of(self, field: _Field, record: bytes) -> str | None:  # noqa: PLR0911
        """A cell as text; None for an empty one."""
        raw = record[field.start : field.start + field.length]
        if field.kind == "0" or self._is_null(field, record):
            return None
        match field.kind:
            case "D":
                return _day(raw)
            case "L":
                return {"T": "true", "Y": "true", "F": "false", "N": "false"}.get(raw.decode("latin-1").upper())
            case "N" | "F":
                return raw.replace(b"\0", b"").decode("latin-1").strip() or None
            case "I" | "+":
                return str(struct.unpack("<i", raw)[0])
            case "Y":
                return f"{(Decimal(struct.unpack('<q', raw)[0]) / 10_000).normalize():f}"
            case "O":
                return number_text(struct.unpack("<d", raw)[0])
            case "B" if self._foxpro:
                return number_text(struct.unpack("<d", raw)[0])
            case "T" | "@":
                return _moment(raw)
            case "M" | "B":
                return _decoded(self._memos.of(raw), self._encoding).strip() or None
            case "G" | "P" | "W" | "Q":
                return None
            case _:
                return _decoded(raw.rstrip(b" \0"), self._encoding).strip(" \0") or None

    def _is_null(self, field: _Field, record: bytes) -> bool:
        bit = self._bits.get(f"{field.start}")
        if bit is None or self._nulls is None:
            return False
        flags = record[self._nulls.start : self._nulls.start + self._nulls.length]
        return bool(flags[bit // 8] >> (bit % 8) & 1)


def _day(raw: bytes) -> str | None:
    text = raw.decode("latin-1").strip(" \0")
    if not text or text == "00000000":
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    except ValueError:
        return text


def _moment(raw: bytes) -> str | None:
    days, milliseconds = struct.unpack("<ii", raw)
    if not days:
        return None
    try:
        day = date(1, 1, 1) + timedelta(days - _JULIAN - 1)
    except OverflowError:
        return f"{days} {milliseconds}"
    seconds = round(milliseconds / 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return day.isoformat() + (f" {clock}" if seconds else "")


def _deleted(file: str, count: int) -> list[str]:
    return [f"{file}：有 {count:,} 条记录在 DBF 里标记为已删除，没有读入"] if count else []


def _cut_names(file: str, layout: _Layout, names: list[str]) -> list[str]:
    full = [name for field, name in zip(layout.fields, names, strict=True) if _full(field, name)]
    return [f"{file}：DBF 的列名最多 {_NAME_BYTES} 个字节，可能被截短：{'、'.join(full)}"] if full else []


def _full(field: _Field, name: str) -> bool:
    return len(field.name) >= _NAME_BYTES - 1 and not name.isascii()


def _rounded(file: str, layout: _Layout, table: pl.DataFrame) -> list[str]:
    """Columns of shares that were stored with two decimals: 45.50 % became 0.46, and nothing can mend that."""
    found = []
    for at, field in enumerate(layout.fields):
        if field.kind not in {"N", "F"} or field.decimals not in {1, 2}:
            continue
        numbers = table.to_series(at).slice(1).cast(pl.Float64, strict=False).drop_nulls()
        if numbers.len() and ((numbers.abs() <= 1) & (numbers != numbers.round())).mean() == 1:
            found.append(str(table.to_series(at)[0]))
    if not found:
        return []
    return [
        f"{file}：列 {'、'.join(found)} 的值都是只有一两位小数的比例；如果由电子表格另存而来，"
        "百分数的更多位数已经丢失（45.5% 成了 0.46），请改用 XLSX 或 CSV"
    ]
