"""Rows that do not count, each with where it stands and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import polars as pl

from data_sources.constant import constant, nowhere
from data_sources.limits import LONGEST_SHOWN
from data_sources.masked_texts import masked_texts
from data_sources.masking import mask
from data_sources.notations import NONE, SEEN, Notations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_sources.distinct import Distinct
    from data_sources.origin import Origin
    from data_sources.spill import Kept

Kind = Literal["rejected", "excluded", "corrected", "answer"]
"""A row that is bad; a row that is valid and not scored; a row that a decision withdrew; an answer that was not
recognised in a row that may count."""

ANSWER: Kind = "answer"

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

FINDINGS = pl.Schema(
    {"index": pl.UInt32(), "column": pl.String(), "value": pl.String(), "kind": pl.String(), "reason": pl.String()}
)


class Findings:
    """What is wrong with some rows of a sheet, collected while they are read.

    Attributes:
        raw: _row (number in the file) and the source's columns with the cells as they stand there.
        notations: how percentages are written in them, which can only be judged over all rows of the sheet.
    """

    def __init__(self, raw: pl.DataFrame, found: pl.DataFrame | None = None) -> None:
        """Begin with what was `found` before in the same rows, if it was."""
        self.raw = raw
        self.notations = NONE
        self._found = [] if found is None else [found]
        self._records: pl.Series | None = None

    @classmethod
    def again(cls, raw: pl.DataFrame, found: pl.DataFrame) -> Findings:
        """What was found in rows when they were read, before anything was sifted from them: as yet only rows that are
        no records are excluded.
        """
        findings = cls(raw, found)
        findings._records = ~findings.rows("excluded")
        return findings

    def set_aside(self, reasons: pl.Series, kind: Kind = "excluded") -> None:
        """Note the rows that are no records; whatever else is found in them is not noted.

        Args:
            reasons: why a row is none, one per row of `raw`; null for a record.
            kind: what becomes of the rows.
        """
        self.add("", reasons.is_not_null(), reasons, kind)
        self._records = reasons.is_null()

    def only(self, rows: pl.Series) -> Findings:
        """What was found so far in some of the rows; what a column shows as a whole stays with the whole.

        Args:
            rows: Boolean, one per row of `raw`.
        """
        kept = pl.DataFrame({"index": rows.arg_true()}, {"index": pl.UInt32}).with_row_index("place")
        found = self.found.join(kept, on="index", maintain_order="left").with_columns(index="place").drop("place")
        own = Findings(self.raw.filter(rows), found.match_to_schema(FINDINGS))
        own._records = None if self._records is None else self._records.filter(rows)
        numbers = own.raw["_row"].implode()
        own.notations = Notations(SEEN.to_frame(), self.notations.doubtful.filter(pl.col("_row").is_in(numbers)))
        return own

    @property
    def records(self) -> pl.Series | None:
        """Which rows are records; None if all are."""
        return self._records

    def add(self, column: str, rows: pl.Series, reason: str | pl.Series | Distinct, kind: Kind = "rejected") -> None:
        """Note rows.

        Args:
            column: English name of the column to blame; empty for the row as a whole.
            rows: Boolean, one per row of `raw`; null counts as False.
            reason: one for all, or one per row of `raw`.
            kind: whether the rows are bad or only not scored, or an answer in them was not recognised.
        """
        if self._records is not None:
            rows = rows & self._records
        if not rows.any():
            return
        index = (rows.fill_null(value=False) if rows.null_count() else rows).arg_true()
        count = len(index)
        value = self.raw[column].gather(index).cast(pl.String) if column else constant(None, count, pl.String)
        if isinstance(reason, str):
            why = constant(_mask_series(constant(reason, 1, pl.String))[0], count, pl.String)
        else:
            why = _mask_series(reason.gather(index))
        found = {
            "index": index.cast(pl.UInt32),
            "column": constant(column, count, pl.String),
            "value": _mask_series(value),
            "kind": constant(kind, count, pl.String),
            "reason": why,
        }
        self._found.append(pl.DataFrame(found, FINDINGS))

    def excuse(self, rows: pl.Series) -> None:
        """Exclude rows that were rejected: whatever is wrong with them, they would not be scored."""
        index = rows.fill_null(value=False).arg_true().implode()
        excused = pl.col("index").is_in(index) & (pl.col("kind") == "rejected")
        kind = pl.when(excused).then(pl.lit("excluded")).otherwise("kind").alias("kind")
        self._found = [found.with_columns(kind) for found in self._found]

    def rows(self, kind: Kind | None = None, column: str | None = None) -> pl.Series:
        """Which rows have been noted: Boolean, one per row of `raw`; those of an answer only if asked for."""
        if not self._found:
            return nowhere(self.raw.height)
        found = self.found
        found = found.filter(pl.col("kind") != ANSWER if kind is None else pl.col("kind") == kind)
        if column is not None:
            found = found.filter(pl.col("column") == column)
        noted = nowhere(self.raw.height)
        return noted.scatter(found["index"].unique(), True) if found.height else noted

    def lines(self, origin: Origin) -> pl.DataFrame:
        """The lines of the quarantine, in the order of rows and columns, personal data masked."""
        if not self._found:
            return SCHEMA.to_frame()
        order = pl.Enum(["", *(name for name in self.raw.columns if name != "_row")])
        found = self.found.filter(pl.col("kind") != ANSWER)
        return _lines(
            found.with_columns(self.raw["_row"].gather(found["index"]))
            .sort("_row", pl.col("column").cast(order), maintain_order=True),
            origin,
        )  # fmt: skip

    def answers(self) -> pl.DataFrame:
        """Index (of the row), column, value and reason of answers that were not recognised, masked."""
        found = self.found
        return (found.filter(pl.col("kind") == ANSWER) if found.height else found).drop("kind")

    @property
    def found(self) -> pl.DataFrame:
        """Index (of the row), column (English name), value, kind, reason: as noted so far, personal data masked."""
        return pl.concat(self._found) if self._found else FINDINGS.to_frame()


def lines(found: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    """Lines of the quarantine from _row, column (English name), value, kind and reason, in the same order, masked."""
    return _lines(found.with_columns(_masked("value"), _masked("reason")), origin)


def _lines(found: pl.DataFrame, origin: Origin) -> pl.DataFrame:
    headers = {"": "", **origin.headers}
    return found.select(
        pl.lit(origin.file).alias("file"),
        pl.lit(origin.sheet).alias("sheet"),
        pl.col("_row").alias("row"),
        pl.col("column").replace_strict(headers, default=None, return_dtype=pl.String),
        "value",
        "kind",
        "reason",
    ).cast(SCHEMA)


class Quarantine(Mapping[str, pl.DataFrame]):
    """Source → file, sheet, row, column, value, kind (rejected, excluded, corrected), reason; read when asked for."""

    def __init__(self, kept: Mapping[str, Sequence[Kept]]) -> None:
        self._kept = kept

    def __getitem__(self, source: str) -> pl.DataFrame:
        return pl.concat([SCHEMA.to_frame(), *(kept.frame() for kept in self._kept[source])])

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def lazy(self, source: str) -> pl.LazyFrame:
        """The lines of a source, not read yet: a way to write millions of them."""
        return pl.concat([SCHEMA.to_frame().lazy(), *(kept.lazy() for kept in self._kept[source])])


def _masked(column: str) -> pl.Expr:
    return pl.col(column).map_batches(_mask_series, return_dtype=pl.String)


def _mask_series(texts: pl.Series) -> pl.Series:
    long = texts.str.len_bytes() > LONGEST_SHOWN
    if long.any() and (texts.str.len_chars() > LONGEST_SHOWN).any():
        cut = {text: _cut(text) for text in texts.filter(long).unique() if len(text) > LONGEST_SHOWN}
        texts = texts.replace(list(cut), list(cut.values()))
    return masked_texts(texts)


def _cut(text: str) -> str:
    """The beginning of a long text; masked with what comes next, so that no number is cut into one that shows."""
    return f"{mask(text[: 2 * LONGEST_SHOWN])[:LONGEST_SHOWN]}…"
