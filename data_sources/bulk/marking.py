"""Which rows of a bulk source have to be read one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from data_sources.bulk.canonical import cells_are_canonical, is_canonical
from data_sources.bulk.columns import OTHER, cells_of, no_records_among
from data_sources.bulk.reader import FILE, ROW
from data_sources.canonical import canonical_key
from data_sources.corrections.decision import NUMBER
from data_sources.distinct import Alike
from data_sources.origin import Origin
from data_sources.reading import read_cells
from data_sources.sifting import as_texts, sift
from data_sources.stage.calendar_bounds import stop_if_no_dates
from data_sources.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from data_sources.bulk.against import Against
    from data_sources.bulk.columns import Opened
    from data_sources.bulk.reader import Reader, Repeated, Table
    from data_sources.corrections.held import Held
    from data_sources.typed_rows import Reading

APART = "_apart"
"""Whether a row has to be read one by one."""

_CLASH = "_clash"


@dataclass(frozen=True)
class Marking:
    """Marks rows, once all of them have been looked through for what they share.

    Attributes:
        against: what rows are checked against.
        opened: the columns of the address.
        whole: all its rows, with the source's columns.
        reader: the engine that reads them.
    """

    against: Against
    opened: Opened
    whole: Table
    reader: Reader

    def mark(self, rows: Table) -> Table:
        """Rows of the address with entity_id, firm_id, and `APART`."""
        source, period = self.against.source, self.against.period
        sound = [is_canonical(source, self.opened.schema, self.against.closed), ~nw.col("firm_id").is_null()]
        if source.dated_by:
            inside = nw.col(source.dated_by).is_between(*source.span(period))
            sound.append(inside.fill_null(value=source.dating == "until_end"))
        if (decided := self._decided) is not None:
            sound.append(~decided)
        marked = self._named(rows).with_columns((~nw.all_horizontal(*sound, ignore_nulls=True)).alias(APART))
        for repeated in self._repeated:
            clashing = repeated.mark(marked, _CLASH)
            marked = clashing.with_columns((nw.col(APART) | nw.col(_CLASH)).alias(APART)).drop(_CLASH)
        return marked

    @property
    def _decided(self) -> nw.Expr | None:
        """Whether a row's record is one that decisions are about; None if there are no decisions."""
        held = self.against.held
        if held is None or not held.corrections:
            return None
        if NUMBER in self.opened.schema:
            number = nw.col(NUMBER)
        else:
            number = nw.concat_str(nw.col(FILE).cast(nw.String), nw.lit("#"), nw.col(ROW).cast(nw.String))
        return number.is_in(list(held.corrections)).fill_null(value=False)

    def readings(
        self, batches: Iterable[pl.DataFrame], numbers: dict[str, int], held: Held | None
    ) -> Iterator[tuple[Reading, pl.DataFrame]]:
        """Rows read one by one, batch by batch, and the records that they hand over.

        Args:
            batches: the rows, with `FILE` and `ROW`.
            numbers: is told the number of every file.
            held: holds back the rows that decisions are about; see `settled`.

        Raises:
            UnreadableFileError: a date is of no calendar.
        """
        source = self.against.source
        for batch in batches:
            for (file,), part in batch.partition_by(FILE, as_dict=True, maintain_order=True).items():
                number = numbers.setdefault(str(file), -1 - len(numbers))  # those of opened sheets are not negative
                origin = Origin(number, str(file), "", self.opened.headers)
                stop_if_no_dates(part, str(file), part[ROW], self.opened.headers)
                filled = cells_of(part, source)
                cells, other = filled.drop(OTHER), filled[OTHER]
                if cells.height:
                    written = Written(aside=no_records_among(cells, other, source, self.opened, str(file)))
                    reading = read_cells(source, origin, Alike(cells), self.against.closed, written)
                    yield self._sifted(reading if held is None else held.part(reading))

    def settled(self, held: Held | None) -> Iterator[tuple[Reading, pl.DataFrame]]:
        """The rows that were held back, as decisions want them, and the new ones; after all others."""
        for reading in () if held is None else held.settled():
            yield self._sifted(reading)

    def _sifted(self, reading: Reading) -> tuple[Reading, pl.DataFrame]:
        return reading, sift(reading, self.against.source, self.against.standing, self.against.period)

    def _named(self, rows: Table) -> Table:
        return rows.join(self._firms, on="firm", how="left")

    @cached_property
    def _firms(self) -> Table:
        """The firms as the rows name them, without those to be looked at: firm, entity_id, firm_id (if scored)."""
        firms = self.reader.fetch(self.whole.select("firm").unique())["firm"].drop_nulls()
        meant = self.against.source.mapped.values.get("firm", {})
        texts = (text for text in firms if text == text.strip() and canonical_key(text) not in meant)
        known = self.against.standing.names.resolve(texts)
        scored = self.against.standing.firms.filter(pl.col("status") != "excluded")
        evaluated_as = dict(scored.select("firm_id", "evaluated_as").iter_rows())
        rows = [(text, entity, evaluated_as.get(entity)) for text, entity in sorted(known.items())]
        named = pl.DataFrame(rows, dict.fromkeys(("firm", "entity_id", "firm_id"), pl.String), orient="row")
        return self.reader.hold(named, self.few)

    @property
    def few(self) -> dict[str, Sequence[str]]:
        """The columns of marked rows that have few values where nothing is wrong with them, and these."""
        firms = self.against.standing.firms["firm_id"].to_list()
        closed = {name: values for name, values in self.against.closed.items() if name in self.opened.schema}
        return {"firm_id": firms, "entity_id": firms, **closed}

    @cached_property
    def _repeated(self) -> list[Repeated]:
        """The keys that more than one row has or may have, once its cells are read."""
        named = self._named(self.whole)
        return [found for key in self.against.source.keys for found in self._repeated_of(named, key)]

    def _repeated_of(self, named: Table, key: Sequence[str]) -> Iterator[Repeated]:
        yield self.reader.repeated(named if "entity_id" in key else self.whole, key)
        canonical = cells_are_canonical(self.against.source, self.opened.schema, self.against.closed, key)
        odd = named.filter(~canonical if self._decided is None else ~canonical | self._decided).sort(FILE, ROW)
        batches = self.reader.batches(odd, self.against.limits.batch_rows, self.against.spill)
        held = None if self.against.held is None else self.against.held.again()
        read = [
            as_texts(records)
            .filter(~reading.findings.rows("rejected") & ~reading.findings.rows("corrected"))
            .select(key)
            for reading, records in (*self.readings(batches, {}, held), *self.settled(held))
        ]
        keys = pl.concat(read, how="vertical_relaxed").drop_nulls().unique() if read else pl.DataFrame()
        if keys.height:
            firms = self.few["firm_id"]
            yield Listed(tuple(key), self.reader.hold(keys, {"entity_id": firms}))


@dataclass(frozen=True)
class Listed:
    """Keys in a frame of the engine; see `data_sources.bulk.reader.Repeated`."""

    key: tuple[str, ...]
    keys: Table

    def mark(self, rows: Table, name: str) -> Table:
        """See `Repeated.mark`."""
        listed = self.keys.with_columns(nw.lit(value=True).alias(name))
        joined = rows.join(listed, on=list(self.key), how="left")
        return joined.with_columns(nw.col(name).fill_null(value=False))
