"""The rows of one source, gathered batch by batch: what counts, what does not and why, and how many of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.doubles import content, find_doubles, hashed
from data_sources.quarantine import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.origin import Origin
    from data_sources.reading import Reading
    from data_sources.source import Source
    from data_sources.spill import Kept, Spill


@dataclass
class Batch:
    """What became of one batch of rows: read = used + rejected + set apart.

    Attributes:
        origin: where the rows come from.
        read: how many there are.
        rejected: how many are bad.
        set_apart: how many are sound and not scored.
        used: the rows that count, with _row, their number in the file.
        keys: of all sound rows _row, _apart (whether set apart), what no two records may share, its hash, that of the
            content, and under `_cell_…` the cell as typed that is to blame if they do.
        kept_out: lines of the quarantine.
    """

    origin: Origin
    read: int
    rejected: int
    set_apart: int
    used: Kept
    keys: Kept
    kept_out: Kept


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
        sound, kept_out = ~findings.rows("rejected"), findings.rows()
        number = findings.raw["_row"]
        cells = [findings.raw[name].cast(pl.String).alias(f"_cell_{name}") for name in map(blamed, self._keys)]
        shared = dict.fromkeys(name for key in self._keys for name in key)
        keys = (
            records.select(number, kept_out.alias("_apart"), content(self._content), *shared, *cells)
            .filter(sound)
            .with_columns(map(hashed, self._keys))
        )
        self.batches.append(
            Batch(
                origin=reading.origin,
                read=records.height,
                rejected=int((~sound).sum()),
                set_apart=int((sound & kept_out).sum()),
                used=self._spill.keep(records.select(number, *self._columns).filter(~kept_out)),
                keys=self._spill.keep(keys),
                kept_out=self._spill.keep(findings.lines(reading.origin)),
            )
        )

    def reject_doubles(self) -> None:
        """Reject sound rows that share a key, all but one if they say the same; called once, after the last batch."""
        for key in self._keys:
            doubles = find_doubles([batch.keys for batch in self.batches], key)
            for (at,), rows in doubles.partition_by("batch", as_dict=True).items():
                self._reject(self.batches[at], rows, key)

    def records(self) -> pl.LazyFrame:
        """The records that count: by record_id if they are in memory, else in the order of files and rows."""
        used = [batch.used for batch in self.batches]
        if all(kept.in_memory for kept in used):
            table = pl.concat([kept.frame() for kept in used]).select(self._columns)
            return (table.sort("record_id") if "record_id" in self._columns else table).lazy()
        return pl.concat([kept.lazy() for kept in used]).select(self._columns)

    def _reject(self, batch: Batch, doubles: pl.DataFrame, key: Sequence[str]) -> None:
        named = "、".join(
            self.source.words.noun if name == "entity_id" else self.source.column(name).title for name in key
        )
        places = {at: self.batches[at].origin.place for at in doubles["other_batch"].unique()}
        place = pl.col("other_batch").replace_strict(places, return_dtype=pl.String)
        same = pl.format(f"{named}重复：内容也与 {{}} 第 {{}} 行相同，只计一次", place, "other_row")
        at_odds = pl.format(f"同一{named}的内容不一致：与 {{}} 第 {{}} 行不同，请核对后保留一条", place, "other_row")
        keys = batch.keys.frame()
        found = doubles.join(keys, on="_row", maintain_order="left").select(
            "_row",
            "_apart",
            pl.lit(blamed(key)).alias("column"),
            pl.col(f"_cell_{blamed(key)}").alias("value"),
            pl.lit("rejected").alias("kind"),
            pl.when("at_odds").then(at_odds).otherwise(same).alias("reason"),
        )
        apart = int(found["_apart"].sum())
        batch.rejected += found.height
        batch.set_apart -= apart
        batch.keys = self._spill.instead(batch.keys, keys.join(found, on="_row", how="anti", maintain_order="left"))
        if apart < found.height:
            used = batch.used.frame().join(found, on="_row", how="anti", maintain_order="left")
            batch.used = self._spill.instead(batch.used, used)
        before = batch.kept_out.frame().join(found, left_on="row", right_on="_row", how="anti", maintain_order="left")
        both = pl.concat([before, lines(found, batch.origin)]).sort("row", maintain_order=True)
        batch.kept_out = self._spill.instead(batch.kept_out, both)


def keys_of(source: Source) -> list[tuple[str, ...]]:
    """What no two records of a source may share."""
    own_number = "record_id" in {column.name for column in source.columns}
    return [("record_id",)] * own_number + [source.key] * bool(source.key)


def blamed(key: Sequence[str]) -> str:
    """The column whose cell is shown when two records share a key."""
    return "firm" if key[0] == "entity_id" else key[0]
