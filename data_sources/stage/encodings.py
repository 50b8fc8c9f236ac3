"""Text files of unknown encoding, read block by block."""

from __future__ import annotations

import codecs
from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from data_sources.errors import EncodingError
from data_sources.stage.formats import wide_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data_sources.stage.input_files import InputFile

    Keep = Callable[[Iterator[bytes]], None]

HEAD = 1 << 16
"""Characters of a file that tell what it looks like."""

_BLOCK = 8 << 20
_STEP = 1 << 20  # bytes that are decoded at a time: for the text of many more memory has to be had anew every time
_KEPT = 128 << 20
"""Bytes of a file up to which its text is kept, once it was decoded; a larger one is decoded anew when it is read."""
_BYTES_SHOWN = 4
_RARE = 20
_SURE = 2  # so many characters of three bytes before a fault are no accident: the text is UTF-8
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TITLES = {"utf-8-sig": "UTF-8", "gb18030": "GB18030"}
_WAY_OUT = "请在 Excel 或 WPS 里打开，核对后另存为“CSV UTF-8”"
_TRADITIONAL = ("證券", "編號", "日期", "公司", "類別", "名稱", "投訴", "預警", "金額", "機構", "時間")
_SIMPLIFIED = ("证券", "编号", "日期", "公司", "类别", "名称", "投诉", "预警", "金额", "机构", "时间")


@dataclass(frozen=True)
class Encoded:
    """What reading through a text file tells.

    Attributes:
        encoding: its name.
        head: the first characters.
        quotes: how many quotation marks there are.
        blank: whether there is nothing but blanks.
        bare_returns: whether its lines end in a carriage return alone.
        kept: whether its text was given away while it was decoded.
    """

    encoding: str
    head: str
    quotes: int
    blank: bool
    bare_returns: bool
    kept: bool = False


class _Fault(NamedTuple):
    """Where a text stops being of an encoding: bytes before it, line, byte of the line, and what stands there."""

    title: str
    far: int
    line: int
    column: int
    shown: str
    sure: bool
    cut: bool

    def __str__(self) -> str:
        return f"按 {self.title} 在第 {self.line} 行第 {self.column} 个字节（{self.shown}）处读不下去"


class _UndecodableError(Exception):
    def __init__(self, fault: _Fault) -> None:
        super().__init__()
        self.fault = fault


def examine(file: InputFile, keep: Keep | None = None) -> Encoded:
    """Read through a file to find its encoding.

    Args:
        file: the file.
        keep: takes the text of a file that has to be decoded and is not too large, in UTF-8, block by block, the first
            of at least `HEAD` characters; called anew for every encoding that is tried.

    Raises:
        EncodingError: neither UTF-8 (with or without byte order mark), UTF-16 nor GB18030, or another encoding that
            only looks like one of them; says where, and what stands there.
    """
    with file.open() as opened:
        head = opened.read(4096)
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None) or wide_of(head)
    tried = []
    for encoding in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            found = _read_through(file, encoding, keep)
        except _UndecodableError as error:
            tried.append(error.fault)
            if error.fault.sure:
                break
        else:
            if encoding == "gb18030":
                _refuse_big5(file, found.head)
            return found
    raise _undecodable(file, tried)


def blocks(file: InputFile, found: Encoded, size: int) -> Iterator[bytes]:
    """The file in UTF-8, block by block, none larger than a size; it may end anywhere, also within a character."""
    if found.encoding != "utf-8-sig" or found.bare_returns:
        texts = (text for _, text in _texts(file, found.encoding, size))
        yield from ((text.replace("\r", "\n") if found.bare_returns else text).encode() for text in texts)
        return
    with file.open() as opened:
        if opened.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            opened.seek(0)
        while block := opened.read(size):
            yield block


def _read_through(file: InputFile, encoding: str, keep: Keep | None) -> Encoded:
    look = _Look(file, encoding)
    kept = keep is not None and encoding != "utf-8-sig" and file.size <= _KEPT
    if keep is not None and kept:
        keep(look.blocks())
    else:
        deque(look.blocks(), maxlen=0)
    return Encoded(encoding, look.head, look.quotes, look.blank, look.returns and not look.ends, kept)


