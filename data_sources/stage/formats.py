"""What a file is, told by its content; its ending counts only where the content says nothing."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data_sources.stage.input_files import InputFile

READABLE = ("CSV", "TSV", "TXT", "XLSX", "XLS", "ET", "ODS", "网页表格", "XML 表格 2003", "DBF", "SAV", "Parquet")
"""The formats that are read, for messages; a ZIP archive or a subfolder of such files as well."""

HOW_TO_READ = "请用 Excel 或 WPS 打开后另存为 XLSX 或 CSV"


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        key: its name in code; `text`, `xlsx` and so on are read, others refused.
        title: its name in messages.
        way_out: what to do with a file that is not read; empty where it is read.
        may_hold_records: whether a file that nothing else is known of might hold a table that counts.
    """

    key: str
    title: str
    way_out: str = ""
    may_hold_records: bool = True

    @property
    def readable(self) -> bool:
        """Whether its tables are read."""
        return not self.way_out


def _read(key: str, title: str) -> Format:
    return Format(key, title)


def _letter(key: str, title: str) -> Format:
    way_out = "其中如有要读入的表格，请复制到 Excel 或 WPS 里，另存为 XLSX 或 CSV"
    return Format(key, title, way_out, may_hold_records=False)


def _packed(key: str, title: str) -> Format:
    return Format(key, title, "请先解压，把里面的文件放进数据文件夹，或重新打包为 ZIP")


