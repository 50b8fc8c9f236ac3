"""The text of a header: its name, without what forms and platforms put around it, and what stands in its brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from data_sources.units import is_unit_like, tidy, unit_of

_INVISIBLE = re.compile("&nbsp;|<br\\s*/?>|[\\s\u200b-\u200d\u2060\ufeff]+", re.IGNORECASE)
_QUOTES = str.maketrans("“”„‟「」『』‘’‛", '"""""""""' + '"' * 2)
_KINDS = re.compile(
    r"[\[(【〔〖]"
    r"(?:[^\[\]()【】〔〕〖〗]{0,8}题|单选|多选|单项选择|多项选择|不定项|可多选|必[答填]|选[答填]|(?:最多|至少|限)选\d+项)"
    r"[\])】〕〗]"
)
_NUMBERING = re.compile(
    r"(?:"
    r"第(?:\d{1,3}|[一二三四五六七八九十]{1,3})题[、.:)_-]?"
    r"|[q题]\d{1,3}(?:[._-]\d{1,3}){0,3}[、.:)_-](?!\d)"
    r"|\((?:\d{1,3}|[一二三四五六七八九十]{1,3})\)[、.:]?"
    r"|\d{1,3}(?:\.\d{1,3}){0,3}[、.:)](?!\d)"
    r"|[一二三四五六七八九十]{1,3}、"
    r")"
)
_AROUND = "*?:;,.、。!…"

_OPEN, _CLOSE = "([{【〔〖<", ")]}】〕〗>"
_BRACKETS = re.compile(rf"[{re.escape(_OPEN)}]([^{re.escape(_OPEN + _CLOSE)}]*)[{re.escape(_CLOSE)}]")
_MARKS = re.compile(r"[*★☆※:]")
_CIRCLED = re.compile("[\u2460-\u249b\u3220-\u3229\u24ea-\u24ff\u2776-\u2793]")
_NUMBERED = re.compile(r"^(?:[a-z]?[0-9]{1,3}[.、,)]|[一二三四五六七八九十]{1,3}[、.])(?=[^0-9])", re.IGNORECASE)
_STATED = re.compile(r"单位(?:[:为是])([^)\]】]+)")
_BETWEEN = re.compile(r"[,，、;；/|\s]+")


@dataclass(frozen=True)
class Label:
    """What stands above a column, in one row or several.

    Attributes:
        text: as it stands in the file; of several rows the lowest that is filled, below the groups that it belongs to.
        keys: what it may be called, made a key, the likeliest first.
        notes: what stands in its brackets.
    """

    text: str
    keys: tuple[str, ...]
    notes: tuple[str, ...]


def canonical_header(text: str) -> str:
    """A header in half-width lower case, without blanks, numbering, kind of question, marks and final punctuation.

    `12、您满意吗？[单选题]`, `Q12.您满意吗`, `*（12） 您满意吗:` are one header. A number that belongs to the header
    stays: `2.1.2`, `12386投诉`, `60日波动率`, `Q1营业收入`.
    """
    whole = _bare(text).translate(_QUOTES).casefold().strip(_AROUND)
    bare = _KINDS.sub("", whole).strip(_AROUND)
    number = _NUMBERING.match(bare)
    rest = "" if number is None else bare[number.end() :].strip(_AROUND)
    return rest or bare or whole


def header_key(header: str) -> str:
    """What tells a header from others: it without blanks, brackets (units) and marks, in half-width lower case."""
    text = _bare(header)
    while (shorter := _BRACKETS.sub("", text)) != text:
        text = shorter
    return _MARKS.sub("", text).lower()


def _bare(text: str) -> str:
    """In half width, without blanks and what cannot be seen."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=4096)
def label_of(cells: tuple[str | None, ...]) -> Label:
    """The label of a column from the cells above it, the lowest last; merged cells are filled."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    texts = [text for at, text in enumerate(filled) if at == 0 or text != filled[at - 1]]
    if not texts:
        return Label("", (), ())
    whole = "".join(texts)
    own = texts[-1] if cells[-1] and cells[-1].strip() else filled[-1]
    keys = [key for text in dict.fromkeys((own, whole)) for key in _keys(text)]
    notes = next((notes for text in (own, *reversed(texts)) if (notes := _notes(text))), ())
    return Label(own if len(texts) == 1 else whole, tuple(dict.fromkeys(filter(None, keys))), notes)


def _keys(text: str) -> list[str]:
    """A header by all that it may be called: as it is, without numbering, without a unit behind it."""
    found = [header_key(text), header_key(canonical_header(text)), header_key(_CIRCLED.sub("", text))]
    found += [_NUMBERED.sub("", key) for key in found]
    unit = _unit_behind(found[-1])
    return [*found, *([found[-1][: -len(unit)].rstrip("/_-—·,")] if unit else [])]


def _notes(text: str) -> tuple[str, ...]:
    tidied = _bare(text)
    notes = [part for inside in _BRACKETS.findall(tidied) for part in _parts(inside)]
    unit = _unit_behind(header_key(text))
    return tuple(dict.fromkeys([*notes, *([unit] if unit and not notes else [])]))


def _parts(inside: str) -> list[str]:
    """A bracket's text: one unit, or one part that is a unit beside others that are notes."""
    bare = tidy(inside)
    if is_unit_like(bare):
        return [bare]
    if re.fullmatch(r"[0-9a-z.]{0,3}", bare):
        return []
    parts = [part for part in _BETWEEN.split(inside) if part]
    return [tidy(part) if is_unit_like(part) else part for part in parts] if len(parts) > 1 else [inside]


def _unit_behind(key: str) -> str:
    """The unit at the end of a header without brackets: 金额/万元, 金额万元."""
    for length in range(min(len(key) - 1, 5), 1, -1):
        unit = unit_of(key[-length:])
        if unit is not None and unit.dimension in ("money", "time") and unit.text not in ("小时",):
            return key[-length:]
    found = re.search(r"[/_](.{1,4})$", key)
    return found[1] if found and unit_of(found[1]) else ""


def unit_in(text: str) -> str:
    """The unit in the brackets of a header; empty if there is none."""
    return next((note for note in _notes(text) if unit_of(note)), "")


def unit_stated(cell: str) -> list[str]:
    """Units that a line above the table says of all of it: 单位：万元; none of 填报单位：某某部."""
    tidied = unicodedata.normalize("NFKC", cell)
    found = [part for inside in _STATED.findall(tidied) for part in _BETWEEN.split(inside) if part]
    return [tidy(part) for part in found if is_unit_like(part)]
