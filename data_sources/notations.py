"""How the percentages of a column are written, judged over the whole column: 80%, 30 and 0.7 side by side.

A cell that bears a sign says what it means. One that bears none may be a percentage or a share of one, and which it is
only the other cells of its column tell; so nothing is judged before the last of them was read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.canonical import as_meant
from data_sources.units import tidy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from data_sources.source import Source

_SIGNED = "[%％‰]"
_MIXED = "同一列里有的带 %，有的不带，不能确定是不是同一种写法；请统一"
_SMALL = "同一列里别的格带 %，这一格不带：可能是 {}%，也可能是它的一百倍；请统一"
_APART = "同一列里别的格都大得多：可能是 {}%，也可能是它的一百倍；请核对，确是 {}% 的写成 {}%"
_HUNDRED = 100.0

SEEN = pl.Schema(
    {
        "column": pl.String(),
        "signed": pl.Boolean(),
        "small": pl.UInt32(),
        "large": pl.UInt32(),
        "most": pl.Float64(),
        "least": pl.Float64(),
    }
)
"""What stands in some cells of a column: whether any bears a sign; of the others but zeros how many are small (at most
1) and large, the largest small one and the least large one."""

DOUBTFUL = pl.Schema({"_row": pl.Int64(), "column": pl.String(), "cell": pl.String()})
"""Cells that mean nothing certain where a column is mixed: where percentages are wanted the small ones without a sign,
else those that bear one."""


class Notations(NamedTuple):
    """What some rows show of how their percentages are written: `SEEN`, one row per column, and `DOUBTFUL`."""

    seen: pl.DataFrame
    doubtful: pl.DataFrame


NONE = Notations(SEEN.to_frame(), DOUBTFUL.to_frame())


def is_judged(kind: str, measure: str) -> bool:
    """Whether the cells of a column may be written as percentages of either notation."""
    return kind == "number" and tidy(measure) in ("", "%")


def bears_sign(cells: pl.Expr) -> pl.Expr:
    """Whether cells say by a sign what they mean."""
    return cells.str.contains(_SIGNED)


_SIZE = pl.col("value").abs()
_BARE = ~pl.col("signed") & (_SIZE > 0)
IS_SMALL = _BARE & (_SIZE <= 1)
"""Whether a cell, of which `signed` and `value` are known, may be a share of a percentage or a small percentage."""


def look(numbers: pl.Series, column: pl.Series, cells: pl.Series, values: pl.Series, *, percent: bool) -> Notations:
    """Look at cells.

    Args:
        numbers: of their rows.
        column: what they are judged with: those of the same name.
        cells: as typed.
        values: what they mean; null where they mean nothing.
        percent: whether their column wants percentages, else numbers without a unit.
    """
    frame = pl.DataFrame([numbers.alias("_row"), column.alias("column"), cells.alias("cell"), values.alias("value")])
    looked = frame.with_columns(bears_sign(pl.col("cell")).alias("signed"))
    doubtful = looked.filter(_SIZE.is_finite(), IS_SMALL if percent else pl.col("signed"))
    return Notations(seen_in(looked).cast(SEEN), doubtful.select(DOUBTFUL.names()).cast(DOUBTFUL))


def seen_in(cells: pl.DataFrame) -> pl.DataFrame:
    """What cells show, a row per column: `SEEN`, with the names of columns of the type in which they are given.

    Args:
        cells: column, signed, value.
    """
    is_large = _BARE & (_SIZE > 1)
    return (
        cells.filter(_SIZE.is_finite())
        .group_by("column")
        .agg(
            pl.col("signed").any(),
            IS_SMALL.sum().alias("small"),
            is_large.sum().alias("large"),
            _SIZE.filter(IS_SMALL).max().alias("most"),
            _SIZE.filter(is_large).min().alias("least"),
        )
    )


def notations_of(source: Source, cells: pl.DataFrame, table: pl.DataFrame) -> Notations:
    """How the percentages in some rows of a source are written."""
    found = (
        look(
            cells["_row"],
            pl.repeat(column.name, cells.height, eager=True),
            as_meant(cells[column.name].cast(pl.String), source.mapped.values.get(column.name, {})),
            table[column.name],
            percent=bool(column.measure),
        )
        for column in source.columns
        if is_judged(column.kind, column.measure)
    )
    return Notations(*(pl.concat(frames) for frames in zip(NONE, *found, strict=True)))


@dataclass(frozen=True)
class Judge:
    """Tells in which columns notations are mixed.

    Attributes:
        percent: the columns that want percentages; others want numbers without a unit.
        apart: how many times larger than small ones others are that are hardly written alike, unless small ones are
            the rule; None if that alone says nothing.
        blamed: the column that is blamed, where it is not the one itself.
    """

    percent: Collection[str]
    apart: float | None = None
    blamed: str | None = None

    def mixed(self, seen: Sequence[pl.DataFrame]) -> dict[str, str]:
        """The columns in which notations are mixed → why their doubtful cells mean nothing ({}: the cell).

        Args:
            seen: `SEEN`, of all cells of the columns.
        """
        columns = pl.concat([SEEN.to_frame(), *seen]).group_by("column").agg(
            pl.any("signed"), pl.sum("small", "large"), pl.max("most"), pl.min("least")
        )  # fmt: skip
        is_percent = pl.col("column").is_in(list(self.percent))
        bare = columns.filter(~is_percent, "signed", pl.col("small") + pl.col("large") > 0)
        small = columns.filter(is_percent, pl.col("small") > 0)
        found = dict.fromkeys(bare["column"], _MIXED) | dict.fromkeys(small.filter("signed")["column"], _SMALL)
        if self.apart is not None:
            gap = pl.col("least") / pl.col("most")
            far = gap.is_between(self.apart, _HUNDRED * self.apart) & (pl.col("small") <= pl.col("large"))
            found |= dict.fromkeys(small.filter(~pl.col("signed") & far)["column"], _APART)
        return found

    def rejected(self, doubtful: pl.DataFrame, reasons: Mapping[str, str]) -> pl.DataFrame:
        """_row, column, value, kind and reason of the cells of `DOUBTFUL` that stand in mixed columns."""
        cells = doubtful.filter(pl.col("column").is_in(list(reasons)))
        why = [reasons[name].replace("{}", cell.strip()) for _, name, cell in cells.iter_rows()]
        return cells.select(
            "_row",
            (pl.col("column") if self.blamed is None else pl.lit(self.blamed)).alias("column"),
            pl.col("cell").alias("value"),
            pl.lit("rejected").alias("kind"),
            pl.Series("reason", why, pl.String),
        )
