"""The package of an XLSX workbook: a ZIP archive of XML parts, held to bounds before anything of it is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from data_sources.errors import UnreadableFileError
from data_sources.stage.marks import EPOCH_1900, EPOCH_1904
from data_sources.stage.number_formats import NumberFormat, builtin_code, number_format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from data_sources.limits import Limits

_BLOCK = 1 << 20
_DATES = (14, 22)
_CUSTOM = 164  # numbers of formats below are built in
_DATE = re.compile(r'(?:\[\$-[0-9A-F]+\])?y{2,4}[ymdhs"年月日时分秒\\/\-.: ,]*(?:;@)?', re.IGNORECASE)
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True)
class SheetPart:
    """A worksheet of a workbook.

    Attributes:
        name: as its tab shows it.
        path: its part in the package.
        hidden: hidden or very hidden.
    """

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True)
class Style:
    """How a cell shows its value.

    Attributes:
        format: its number format.
        known_date: whether every reader knows the format for a date.
    """

    format: NumberFormat
    known_date: bool = False


@dataclass(frozen=True)
class Book:
    """What a workbook says of all its sheets.

    Attributes:
        sheets: its worksheets in the order of their tabs; sheets of charts and macros are none.
        styles: the cell styles, by their numbers.
        epoch: the day of serial number 0.
        uncalculated: whether the results of its formulas are to be computed when it is opened, since whatever wrote it
            did not compute them.
        strings: the part of the shared strings, if there is one.
    """

    sheets: tuple[SheetPart, ...]
    styles: tuple[Style, ...]
    epoch: date
    uncalculated: bool
    strings: str | None


class Package:
    """The parts of a workbook.

    Args:
        content: the file.
        file: its name, for messages.
        limits: what it may unpack to.

    Raises:
        UnreadableFileError: it is no ZIP archive, or unpacks to more than is allowed.
    """

    def __init__(self, content: bytes, file: str, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self.damaged("压缩包不完整") from error
        self._entries = {entry.filename.lstrip("/"): entry for entry in self._archive.infolist()}
        size = sum(entry.file_size for entry in self._archive.infolist())
        if size > limits.package_bytes:
            raise self._too_large("整个工作簿", size, limits.package_bytes)
        for name, entry in self._entries.items():
            if entry.file_size > limits.part_bytes:
                raise self._too_large(name, entry.file_size, limits.part_bytes)
            if entry.file_size > max(limits.small_part_bytes, entry.compress_size * limits.compression):
                raise UnreadableFileError(
                    file,
                    f"{name} 解压后是压缩时的 {entry.file_size // max(entry.compress_size, 1)} 倍"
                    f"（最多 {limits.compression} 倍），不像正常的工作簿",
                    _RESAVE,
                )

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def size(self, path: str) -> int:
        """How many bytes a part unpacks to, by what the package says."""
        return self._entries[path].file_size

    def damaged(self, what: str, sheet: str = "") -> UnreadableFileError:
        """The error for a damaged workbook."""
        place = f"{self._file}[{sheet}]" if sheet else self._file
        return UnreadableFileError(place, f"不是完好的 Excel 工作簿（{what}）", "请用电子表格软件打开后另存为 XLSX")

    def blocks(self, path: str, sheet: str = "") -> Iterator[bytes]:
        """A part, unpacked block by block, its checksum checked at the end.

        Args:
            path: the part.
            sheet: the sheet's name for messages.

        Raises:
            UnreadableFileError: the part is damaged, encrypted, or larger than the package says.
        """
        size = 0
        with self._reading(path, sheet), self._archive.open(self._entries[path]) as part:
            while block := part.read(_BLOCK):
                size += len(block)
                if size > self._limits.part_bytes:
                    raise self._too_large(path, size, self._limits.part_bytes)
                yield block

    def xml(self, path: str) -> ET.Element:
        """A small part, parsed.

        Raises:
            UnreadableFileError: it is missing or damaged, or not small.
        """
        if path not in self._entries:
            raise self.damaged(f"缺少 {path}")
        if (size := self._entries[path].file_size) > self._limits.small_part_bytes:
            raise self._too_large(path, size, self._limits.small_part_bytes)
        parser = ET.XMLParser()  # noqa: S314  (no external entities are read, and the parser bounds the inner ones)
        try:
            for block in self.blocks(path):
                parser.feed(block)
            return parser.close()
        except ET.ParseError as error:
            raise self.damaged(f"{path} 不是合法的 XML") from error

    def book(self) -> Book:
        """What the workbook says of all its sheets.

        Raises:
            UnreadableFileError: a part is missing or damaged, or there are too many sheets.
        """
        main = next((target for kind, target, _ in self._relations("") if kind == "officeDocument"), "xl/workbook.xml")
        book = self.xml(main)
        relations = self._relations(main)
        parts = {number: (kind, target) for kind, target, number in relations}
        sheets = list(book.iterfind("{*}sheets/{*}sheet"))
        if len(sheets) > self._limits.sheets:
            raise UnreadableFileError(
                self._file, f"工作簿有 {len(sheets)} 张工作表（最多 {self._limits.sheets} 张）", "请只留下要交的工作表"
            )
        found = []
        for sheet in sheets:
            name = sheet.get("name", "")
            kind, path = parts.get(_relation_of(sheet), ("", ""))
            if kind in {"worksheet", ""}:
                if path not in self._entries:
                    raise self.damaged("工作表的内容不在文件里", name)
                found.append(SheetPart(name, path, sheet.get("state", "visible") != "visible"))
        settings = book.find("{*}workbookPr")
        later = settings is not None and settings.get("date1904") in _TRUE
        calculation = book.find("{*}calcPr")
        styles = next((target for kind, target, _ in relations if kind == "styles"), None)
        strings = next((target for kind, target, _ in relations if kind == "sharedStrings"), None)
        return Book(
            sheets=tuple(found),
            styles=self._styles(styles) if styles in self._entries else (),
            epoch=EPOCH_1904 if later else EPOCH_1900,
            uncalculated=calculation is not None and calculation.get("fullCalcOnLoad") in _TRUE,
            strings=strings if strings in self._entries else None,
        )

    def _relations(self, path: str) -> list[tuple[str, str, str]]:
        """Kind, target and id of the relationships of a part; of the package for an empty path."""
        folder, name = posixpath.split(path)
        place = posixpath.join(folder, "_rels", f"{name}.rels")
        if place not in self._entries:
            return []
        return [
            (
                relation.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/"),
                relation.get("Id", ""),
            )
            for relation in self.xml(place).iterfind("{*}Relationship")
        ]

    def _styles(self, path: str | None) -> tuple[Style, ...]:
        assert path
        styles = self.xml(path)
        codes = {code.get("numFmtId"): code.get("formatCode", "") for code in styles.iterfind("{*}numFmts/{*}numFmt")}
        try:
            return tuple(
                _style(int(style.get("numFmtId", "0")), codes.get(style.get("numFmtId")))
                for style in styles.iterfind("{*}cellXfs/{*}xf")
            )
        except ValueError as error:
            raise self.damaged(f"{path} 里的数字格式编号不对") from error

    @contextmanager
    def _reading(self, path: str, sheet: str) -> Iterator[None]:
        try:
            yield
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise self.damaged(f"{path} 的校验和不符或内容残缺", sheet) from error
        except (NotImplementedError, RuntimeError) as error:
            raise self.damaged(f"{path} 加了密或用了别的压缩方法", sheet) from error

    def _too_large(self, what: str, size: int, allowed: int) -> UnreadableFileError:
        return UnreadableFileError(
            self._file, f"{what} 解压后有 {size / 2**20:,.1f} MB（最多 {allowed / 2**20:,.1f} MB）", _RESAVE
        )


_RESAVE = "请只留下要交的行和列，另存为新的工作簿，或改交 CSV"


def _relation_of(sheet: ET.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("/relationships}id")), "")


def _style(number: int, code: str | None) -> Style:
    if code is None:
        return Style(number_format(builtin_code(number)), number in _DATES)
    return Style(number_format(code), number >= _CUSTOM and _DATE.fullmatch(code) is not None)
