"""Cells as people type them: text expressions in, typed expressions out.

An expression gives null for an empty cell and for one that cannot be read; `unreadable` tells them apart.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from data_sources.canonical import BLANKS, DASHES
from data_sources.stage.marks import EPOCH_1900

if TYPE_CHECKING:
    from datetime import date

    from data_sources.columns import Kind

_YES = ["是", "有", "能", "y", "yes", "t", "true", "1", "1.0", "√", "✓"]
_NO = ["否", "无", "没有", "不能", "不是", "n", "no", "f", "false", "0", "0.0", "×", "✗"]
_SEED = 20_171_231
_NUMBER = (
    r"^([+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?(?:\s*%)?"
    r"|[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3}|\s*%)?)$"
)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # 1954 to 2119 as Excel counts days

ALLOWED: dict[Kind, str] = {
    "date": "须是日期，如 2017-03-05、2017/3/5、2017年3月5日或 20170305",
    "number": "须是数值，如 1234.5 或 1,234.5；单位不同的写明单位，如 12.5万元",
    "count": "须是整数，如 1200、1,200 或 1.2万",
    "flag": "须是“是”或“否”（也可写 有/无、Y/N、1/0、true/false）",
}


def trimmed(cell: pl.Expr) -> pl.Expr:
    """The text without surrounding blanks (full-width and invisible ones too); null if nothing is left."""
    text = cell.str.strip_chars(BLANKS)
    return pl.when(text != "").then(text)


def is_ascii(cells: pl.Series) -> bool:
    """Whether no cell has a character that is full-width, invisible or the like."""
    return bool(cells.str.len_bytes().sum() == cells.str.len_chars().sum())


def typed(cell: pl.Expr, kind: Kind) -> pl.Expr:
    """The cell as a value of its kind: String, Date, Float64, Int64 or Boolean; of a secret see `fingerprints`."""
    return {
        "text": trimmed,
        "identifier": _plain,
        "code": _code,
        "date": _date,
        "number": _number,
        "count": _count,
        "flag": _flag,
    }[kind](cell)


def typed_day(cell: pl.Expr, serials_from: date) -> pl.Expr:
    """The cell as a day, in a workbook whose serial numbers count from that day."""
    return _date(cell, serials_from)


def is_dash(text: str) -> bool:
    """Whether a cell holds nothing, or a dash."""
    plain = unicodedata.normalize("NFKC", text).strip().strip("\u200b\ufeff")
    return plain in ("", *DASHES)


def unreadable(cell: pl.Expr, value: pl.Expr) -> pl.Expr:
    """Whether a cell that holds something has no value."""
    return value.is_null() & trimmed(cell).is_not_null() & ~trimmed(cell).is_in(DASHES)


def fingerprints(cells: pl.Series) -> pl.Series:
    """Numbers that tell cells apart and do not give them back; null for an empty cell."""
    text = (
        cells.str.strip_chars() if is_ascii(cells) else cells.to_frame().select(_plain(pl.col(cells.name))).to_series()
    )
    cell = pl.col(cells.name)
    return text.to_frame().select(pl.when(cell != "").then(cell.hash(seed=_SEED))).to_series()


def _plain(cell: pl.Expr) -> pl.Expr:
    """Full-width digits, letters and punctuation become ordinary ones; invisible characters go."""
    return trimmed(cell.str.normalize("NFKC").str.replace_all("[\u200b\ufeff]", ""))


def _code(cell: pl.Expr) -> pl.Expr:
    return _plain(cell).str.replace_all(r"\s", "").str.to_uppercase()


def _date(cell: pl.Expr, serials_from: date = EPOCH_1900) -> pl.Expr:
    text = (
        _plain(cell)
        .str.replace(r"^([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]", "$1-$2-$3")
        .str.replace(r"^([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})", "$1-$2-$3")
        .str.replace(r"^([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0)?$", "$1-$2-$3")
        .str.replace(r"[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$", "")
    )
    serial = text.str.extract(r"^([0-9]{5})(?:\.[0-9]+)?$").cast(pl.Int32)
    from_serial = (
        pl.when(serial.is_between(_FIRST_SERIAL, _LAST_SERIAL))
        .then(pl.lit(serials_from).dt.offset_by(pl.format("{}d", serial)))
    )  # fmt: skip
    day = text.str.extract(r"^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})$").str.to_date("%Y-%m-%d", strict=False)
    return pl.coalesce(day, from_serial)


def _number(cell: pl.Expr) -> pl.Expr:
    sound = _plain(cell).str.replace_all("−", "-", literal=True).str.extract(_NUMBER)
    plain = sound.str.replace_all(",", "", literal=True).str.replace(r"\s*%$", "e-2")
    value = plain.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value)


def _count(cell: pl.Expr) -> pl.Expr:
    value = _number(cell)
    whole = (value == value.round()) & ~cell.str.contains("[%％]")
    return pl.when(whole).then(value).cast(pl.Int64, strict=False)


def _flag(cell: pl.Expr) -> pl.Expr:
    return (
        _plain(cell)
        .str.to_lowercase()
        .replace_strict([*_YES, *_NO], [True] * len(_YES) + [False] * len(_NO), default=None, return_dtype=pl.Boolean)
    )
