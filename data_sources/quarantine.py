"""Rows that do not count, each with where it stands and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import polars as pl

from data_sources.masking import LIKELY_PERSONAL, mask

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["rejected", "set_apart"]

SCHEMA = pl.Schema(
    {
        "file": pl.String(),
        "sheet": pl.String(),
        "row": pl.Int64(),
        "column": pl.String(),
        "value": pl.String(),
        "kind": pl.String(),
        "reason": pl.String(),
    }
)

_FINDINGS = pl.Schema(
    {"index": pl.UInt32(), "column": pl.String(), "value": pl.String(), "kind": pl.String(), "reason": pl.String()}
)


@dataclass
class Findings:
    """What is wrong with the rows of one source, collected while they are read.

    Attributes:
        raw: the cells as typed: _part (number of the file and sheet), _row, and the source's columns as text.
    """

    raw: pl.DataFrame
    _found: list[pl.DataFrame] = field(default_factory=list)

    def add(self, column: str, rows: pl.Series, reason: str | pl.Series, kind: Kind = "rejected") -> None:
        """Note rows.

        Args:
            column: English name of the column to blame; empty for the row as a whole.
            rows: Boolean, one per row of `raw`; null counts as False.
            reason: one for all, or one per row of `raw`.
            kind: whether the rows are bad or only not scored.
        """
        rows = rows.fill_null(value=False)
        if not rows.any():
            return
        index = rows.arg_true()
        value = self.raw[column].gather(index) if column else pl.repeat(None, len(index), dtype=pl.String, eager=True)
        why = reason.gather(index) if isinstance(reason, pl.Series) else pl.repeat(reason, len(index), eager=True)
        self._found.append(
            pl.DataFrame({"index": index, "value": value, "reason": why}).select(
                pl.col("index").cast(pl.UInt32),
                pl.lit(column).alias("column"),
                "value",
                pl.lit(kind).alias("kind"),
                "reason",
            )
        )

    def rows(self, kind: Kind | None = None, column: str | None = None) -> pl.Series:
        """Which rows have been noted: Boolean, one per row of `raw`."""
        found = self._all()
        if kind is not None:
            found = found.filter(pl.col("kind") == kind)
        if column is not None:
            found = found.filter(pl.col("column") == column)
        noted = pl.zeros(self.raw.height, dtype=pl.Int8, eager=True).cast(pl.Boolean)
        return noted.scatter(found["index"].unique(), True) if found.height else noted

    def table(self, parts: Sequence[tuple[str, str, dict[str, str]]]) -> pl.DataFrame:
        """The quarantine of the source, in the order of parts, rows and columns, personal data masked.

        Args:
            parts: `(file, sheet, English column name → header in the file)` by number.
        """
        headers = pl.DataFrame(
            [
                (number, file, sheet, name, text)
                for number, (file, sheet, texts) in enumerate(parts)
                for name, text in (*texts.items(), ("", ""))
            ],
            schema={
                "_part": pl.UInt32,
                "file": pl.String,
                "sheet": pl.String,
                "column": pl.String,
                "header": pl.String,
            },
            orient="row",
        )
        order = pl.Enum(["", *(name for name in self.raw.columns if name not in {"_part", "_row"})])
        return (
            self._all()
            .with_columns(self.raw["_part"].gather(self._all()["index"]), self.raw["_row"].gather(self._all()["index"]))
            .join(headers, on=["_part", "column"], how="left", maintain_order="left")
            .sort("index", pl.col("column").cast(order), maintain_order=True)
            .select(
                "file",
                "sheet",
                pl.col("_row").alias("row"),
                pl.col("header").alias("column"),
                "value",
                "kind",
                "reason",
            )
            .with_columns(_masked("value"), _masked("reason"))
            .cast(SCHEMA)
        )

    def _all(self) -> pl.DataFrame:
        return pl.concat(self._found) if self._found else pl.DataFrame(schema=_FINDINGS)


def _masked(column: str) -> pl.Expr:
    return pl.col(column).map_batches(_mask_series, return_dtype=pl.String)


def _mask_series(texts: pl.Series) -> pl.Series:
    doubtful = texts.filter(texts.str.contains(LIKELY_PERSONAL)).unique()
    return texts.replace(doubtful, pl.Series([mask(text) for text in doubtful], dtype=pl.String))
