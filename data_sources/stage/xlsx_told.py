"""What plain cells of an XLSX sheet show, all those of a column at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from data_sources.distinct import Distinct
from data_sources.stage.marks import EPOCH_1900
from data_sources.stage.xlsx_cells import BLANKS, SheetXmlError
from data_sources.stage.xlsx_escapes import unescaped
from data_sources.stage.xlsx_patterns import UnlikeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.stage.marks import Mark
    from data_sources.stage.number_formats import NumberFormat
    from data_sources.stage.xlsx_forms import Form
    from data_sources.stage.xlsx_package import Book
    from data_sources.stage.xlsx_shown import Shown
    from data_sources.stage.xlsx_strings import SharedStrings

_MOST = 10**15  # whole numbers below have fifteen digits
_DAY, _SECOND = 86_400_000, 1000
_FIRST, _LAST = 61, 2_000_000  # serial numbers that are certainly a day of either calendar
_UNIX = date(1970, 1, 1)


class Telling:
    """Tells what the cells of forms show.

    Args:
        book: the sheet's workbook.
        strings: the shared strings.
        shown: what tells a single cell.
    """

    def __init__(self, book: Book, strings: SharedStrings, shown: Shown) -> None:
        self._formats = [style.format for style in book.styles]
        self._first_day = (book.epoch - _UNIX).days
        assert book.epoch >= EPOCH_1900
        self._strings = strings
        self._shown = shown

    def column(self, texts: pl.Series, forms: pl.Series, by_number: Sequence[Form]) -> tuple[pl.Series, pl.Series]:
        """What the cells of a column show, and their marks (null for cells without).

        Args:
            texts: the texts of cells.
            forms: the number of the form of each cell; null where there is none.
            by_number: the forms.

        Raises:
            SheetXmlError: a cell names a shared string that is not there.
            UnlikeError: a text has mark-up within.
        """
        marks = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
        numbers = forms.unique().drop_nulls().to_list()
        if len(numbers) == 1:
            shown, own = self._told(texts, by_number[numbers[0]])
            return shown, marks if own is None else own
        shown = pl.repeat(None, len(texts), dtype=pl.String, eager=True)
        for number in numbers:
            here = (forms == number).arg_true()
            told, own = self._told(texts.gather(here), by_number[number])
            shown = shown.scatter(here, told)
            if own is not None:
                marks = marks.scatter(here, own)
        return shown, marks

    def _told(self, texts: pl.Series, form: Form) -> tuple[pl.Series, pl.Series | None]:
        """What the cells of a form show, and their marks if there are any."""
        distinct = Distinct.of(texts)
        if distinct.texts.str.contains("<", literal=True).any():
            raise UnlikeError
        shown, marks = self._form(distinct.texts, form)
        return distinct.spread(unescaped(shown)), None if marks is None else distinct.spread(marks)

    def _form(self, texts: pl.Series, form: Form) -> tuple[pl.Series, pl.Series | None]:
        kind = form.kind
        assert kind is not None
        if not form.holds:
            return texts.clear().extend_constant(None, len(texts)), None
        if form.stripped:
            texts = texts.str.strip_chars(BLANKS)
        if kind == "s":
            texts, kind = self._shared(texts), "str"
        format_ = self._formats[form.style] if form.style < len(self._formats) else None
        if kind == "n":
            known = _as_stored(texts) if format_ is None or format_.as_stored else self._moments(texts, format_)
        elif kind in {"e", "d", "b"} or (format_ is not None and format_.texts is not None):
            known = None
        else:
            return texts, None
        return self._singly(texts, known, kind, form.style)

    def _shared(self, texts: pl.Series) -> pl.Series:
        numbers = texts.cast(pl.Int64, strict=False)
        there = numbers.is_between(0, len(self._strings) - 1)
        if numbers.null_count() > texts.null_count() or not there.all():
            raise SheetXmlError(f"共享字符串 {texts.filter(~there.fill_null(value=False))[0]} 不存在")
        return self._strings.texts.gather(numbers)

    def _moments(self, texts: pl.Series, format_: NumberFormat) -> pl.Series | None:
        """Numbers as dates and moments, null where that has to be looked at; None for other formats."""
        if len(format_.numbers) > 1 or format_.numbers[0].kind != "date" or format_.numbers[0].condition:
            return None
        passed = (pl.col("text").cast(pl.Float64, strict=False) * _DAY).round(0, mode="half_to_even")
        whole = passed.cast(pl.Int64, strict=False)
        days, seconds = whole // _DAY, whole % _DAY // _SECOND
        moments = (
            texts.alias("text")
            .to_frame()
            .select(
                pl.when(days.is_between(_FIRST, _LAST)).then(days + self._first_day).alias("day"),
                seconds.alias("second"),
            )
        )
        shown = moments.select(pl.col("day").cast(pl.Int32).cast(pl.Date).cast(pl.String)).to_series()
        if not moments["second"].max():
            return shown
        clock = (pl.col("second") * _SECOND * 1_000_000).cast(pl.Time).dt.to_string("%H:%M:%S")
        timed = moments.select(pl.when(pl.col("second") > 0).then(pl.format(" {}", clock)).otherwise(pl.lit("")))
        return shown + timed.to_series()

    def _singly(
        self, texts: pl.Series, known: pl.Series | None, kind: str, style: int
    ) -> tuple[pl.Series, pl.Series | None]:
        """What texts show of which it is not known, each different one told by itself."""
        left = texts if known is None else texts.filter(known.is_null())
        different = left.unique().drop_nulls()
        if known is not None and different.is_empty():
            return known, None
        told: list[tuple[str | None, Mark | None]] = [self._shown.told(kind, style, text) for text in different]
        shown = pl.Series([text for text, _ in told], dtype=pl.String)
        told_apart = texts.replace_strict(different, shown, default=None, return_dtype=pl.String)
        marked = pl.Series([mark for _, mark in told], dtype=pl.String)
        if not marked.null_count() < len(marked):
            return told_apart if known is None else known.zip_with(known.is_not_null(), told_apart), None
        marks = texts.replace_strict(different, marked, default=None, return_dtype=pl.String)
        return told_apart if known is None else known.zip_with(known.is_not_null(), told_apart), marks


def _as_stored(texts: pl.Series) -> pl.Series:
    """Numbers that are written as they are shown; null for others."""
    whole = texts.cast(pl.Int64, strict=False)
    known = whole.cast(pl.String).eq(texts) & whole.is_between(-_MOST, _MOST, closed="none")
    if known.all() and known.null_count() == texts.null_count():
        return texts
    parts = texts.cast(pl.Float64, strict=False)
    decimal = parts.cast(pl.String).eq(texts) & parts.is_between(-_MOST, _MOST, closed="none")
    decimal &= ~(texts.str.ends_with(".0") | texts.str.contains("[eE]"))
    known = known.fill_null(value=False) | decimal.fill_null(value=False)
    return texts.to_frame().select(pl.when(pl.lit(known)).then(pl.col(texts.name))).to_series()
