"""The records behind the evidence with what each says: stored once, and referred to by their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import DamagedRecordsError
from scoring.frames import EVIDENCE_RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ROW = "_at"
_TEXTS = pl.selectors.enum().cast(pl.String)


@dataclass(frozen=True)
class HeldRecords:
    """Records, and which of them are behind what.

    Attributes:
        rows: of the shape `EVIDENCE_ROWS`, sorted by all columns.
        tables: source → record_id, firm_id, entity_id, the source's own columns, and where each stands
            (`data_sources.origin.PLACE`); sorted by firm_id, then by what they are behind, then by place. Answers
            of persons are not among the columns, nor is what tells persons apart. Not read yet: there may be millions.
        files: source → a file that holds the table as `data_sources.steady_parquet` writes it, where there is one.
    """

    rows: pl.DataFrame
    tables: Mapping[str, pl.LazyFrame]
    files: Mapping[str, Path] = field(default_factory=dict)

    def listed(self) -> pl.LazyFrame:
        """The records' numbers, of the shape `EVIDENCE_RECORDS`, sorted by all columns; made when they are read."""
        return pl.defer(self._listed, schema=EVIDENCE_RECORDS)

    def of(self, firm_id: str, node: str | None = None) -> HeldRecords:
        """The records of one firm, behind one node or all, read, and nothing of any other firm.

        Raises:
            DamagedRecordsError: they cannot be read, or are not the firm's.
        """
        own = self.rows.filter(pl.col("firm_id") == firm_id, *([] if node is None else [pl.col("node") == node]))
        firsts: dict[str, int] = {}
        tables: dict[str, pl.LazyFrame] = {}
        for source, first, end in (
            own.group_by("source", maintain_order=True)
            .agg(pl.min("first"), end=(pl.col("first") + pl.col("rows")).max())
            .iter_rows()
        ):
            firsts[source] = first
            records = self._read(source, first, end)
            if records.height != end - first or (records["firm_id"] != firm_id).any():
                raise DamagedRecordsError(source)
            tables[source] = records.lazy()
        shift = pl.col("source").replace_strict(firsts, default=0, return_dtype=pl.Int64)
        return HeldRecords(own.with_columns(pl.col("first") - shift), tables)

    def _read(self, source: str, first: int, end: int) -> pl.DataFrame:
        try:
            return self.tables[source].slice(first, end - first).with_columns(_TEXTS).collect()
        except (KeyError, OSError, pl.exceptions.PolarsError) as error:
            raise DamagedRecordsError(source) from error

    def _numbers(self, source: str, rows: pl.DataFrame) -> pl.Series:
        """The numbers of all records of a source, if those behind `rows` are of the firms that these name."""
        try:
            records = self.tables[source].select("record_id", "firm_id").with_columns(_TEXTS).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DamagedRecordsError(source) from error
        last = rows["first"] + rows["rows"] - 1
        if (last >= records.height).any():
            raise DamagedRecordsError(source)
        ends = (records["firm_id"].gather(place) for place in (rows["first"], last))
        if any((firms != rows["firm_id"]).any() for firms in ends):
            raise DamagedRecordsError(source)
        return records["record_id"]

    def _listed(self) -> pl.DataFrame:
        """A firm's records by a parameter are sorted together: to compare whole rows text by text takes far longer."""
        found = []
        for source in self.tables:
            rows = self.rows.filter(pl.col("source") == source).with_row_index("_span")
            spans = rows.select("_span", pl.int_ranges(pl.col("first"), pl.col("first") + pl.col("rows")).alias(_ROW))
            exploded = spans.explode(_ROW)
            ids = self._numbers(source, rows).gather(exploded[_ROW])
            by_span = pl.DataFrame([exploded["_span"], ids]).group_by("_span", maintain_order=True).agg("record_id")
            found.append(rows.join(by_span, on="_span", maintain_order="left"))
        if not found:
            return EVIDENCE_RECORDS.to_frame()
        together = (
            pl.concat(found)
            .group_by("firm_id", "node", "parameter")
            .agg(pl.col("record_id").list.explode(keep_nulls=False, empty_as_null=False).sort())
        )
        return together.sort("firm_id", "node", "parameter").explode("record_id").match_to_schema(EVIDENCE_RECORDS)