@dataclass
class _Look:
    """What the blocks of a file show that were read through so far; see `Encoded`.

    Attributes:
        ends: whether there is a line feed.
        returns: whether there is a carriage return before the first one.
    """

    file: InputFile
    encoding: str
    head: str = ""
    quotes: int = 0
    blank: bool = True
    ends: bool = False
    returns: bool = False

    def blocks(self) -> Iterator[bytes]:
        """The file in UTF-8, block by block.

        Raises:
            EncodingError: it is no text.
        """
        as_it_is = self.encoding == "utf-8-sig"
        size = _BLOCK if as_it_is else _STEP
        zeros = characters = 0
        for number, (block, text) in enumerate(_texts(self.file, self.encoding, size)):
            written = block if as_it_is else text.encode()
            zeros += written.count(b"\0") if b"\0" in written else 0
            characters += len(text)
            if not block or (number + 1) * size % _BLOCK == 0:
                if zeros * _RARE > characters:  # a few are cells that nobody can read, and go by their rows
                    raise self._no_text(number * size // _BLOCK)
                zeros = characters = 0
            self.head += text[: HEAD - len(self.head)]
            self.quotes += written.count(b'"') if b'"' in written else 0  # to find none is faster than to count none
            self.ends = self.ends or b"\n" in written
            self.returns = self.returns or (not self.ends and b"\r" in written)
            self.blank = self.blank and not text.strip("\x1a \t\r\n\v\f\u3000\ufeff\xa0")
            yield written

    def _no_text(self, at: int) -> EncodingError:
        """The error for a file with many empty bytes, by the first of them in a block."""
        texts = (text for _, text in _texts(self.file, self.encoding, _BLOCK))
        line = 1 + sum(text.count("\n") for text in islice(texts, at))
        text = next(texts)
        line += text[: text.index("\0")].count("\n")
        return EncodingError(
            self.file.name,
            f"第 {line} 行有空字节（00），不是文本，或文件已损坏",
            f"请从原系统重新导出，或{_WAY_OUT[1:]}",
        )


def _texts(file: InputFile, encoding: str, size: int) -> Iterator[tuple[bytes, str]]:
    """Blocks of a file, and the characters that end in each."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before = column = wide = 0
    with file.open() as opened:
        block = b" "
        try:
            while block:
                block = opened.read(size)
                text = decoder.decode(block, final=not block)
                yield block, text.removeprefix("\ufeff") if not before else text
                column = len(block) - block.rfind(b"\n") - 1 + (column if b"\n" not in block else 0)
                before += len(block)
                wide = wide or _three_bytes(text)
        except UnicodeDecodeError as error:
            good, bad = error.object[: error.start], error.object[error.start : error.start + _BYTES_SHOWN]
            carried = len(error.object) - len(block)  # bytes of a character that began in the block before
            at = len(good) - good.rfind(b"\n") + (max(column - carried, 0) if b"\n" not in good else 0)
            here = _three_bytes(good.decode(encoding, errors="ignore"))
            raise _UndecodableError(
                _Fault(
                    title=_TITLES.get(encoding, encoding.upper()),
                    far=before + error.start - carried,
                    line=_line_ends(file, before) + good.count(b"\n") + 1,
                    column=at,
                    shown=bad.hex(" ").upper(),
                    sure=encoding == "utf-8-sig" and wide + here >= _SURE,
                    cut=not block or (error.end == len(error.object) and "unexpected end" in error.reason),
                )
            ) from None


def _line_ends(file: InputFile, end: int) -> int:
    """How many lines end in the first bytes of a file."""
    found = 0
    with file.open() as opened:
        while end > 0 and (block := opened.read(min(_BLOCK, end))):
            found += block.count(b"\n")
            end -= len(block)
    return found


def _three_bytes(text: str) -> int:
    """How many characters take three bytes in UTF-8, as far as it matters."""
    return sum(character >= "\u0800" for character in text[:1000])


def _undecodable(file: InputFile, tried: list[_Fault]) -> EncodingError:
    furthest = max(tried, key=lambda fault: (fault.sure, fault.far))
    faults = "，".join(map(str, [furthest] if furthest.sure else tried))
    if furthest.sure and furthest.cut:
        guess, way_out = "：文件在半个字符处断了，可能没有传完整", "请重新导出"
    elif furthest.sure:
        guess, way_out = "，其余都是 UTF-8：这个字符已损坏", "请在原文件里改正后重新导出"
    elif _reads_as_big5(file):
        guess, way_out = "；可能是 Big5（繁体中文）编码", _WAY_OUT
    else:
        guess, way_out = "", _WAY_OUT
    what = "" if furthest.sure else "既不是 UTF-8 也不是 GB18030 编码：" if len(tried) > 1 else ""
    return EncodingError(file.name, f"第 {furthest.line} 行{what or '的编码有误：'}{faults}{guess}", way_out)


def _refuse_big5(file: InputFile, head: str) -> None:
    if not any(word in head for word in _SIMPLIFIED) and _reads_as_big5(file):
        raise EncodingError(file.name, "看来是 Big5（繁体中文）编码，按 GB18030 读出的是另外的字", _WAY_OUT)


def _reads_as_big5(file: InputFile) -> bool:
    with file.open() as opened:
        text = opened.read(HEAD).decode("big5hkscs", errors="replace")
    return any(word in text for word in _TRADITIONAL) and text.count("\ufffd") * 50 <= len(text)
