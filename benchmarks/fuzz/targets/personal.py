"""Texts in which personal numbers are covered."""

from __future__ import annotations

import re
import unicodedata

import polars as pl
from stdnum.cn import uscc

from benchmarks.fuzz.holding import around, hold
from data_sources.masked_texts import masked_texts
from data_sources.masking import mask

_MOBILE, _SHORT_ID, _LONG_ID = "13812345678", "110105491231002", "11010519491231002X"
_CODE = re.compile(r"[0-9A-Za-z]{18}")
_GAPS = ("", " ", "-", "\u3000")
_BLANK_ROWS = 16


def personal(text: str) -> None:
    """No personal number stays that is put into a text; masking twice is masking once; many as one by one.

    The input is up to 64 texts, each on a line of its own; numbers are put between the first two.
    """
    texts = text.split("\n")[:64]
    before, behind = (*texts, "")[:2]
    for number in (*_plain(), *(spelled.translate(_FULL_WIDTH) for spelled in _plain())):
        left = _apart(before, -1)
        whole = f"{left}{number}{_apart(behind, 0)}"
        if not any(
            uscc.is_valid(found) and found != _LONG_ID for found in _CODE.findall(unicodedata.normalize("NFKC", whole))
        ):
            left_of_it = mask(whole)[len(left) : len(left) + len(number)]
            hold(f"{number} is covered in {whole!r}", "*" * 8 in left_of_it, expected=True)
    masked = [mask(each) for each in texts]
    hold("masking twice", [mask(each) for each in masked], masked)
    hold("as long as before", [len(each) for each in masked], [len(each) for each in texts])
    for spelled in around(before):
        hold(
            f"{spelled!r} masked",
            mask(spelled).strip("\ufeff \t\n\u3000\u00a0"),
            masked[0].strip("\ufeff \t\n\u3000\u00a0"),
        )
    many = pl.Series([*texts, *[""] * _BLANK_ROWS], dtype=pl.String)
    hold("many at once", masked_texts(many).to_list()[: len(texts)], masked)


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _plain() -> list[str]:
    """Personal numbers as people write them."""
    mobiles = [f"{_MOBILE[:3]}{gap}{_MOBILE[3:7]}{gap}{_MOBILE[7:]}" for gap in _GAPS]
    ids = [f"{_LONG_ID[:6]}{gap}{_LONG_ID[6:14]}{gap}{_LONG_ID[14:]}" for gap in _GAPS]
    return [*mobiles, *ids, _SHORT_ID, f"+86{_MOBILE}"]


def _apart(text: str, at: int) -> str:
    """A text that a number can stand at without being part of a longer one."""
    if not text or not (text[at].isdigit() or text[at] in ".．"):
        return text
    return f"{text}，" if at else f"，{text}"