XLSX, XLS, ODS = _read("xlsx", "XLSX 工作簿"), _read("xls", "XLS 工作簿"), _read("ods", "ODS 表格")
HTML, SPREADSHEETML = _read("html", "网页表格"), _read("spreadsheetml", "XML 表格 2003")
DBF, SAV, PARQUET, TEXT = (
    _read("dbf", "DBF"),
    _read("sav", "SPSS 数据"),
    _read("parquet", "Parquet"),
    _read("text", "文本"),
)
ARCHIVE = _read("zip", "ZIP 压缩包")
ENCRYPTED = Format("encrypted", "设有密码的文件", "请用 Excel 或 WPS 打开，取消密码后另存")
DAMAGED = Format("damaged", "损坏的文件", f"{HOW_TO_READ}；打不开的，请从原系统重新导出")
BROKEN_ARCHIVE = Format("broken_archive", "损坏的压缩包", "请重新打包，或先解压，把里面的文件放进数据文件夹")
XLSB = Format("xlsb", "二进制工作簿（XLSB）", HOW_TO_READ)
MHTML = Format("mhtml", "单个文件网页（MHTML）", HOW_TO_READ)
DATABASE = Format("database", "数据库文件", "请从数据库导出为 XLSX 或 CSV")
STATISTICS = Format("statistics", "统计软件的数据", "请用该软件另存为 SAV、XLSX 或 CSV")
DOC, PDF, IMAGE = _letter("doc", "文字处理文档"), _letter("pdf", "PDF"), _letter("image", "图片")
UNKNOWN = Format("unknown", "不认识的格式", "请从原系统导出为 XLSX 或 CSV", may_hold_records=False)

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"$FL2", SAV),
    (b"$FL3", SAV),
    (b"PAR1", PARQUET),
    (b"%PDF", PDF),
    (b"{\\rtf", DOC),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"7z\xbc\xaf'\x1c", _packed("7z", "7Z 压缩包")),
    (b"Rar!", _packed("rar", "RAR 压缩包")),
    (b"\x1f\x8b", _packed("gz", "GZ 压缩文件")),
    (b"BZh", _packed("bz2", "BZ2 压缩文件")),
    (b"\xfd7zXZ", _packed("xz", "XZ 压缩文件")),
    (b"SQLite format 3", DATABASE),
    (b"\0\1\0\0Standard ", DATABASE),
    (b"<stata_dta>", STATISTICS),
    (b"ARROW1", Format("arrow", "Arrow 文件", "请另存为 Parquet、XLSX 或 CSV")),
    *((mark, XLS) for mark in (b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0", b"\x09\x08\x08\0\0\x05")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", ENCRYPTED),
    ("Workbook", XLS),
    ("Book", XLS),
    ("WordDocument", DOC),
    ("PowerPoint Document", DOC),
)
_SAYS_WORKBOOK = frozenset({".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".et", ".ett", ".ods", ".xlsb"})
_BY_ENDING = {
    **dict.fromkeys((".doc", ".docx", ".wps", ".ppt", ".pptx", ".odt", ".rtf"), DOC),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp"), IMAGE),
    **dict.fromkeys((".mdb", ".accdb", ".sqlite", ".sqlite3", ".mdf"), DATABASE),
    **dict.fromkeys((".dta", ".por", ".sas7bdat", ".xpt"), STATISTICS),
    **dict.fromkeys((".dbf", ".sav", ".zsav", ".xml"), DAMAGED),
    **dict.fromkeys(_SAYS_WORKBOOK, DAMAGED),
    ".pdf": PDF,
    ".parquet": PARQUET,
    ".zip": BROKEN_ARCHIVE,
    ".rar": _packed("rar", "RAR 压缩包"),
    ".7z": _packed("7z", "7Z 压缩包"),
    ".gz": _packed("gz", "GZ 压缩文件"),
}
_TEXT_ENDINGS = frozenset({"", ".csv", ".tsv", ".txt", ".tab", ".dat", ".asc", ".prn"})
_HEAD = 64 << 10
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
_FLAT_ODS = b"urn:oasis:names:tc:opendocument:xmlns:office"
_DBF_HEADER = 32
_CHARACTER = 4  # bytes of the longest one
_DBF_VERSIONS = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x7b\x83\x8b\x8c\xcb\xe5\xf5\xfb")


def format_of(file: InputFile) -> Format:
    """Tell what a file is.

    Raises:
        OSError: it cannot be opened.
    """
    with file.open() as opened:
        head = opened.read(_HEAD)
    if head.startswith(_OLE):
        return _ole(file)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip(file)
    for mark, found in _MAGIC:
        if head.startswith(mark):
            return found
    if _is_dbf(head, file.size):
        return DBF
    return _markup(head) or _text(head, file.suffix)


def _ole(file: InputFile) -> Format:
    """A compound file, by the streams that its directory names."""
    content = file.read()
    for name, found in _OLE_STREAMS:
        entry = name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
        if entry in content:
            return found
    if "EncryptedPackage".encode("utf-16-le") in content:
        return ENCRYPTED
    return DAMAGED if file.suffix in _SAYS_WORKBOOK else UNKNOWN


def title_of(file: InputFile) -> str:
    """What a file should be by its ending, for messages."""
    return "Excel 工作簿" if file.suffix.startswith((".xls", ".xlt")) else f"{file.suffix[1:].upper()} 文件"


def _zip(file: InputFile) -> Format:
    broken = DAMAGED if file.suffix in _SAYS_WORKBOOK else _BY_ENDING.get(file.suffix, BROKEN_ARCHIVE)
    try:
        with file.open() as opened, zipfile.ZipFile(opened) as packed:
            names = set(packed.namelist())
            if "mimetype" in names:
                return _opendocument(packed, names)
            if "[Content_Types].xml" in names:
                return _office(_text_of(packed, "[Content_Types].xml"))
            return XLSX if "xl/workbook.xml" in names else ARCHIVE
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        return broken


def _text_of(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as opened:
        return opened.read(1 << 20)


def _office(content_types: bytes) -> Format:
    if b"sheet.binary.macroEnabled.main" in content_types:
        return XLSB
    if b"spreadsheetml.sheet.main" in content_types or b"spreadsheetml.template.main" in content_types:
        return XLSX
    if b"wordprocessingml" in content_types or b"presentationml" in content_types:
        return DOC
    return XLSX if b"sheet.main+xml" in content_types or b"ms-excel" in content_types else UNKNOWN


def _opendocument(packed: zipfile.ZipFile, names: set[str]) -> Format:
    kind = _text_of(packed, "mimetype").strip()
    if not kind.startswith(b"application/vnd.oasis.opendocument"):
        return ARCHIVE
    if b"spreadsheet" not in kind:
        return DOC
    manifest = _text_of(packed, "META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    return ENCRYPTED if b"encryption-data" in manifest else ODS


def _is_dbf(head: bytes, size: int) -> bool:
    """Whether the fixed header of a DBF adds up: version, date, lengths, and the mark behind the fields."""
    if len(head) <= _DBF_HEADER or head[0] not in _DBF_VERSIONS or not _is_day(head[2], head[3]):
        return False
    start, length = struct.unpack("<HH", head[8:12])
    if not (_DBF_HEADER < start <= size and length > 0):
        return False
    fields = head[32:start]
    mark = fields.find(b"\r", 0)
    while mark >= 0 and mark % 32:
        mark = fields.find(b"\r", mark + 1)
    return mark > 0


def _is_day(month: int, day: int) -> bool:
    return month <= 12 and day <= 31  # noqa: PLR2004


def _markup(head: bytes) -> Format | None:
    text = (
        re.sub(rb"\s", b"", head.replace(b"\0", b"")[:_HEAD]).removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").lower()
    )
    if text.startswith(b"mime-version:") or b"content-type:multipart/related" in text[:2000]:
        return MHTML
    if not text.startswith(b"<"):
        return None
    if _SPREADSHEETML in text and b"<html" not in text[:1000]:
        return SPREADSHEETML
    if _FLAT_ODS in text and b"office:document" in text:
        return ODS
    if re.search(rb"<(?:html|table|tr|body|head|meta|style|div|script|!doctypehtml)", text):
        return HTML
    return Format("xml", "XML 文件", "请从原系统导出为 XLSX 或 CSV") if text.startswith(b"<?xml") else None


def _text(head: bytes, suffix: str) -> Format:
    """Text where nothing speaks against it; what cannot be decoded is told when it is read."""
    wide = head[:2] in {b"\xff\xfe", b"\xfe\xff"} or wide_of(head) is not None
    binary = not wide and b"\0" in head
    if not head.strip() or suffix in _TEXT_ENDINGS:
        return TEXT
    if binary or suffix in {".pdf", ".parquet"}:
        return _BY_ENDING.get(suffix, UNKNOWN)
    if suffix in _BY_ENDING and not _decodes(head, wide=wide):
        return _BY_ENDING[suffix]
    if suffix in {".zip", ".7z", ".rar", ".gz"}:
        return _BY_ENDING[suffix]
    if _BY_ENDING.get(suffix) in (DOC, IMAGE, DATABASE, STATISTICS):
        return _BY_ENDING[suffix]
    return TEXT


def _decodes(head: bytes, *, wide: bool) -> bool:
    """Whether the first bytes are text in one of the encodings, the last characters aside."""
    if wide:
        return True
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(head) - error.start > _CHARACTER:
                continue
        return True
    return False


def wide_of(head: bytes) -> str | None:
    """UTF-16 without a mark at its beginning, where that is obvious; None elsewhere.

    Separators, digits and line ends of a table are ASCII: every other byte of them is zero, on one side alone.
    """
    sample = head[: len(head) // 2 * 2][:4096]
    if len(sample) < _CHARACTER:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) or min(even, odd) * 5 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = sample.decode(encoding, errors="replace")
    return None if any(mark < " " and mark not in "\t\r\n\x1a" for mark in text) else encoding
