"""The shared strings of an XLSX workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from xml.etree import ElementTree as ET

import polars as pl

from data_sources.stage.xlsx_cells import BLANKS, PRESERVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_END = b"</si>"
_FORMS = (("<si><t>", True), ('<si><t xml:space="preserve">', False))
_CLOSING = "</t>"
_UNKNOWN = ("<!", "<?")
_LONGEST_STRING = 16 << 20


class _UnlikeError(ValueError):
    """The part is written in another way than strings mostly are."""


class SharedStrings:
    """The strings, by their numbers.

    Args:
        texts: all of them.
        longest: length of a text that is allowed.

    Attributes:
        texts: all of them.
        too_long: whether any is longer than allowed.
    """

    def __init__(self, texts: pl.Series, longest: int) -> None:
        self.texts = texts
        self.too_long = is_too_long(texts, longest)

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, number: int) -> str:
        return str(self.texts[number])


def read_strings(blocks: Callable[[], Iterable[bytes]], longest: int) -> SharedStrings:
    """Read the shared strings, without the phonetic runs above them.

    Args:
        blocks: gives the part, in pieces.
        longest: length of a text that is allowed.

    Raises:
        ET.ParseError: the part is damaged.
    """
    try:
        texts = _written_alike(blocks())
    except _UnlikeError:
        texts = pl.Series(list(_parsed(blocks())), dtype=pl.String)
    return SharedStrings(texts, longest)


def _written_alike(blocks: Iterable[bytes]) -> pl.Series:
    """The strings: those that are a text and nothing else are cut out, the others parsed."""
    found: list[pl.Series] = []
    head = b""
    for piece in _pieces(blocks):
        if not found:
            head, begin, rest = piece.partition(b"<si")
            piece = begin + rest  # noqa: PLW2901
        text = pl.Series("item", [piece], dtype=pl.Binary).cast(pl.String, strict=False)
        if text.null_count() or not in_utf8(head):
            raise _UnlikeError
        items = text.str.split("</si>").explode()
        items = items.head(len(items) - 1)  # behind the last end stands nothing, or the end of the part
        texts = _texts(items)
        odd = (texts.is_null()).arg_true()
        if len(odd):
            others = "".join(f"{item}</si>" for item in items.gather(odd))
            parsed = [] if any(sign in others for sign in _UNKNOWN) else list(_parsed([head, others.encode()]))
            if len(parsed) != len(odd):
                raise _UnlikeError
            texts = texts.scatter(odd, pl.Series(parsed, dtype=pl.String))
        found.append(texts)
    return pl.concat(found, rechunk=True) if found else pl.Series(dtype=pl.String)


def _texts(items: pl.Series) -> pl.Series:
    """Strings that are one text, null for others."""
    item = pl.col("item")
    cases = []
    for opening, stripped in _FORMS:
        text = item.str.strip_prefix(opening).str.strip_suffix(_CLOSING)
        plain = item.str.starts_with(opening) & item.str.ends_with(_CLOSING) & ~text.str.contains("[<&\r]")
        cases.append(pl.when(plain).then(text.str.strip_chars(BLANKS) if stripped else text))
    return items.to_frame().select(pl.coalesce(cases)).to_series()


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in pieces that end behind a string; what stands behind the last one is left out."""
    rest = b""
    for block in blocks:
        rest += block
        cut = rest.rfind(_END) + len(_END)
        if cut >= len(_END):
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _LONGEST_STRING:
            raise _UnlikeError
    if b":si" in rest or b"<si" in rest:
        raise _UnlikeError


def in_utf8(head: bytes) -> bool:
    """Whether a part begins as XML in UTF-8, without a document type."""
    said = head[: head.find(b"?>") + 1].lower()
    return b"<!" not in head and (b"encoding" not in said or b"utf-8" in said)


def _parsed(blocks: Iterable[bytes]) -> Iterator[str]:
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(["start", "end"])
    text: list[str] = []
    phonetic = False
    for block in blocks:
        parser.feed(block)
        for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
            name = element.tag.rpartition("}")[2]
            if name == "rPh":
                phonetic = event == "start"
            elif event == "end":
                if name == "t" and not phonetic:
                    kept = element.get("{http://www.w3.org/XML/1998/namespace}space") == PRESERVED
                    text.append((element.text or "") if kept else (element.text or "").strip(BLANKS))
                elif name == "si":
                    yield "".join(text)
                    text = []
                    element.clear()


def is_too_long(texts: pl.Series, longest: int) -> bool:
    """Whether any text is longer than allowed."""
    long = texts.filter(texts.str.len_bytes() > longest)
    return bool((long.str.len_chars() > longest).any())


def alike(blocks: Iterable[bytes], longest: int) -> bool:
    """Whether every reader reads the texts of a part alike, and none is too long; it is read to the end.

    Few readers know texts with comments or character data sections within.
    """
    same, rest = True, b""
    for block in blocks:
        piece = rest + block
        same = same and b"<!" not in piece and not _holds_long_text(piece, longest)
        rest = piece[-2 * longest :]
    return same


def _holds_long_text(piece: bytes, longest: int) -> bool:
    """Whether there is a stretch without a tag so long that a text in it may be too long."""
    step = longest // 2
    return any(piece.find(b"<", start, start + step) < 0 for start in range(0, len(piece) - step + 1, step))
