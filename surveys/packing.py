"""A firm and answers packed into whole numbers: rows are grouped by one number faster than by many texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROOM = 2**32  # combinations of answers that one number can tell apart, beside the firm


@dataclass(frozen=True)
class Packing:
    """`firm_id` and columns of enumerations, in as few whole numbers as hold them.

    Attributes:
        words: of every number the columns in it, each with its values; in the upper half of the first stands the firm.
    """

    words: tuple[Mapping[str, Sequence[str]], ...]

    @classmethod
    def of(cls, schema: Mapping[str, pl.DataType], names: Sequence[str]) -> Packing | None:
        """How to pack the columns of that name; None where one of them is no enumeration."""
        words: list[dict[str, Sequence[str]]] = [{}]
        left = _ROOM
        for name in names:
            dtype = schema[name]
            if not isinstance(dtype, pl.Enum):
                return None
            values = dtype.categories.to_list()
            left //= len(values) + 1
            if not left:
                words.append({})
                left = _ROOM // (len(values) + 1)
            words[-1][name] = values
        return cls(tuple(words))

    @property
    def packed(self) -> list[pl.Expr]:
        """The numbers of a row."""
        firm = pl.col("firm_id").cast(pl.Categorical).to_physical().cast(pl.UInt64) * pl.lit(_ROOM, pl.UInt64)
        numbers = [reduce(_with, word.items(), pl.lit(0, pl.UInt32)).cast(pl.UInt64) for word in self.words]
        return [number.alias(name) for name, number in zip(self.names, [firm + numbers[0], *numbers[1:]], strict=True)]

    def unpacked(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with firm and columns, as text, in the place of the numbers; sorted by firm and columns."""
        codes = (pl.col(self.names[0]) // _ROOM).cast(pl.UInt32)
        rows = rows.with_columns(firm_id=codes.cat.to(pl.Categorical()).cast(pl.String))
        firms = pl.Enum(rows["firm_id"].unique().sort())
        place = pl.col("firm_id").cast(firms).to_physical().cast(pl.UInt64) * _ROOM
        first, *others = (_ordered(pl.col(name), word) for name, word in zip(self.names, self.words, strict=True))
        order = rows.select(pl.arg_sort_by(place + first, *others)).to_series()
        texts = (
            pl.lit(pl.Series(column, [*word[column], None], pl.String)).gather(code).alias(column)
            for name, word in zip(self.names, self.words, strict=True)
            for column, code in _codes(pl.col(name), word).items()
        )
        return rows[order].select("firm_id", *texts, pl.exclude("firm_id", *self.names))

    @property
    def names(self) -> list[str]:
        """What the numbers are called."""
        return [f"_word_{at}" for at in range(len(self.words))]


def _with(number: pl.Expr, column: tuple[str, Sequence[str]]) -> pl.Expr:
    name, values = column
    code = pl.col(name).to_physical().cast(pl.UInt32).fill_null(len(values))
    return number * pl.lit(len(values) + 1, pl.UInt32) + code


def _codes(number: pl.Expr, word: Mapping[str, Sequence[str]]) -> dict[str, pl.Expr]:
    """The place of every row's value among those of its column, by column; beyond the last where there is none."""
    left = (number % _ROOM).cast(pl.UInt32)
    codes = {}
    for name, values in reversed(list(word.items())):
        codes[name] = left % (len(values) + 1)
        left = left // (len(values) + 1)
    return {name: codes[name] for name in word}


def _ordered(number: pl.Expr, word: Mapping[str, Sequence[str]]) -> pl.Expr:
    """Numbers whose order is that of the values as texts, empty ones first."""
    codes = _codes(number, word)
    order = pl.lit(0, pl.UInt64)
    for name, values in word.items():
        places = {value: place for place, value in enumerate(sorted(values), 1)}
        ranks = pl.Series([*(places[value] for value in values), 0], dtype=pl.UInt64)
        order = order * (len(values) + 1) + pl.lit(ranks).gather(codes[name])
    return order
