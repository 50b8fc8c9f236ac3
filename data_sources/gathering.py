"""The rows of one source, gathered batch by batch: what counts, what does not and why, and how many of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

import polars as pl

from data_sources.doubles import find_doubles
from data_sources.quarantine import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data_sources.origin import Origin
    from data_sources.reading import Reading
    from data_sources.source import Source
    from data_sources.spill import Kept, Spill

_CELL = "_cell_"


@dataclass
class Batch:
    """What became of one batch of rows: read = used + rejected + set apart.

    Attributes:
        origin: where the rows come from.
        read: how many there are.
        rejected: how many are bad.
        excluded: how many are sound and not scored.
        sound: the rows that were sound by themselves, with _row (their number in the file), _apart (whether set apart)
            and under `_cell_…` the cell as typed that is to blame if two of them share what they may not, null where it
            reads like the value.
        kept_out: lines of the quarantine.
        doubled: numbers of the rows that were rejected after all since they share a key.
    """

    origin: Origin
    read: int
    rejected: int
    excluded: int
    sound: Kept
    kept_out: Kept
    doubled: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.Int64))

    def rows(self) -> pl.LazyFrame:
        """The sound rows."""
        rows = self.sound.lazy()
        return rows if self.doubled.is_empty() else rows.filter(~pl.col("_row").is_in(self.doubled.implode()))

    def used(self) -> pl.LazyFrame:
        """The sound rows that are scored."""
        return self.rows().filter(~pl.col("_apart")) if self.excluded else self.rows()


class Gathering:
    """All batches of a source, in the order of files and rows."""

    def __init__(self, source: Source, columns: Sequence[str], spill: Spill) -> None:
        self.batches: list[Batch] = []
        self.source = source
        self._columns = list(columns)
        self._spill = spill
        self._keys = keys_of(source)
        self._content = [name for name in columns if ("record_id",) in self._keys or name != "record_id"]

    def add(self, reading: Reading, records: pl.DataFrame) -> None:
        """Take in a batch.

        Args:
            reading: the rows, with all that is wrong with them noted but what they share with others.
            records: what they hand over, one row per row of the reading.
        """
        findings = reading.findings
        bad, kept_out = findings.rows("rejected"), findings.rows()
        names = dict.fromkeys([*self._columns, *(name for key in self._keys for name in key)])
        cells = [_cell(findings.raw[name], records) for name in dict.fromkeys(map(blamed, self._keys))]
        rows = records.select(findings.raw["_row"], kept_out.alias("_apart"), *names, *cells)
        self.batches.append(
            Batch(
                origin=reading.origin,
                read=records.height,
                rejected=int(bad.sum()),
                excluded=int((kept_out & ~bad).sum()),
                sound=self._spill.keep(rows.filter(~bad) if bad.any() else rows),
                kept_out=self._spill.keep(findings.lines(reading.origin)),
            )
        )

    def reject_doubles(self) -> None:
        """Reject sound rows that share a key, all but one if they say the same; called once, after the last batch."""
        count = sum(batch.read for batch in self.batches)
        for key in self._keys:
            column = blamed(key)
            shown = ["_apart", _CELL + column, *([column] if column in self._columns else [])]
            sound = [batch.rows() for batch in self.batches]
            doubles = find_doubles(sound, count, key, self._content, shown)
            for (at,), rows in doubles.partition_by("batch", as_dict=True).items():
                self._reject(self.batches[at], rows, key)

    def records(self) -> pl.LazyFrame:
        """The records that count: by record_id if they are in memory, else in the order of files and rows."""
        table = pl.concat([batch.used() for batch in self.batches]).select(self._columns)
        if not all(batch.sound.in_memory for batch in self.batches):
            return table
        held = table.collect()
        return (held.sort("record_id") if "record_id" in self._columns else held).lazy()

    def left_out(self) -> pl.Series:
        """Numbers of the valid records that do not count; called after `reject_doubles`."""
        found = [batch.rows().filter("_apart").select("record_id") for batch in self.batches if batch.excluded]
        return pl.concat(found).collect()["record_id"] if found else pl.Series("record_id", [], pl.String)

    def _reject(self, batch: Batch, doubles: pl.DataFrame, key: Sequence[str]) -> None:
        named = "、".join(
            self.source.words.noun if name == "entity_id" else self.source.column(name).title for name in key
        )
        places = {at: self.batches[at].origin.place for at in doubles["other_batch"].unique()}
        place = pl.col("other_batch").replace_strict(places, return_dtype=pl.String)
        same = pl.format(f"{named}重复：内容也与 {{}} 第 {{}} 行相同，只计一次", place, "other_row")
        at_odds = pl.format(f"同一{named}的内容不一致：与 {{}} 第 {{}} 行不同，请核对后保留一条", place, "other_row")
        column = blamed(key)
        shown = [pl.col(_CELL + column), *([pl.col(column).cast(pl.String)] if column in self._columns else [])]
        found = doubles.select(
            "_row",
            pl.lit(column).alias("column"),
            pl.coalesce(shown).alias("value"),
            pl.lit("rejected").alias("kind"),
            pl.when("at_odds").then(at_odds).otherwise(same).alias("reason"),
        )
        batch.rejected += found.height
        batch.excluded -= int(doubles["_apart"].sum())
        batch.doubled = pl.concat([batch.doubled, found["_row"].rename("")]).sort()
        before = batch.kept_out.frame().join(found, left_on="row", right_on="_row", how="anti", maintain_order="left")
        both = pl.concat([before, lines(found, batch.origin)]).sort("row", maintain_order=True)
        batch.kept_out = self._spill.instead(batch.kept_out, both)


def _cell(cells: pl.Series, records: pl.DataFrame) -> pl.Series:
    """The cells as typed; null where the records have a value that reads like the cell."""
    typed = cells.cast(pl.String)
    if cells.name in records.columns:
        typed = typed.zip_with(
            typed.ne_missing(records[cells.name].cast(pl.String)), pl.Series([None], dtype=pl.String)
        )
    return typed.alias(_CELL + cells.name)


class Fates(TypedDict):
    """How many rows were read, and what became of them: read = used + rejected + excluded."""

    read: int
    used: int
    rejected: int
    excluded: int


def fates(batches: Iterable[Batch], plain: int = 0) -> Fates:
    """How many rows were read, used, rejected and set apart; `plain` ones, which all count, are in no batch."""
    mine = list(batches)
    read, rejected, apart = (sum(getattr(one, name) for one in mine) for name in ("read", "rejected", "excluded"))
    return {"read": plain + read, "used": plain + read - rejected - apart, "rejected": rejected, "excluded": apart}


def keys_of(source: Source) -> list[tuple[str, ...]]:
    """What no two records of a source may share."""
    own_number = "record_id" in {column.name for column in source.columns}
    return [("record_id",)] * own_number + [source.key] * bool(source.key)


def blamed(key: Sequence[str]) -> str:
    """The column whose cell is shown when two records share a key."""
    return "firm" if key[0] == "entity_id" else key[0]
