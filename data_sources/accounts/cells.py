"""Cells of account tables as what the indicators ask of them; the texts go no further."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.accounts.words import DOCUMENTS, EMPTY, FOREVER
from data_sources.cells import fingerprints, typed
from data_sources.distinct import Distinct

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEVER = date(9999, 12, 31)
_FIRST_OF_TWO = r"^[0-9]{4}[./年]?[0-9]{1,2}[./月]?[0-9]{1,2}日?\s*(?:[-—–~至]+)\s*"  # 2010.05.06-2030.05.06
_MARKS = r"[\s·•‧・\u{200b}\u{feff}]"
_CANONICAL = r"^[\u{4e00}-\u{9fff}A-Z0-9]+$"  # already as `canonical` makes it
_EMPTY = pl.Series(["", *(text.upper() for text in EMPTY)])


class Judged(NamedTuple):
    """A column read, and which of its cells hold something that is not understood."""

    values: pl.Series
    unknown: pl.Series


def canonical(cells: pl.Series) -> pl.Series:
    """Texts without blanks, in half-width capitals, so that spellings of the same meet; null for an empty cell."""
    odd = ~cells.str.contains(_CANONICAL)
    texts = cells.scatter(odd.arg_true(), _made_canonical(cells.filter(odd))) if odd.any() else cells
    return texts.set(texts.is_in(_EMPTY.implode()), None)


def _made_canonical(cells: pl.Series) -> pl.Series:
    return cells.str.normalize("NFKC").str.replace_all(_MARKS, "").str.to_uppercase()


def keys(cells: pl.Series) -> pl.Series:
    """Numbers of customers and accounts in half-width characters, without blanks around; null for an empty cell."""
    return cells.to_frame().select(typed(pl.col(cells.name), "identifier")).to_series()


def known(cells: pl.Series, spellings: Mapping[str, str]) -> Judged:
    """What words mean; null for an empty cell and an unknown word."""
    distinct = Distinct.of(cells)
    texts = canonical(distinct.texts).str.to_lowercase()
    meanings = texts.replace_strict(list(spellings), list(spellings.values()), default=None, return_dtype=pl.String)
    return Judged(distinct.spread(meanings), _spread_true(distinct, meanings.is_null() & texts.is_not_null()))


def documents(cells: pl.Series) -> pl.Series:
    """Types of documents by the names that are used here; an unknown type stays as it is spelled."""
    distinct = Distinct.of(cells)
    texts = canonical(distinct.texts)
    meanings = texts.str.to_lowercase().replace_strict(
        list(DOCUMENTS), list(DOCUMENTS.values()), default=None, return_dtype=pl.String
    )
    return distinct.spread(meanings.zip_with(meanings.is_not_null(), texts))


def dates(cells: pl.Series) -> Judged:
    """Dates, the last one where a cell holds two, and the end of time for documents that never expire."""
    distinct = Distinct.of(cells)
    texts = canonical(distinct.texts)
    days = pl.DataFrame({"cell": texts.str.replace(_FIRST_OF_TWO, "")}).select(
        pl.when(pl.col("cell").is_in(list(FOREVER))).then(pl.lit(_NEVER)).otherwise(typed(pl.col("cell"), "date"))
    )
    values = days.to_series()
    return Judged(distinct.spread(values), _spread_true(distinct, values.is_null() & texts.is_not_null()))


def is_empty(secrets: pl.Series) -> pl.Series:
    """Whether cells of which only fingerprints are there were empty."""
    marks = fingerprints(pl.concat([_EMPTY, pl.Series(EMPTY)]))
    return secrets.is_null() | secrets.is_in(marks.implode()).fill_null(value=False)


def keyed(cell: pl.Expr, key: int) -> pl.Expr:
    """Fingerprints under the key of a count; null stays null."""
    return pl.when(cell.is_not_null()).then(cell.hash(seed=key))


def _spread_true(distinct: Distinct, flags: pl.Series) -> pl.Series:
    return distinct.spread(flags).fill_null(value=False)
