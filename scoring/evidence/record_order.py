"""The order of records: by firm, by what they are behind, by where they stand; told by small numbers, not by texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from data_sources.origin import PLACE

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = 8
"""Marks of what a record is behind that stand in one number, as its bits."""

_TABLE = 1 << 24
"""Codes below this are looked up in a table."""


def codes_of(firms: pl.Series, words: Sequence[pl.Series]) -> tuple[np.ndarray[Any, Any], list[list[int]]]:
    """The place of every record's firm and marks among all that there are, and these, sorted, number by number."""
    code, found = _dense(firms.to_numpy())
    numbers = [found]
    for word in words:
        code, found = _dense(code << WORD | word.to_numpy())
        numbers = [*(own[found >> WORD] for own in numbers), found & ((1 << WORD) - 1)]
    return code, [own.tolist() for own in numbers]


def _dense(code: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The place of every code among the different ones, and these, sorted; a table of small ones saves sorting."""
    if int(code.max()) >= _TABLE:
        found, places = np.unique(code, return_inverse=True)
        return places, found
    there = np.bincount(code) > 0
    return (np.cumsum(there) - 1)[code], np.flatnonzero(there)


def order_of(codes: np.ndarray[Any, Any], records: pl.DataFrame) -> np.ndarray[Any, Any]:
    """The rows by code, then by where they stand, or by their numbers where that is not known.

    Places are compared, not numbers, where there are any: most come in order, and no text is compared.
    """
    file, sheet, row = PLACE
    order = np.arange(records.height)
    if row in records.columns:
        order = np.argsort(records[row].to_numpy(), kind="stable")
        for name in (sheet, file):
            if records[name].n_unique() > 1:
                order = order[np.argsort(_ranks(records[name])[order], kind="stable")]
    elif "record_id" in records.columns:
        order = records["record_id"].arg_sort().to_numpy()
    small = codes.astype(np.uint16) if len(codes) and int(codes.max()) < 1 << 16 else codes
    found: np.ndarray[Any, Any] = order[np.argsort(small[order], kind="stable")]
    return found


def _ranks(names: pl.Series) -> np.ndarray[Any, Any]:
    """The place of every name among all of them."""
    texts = names.cast(pl.String)
    return texts.cast(pl.Enum(texts.unique().sort())).to_physical().to_numpy()
