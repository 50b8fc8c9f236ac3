"""The rows of one source, gathered batch by batch: what counts, what does not and why, and how many of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import order_remark, stop_if_unrecognised, together
from data_sources.batches import UNRECOGNISED, Batch, located
from data_sources.constant import constant
from data_sources.duplicates import find_duplicates
from data_sources.exclusion import REPEATED
from data_sources.masked_texts import masked_texts
from data_sources.notations import Judge
from data_sources.origin import PLACE
from data_sources.quarantine import lines
from data_sources.sifting import FIRM_IDS
from data_sources.source import blamed_for
from data_sources.spill import as_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.answer_tally import Tally
    from data_sources.origin import Origin
    from data_sources.quarantine import Findings
    from data_sources.source import Source
    from data_sources.spill import Spill
    from data_sources.typed_rows import Reading

_CELL = "_cell_"
_REASONS_SHOWN = 3
_SORTED = 100_000  # records that are put in the order of their numbers; to sort a million takes as long as to read them
ALL_OPEN: Mapping[str, Sequence[str]] = MappingProxyType({})
"""No column is closed."""

_ANSWERS = pl.Schema(
    {"_row": pl.Int64(), **dict.fromkeys(("record_id", "firm_id", "column", "value", "reason"), pl.String())}
)


class Gathering:
    """All batches of a source, in the order of files and rows.

    Attributes:
        batches: the batches.
        source: whose rows they are.
        judge: tells where percentages are mixed.
        seen: number of a sheet → what its cells show of that: `data_sources.notations.SEEN`.
        canonical: number of a sheet → how many of its rows count and are in no batch.
    """

    def __init__(
        self,
        source: Source,
        columns: Sequence[str],
        spill: Spill,
        judge: Judge | None = None,
        closed: Mapping[str, Sequence[str]] = ALL_OPEN,
    ) -> None:
        """Begin without any.

        Args:
            source: whose rows they are.
            columns: those of its records.
            spill: keeps the batches.
            closed: the values of its closed columns, which are kept as places among these.
            judge: tells where percentages are mixed; by the units of the source's columns if omitted.
        """
        self.batches: list[Batch] = []
        self.source = source
        self.judge = judge or Judge([column.name for column in source.columns if column.measure])
        self.seen: dict[int, list[pl.DataFrame]] = {}
        self.canonical: Counter[int] = Counter()
        self._columns = list(columns)
        own = {column.name: column.dtype for column in source.columns if column.choice is None}  # not several options
        kept = [name for name in closed if name in self._columns and own.get(name) == pl.String]
        self._places = pl.Schema({name: pl.Enum(closed[name]) for name in kept})
        self._coded = [*(name for name in FIRM_IDS if name in self._columns), *self._places]
        self._spill = spill
        self._keys = source.keys
        self._content = [name for name in columns if ("record_id",) in self._keys or name != "record_id"]

    def add(self, reading: Reading, records: pl.DataFrame) -> None:
        """Take in a batch.

        Args:
            reading: the rows, with all that is wrong with them noted but what they share with others.
            records: what they hand over, one row per row of the reading.
        """
        findings = reading.findings
        bad, withdrawn, kept_out = findings.rows("rejected"), findings.rows("corrected"), findings.rows()
        gone = bad | withdrawn
        names = dict.fromkeys([*self._columns, *(name for key in self._keys for name in key)])
        cells = [_cell(findings.raw[name], records) for name in dict.fromkeys(map(blamed_for, self._keys))]
        rows = records.select(findings.raw["_row"], kept_out.alias("_apart"), *names, *cells)
        rows = rows.filter(~gone) if gone.any() else rows
        self.batches.append(
            Batch(
                origin=reading.origin,
                read=records.height,
                rejected=int(bad.sum()),
                excluded=int((kept_out & ~gone).sum()),
                corrected=int(withdrawn.sum()),
                sound=self._spill.keep(rows.cast(self._places), self._coded),
                kept_out=self._spill.keep(findings.lines(reading.origin)),
                answers=self._spill.keep(_unrecognised(findings, records, kept_out)),
                doubtful=self._spill.keep(_of_records(findings, kept_out)),
                tallies=reading.tallies,
            )
        )
        self.see(reading.origin.part, findings.notations.seen)

    def see(self, part: int, seen: pl.DataFrame) -> None:
        """Take in what cells of a sheet show of how its percentages are written: `data_sources.notations.SEEN`."""
        if seen.height:
            self.seen.setdefault(part, []).append(seen)

    def judge_as_a_whole(self) -> None:
        """Reject what only all rows together tell; called once, at the end."""
        for part, seen in self.seen.items():
            self._reject_mixed(part, seen)
        self._reject_duplicates()

    def _reject_mixed(self, part: int, seen: Sequence[pl.DataFrame]) -> None:
        reasons = self.judge.mixed(seen)
        for batch in self.batches if reasons else ():
            if batch.origin.part == part and not batch.doubtful.is_empty:
                self._keep_out(batch, self.judge.rejected(batch.doubtful.frame(), reasons))

    def _reject_duplicates(self) -> None:
        """Reject sound rows that share a key, or exclude all but one if they say the same."""
        count = sum(batch.read for batch in self.batches)
        for key in self._keys:
            column = blamed_for(key)
            shown = ["_apart", _CELL + column, *([column] if column in self._columns else [])]
            sound = [batch.coded() for batch in self.batches]
            duplicates = find_duplicates(sound, count, key, self._content, shown)
            for (at,), rows in duplicates.partition_by("batch", as_dict=True).items():
                self._reject(self.batches[at], rows, key)

    def first_reasons(self) -> str:
        """The commonest reasons for which rows were kept out, each with its first row, in Chinese."""
        lines = pl.concat([batch.kept_out.frame() for batch in self.batches]) if self.batches else pl.DataFrame()
        if lines.is_empty():
            return "没有读到任何行"
        grouped = lines.group_by("file", "column", "reason", maintain_order=True).agg(
            pl.len().alias("rows"), pl.first("row"), pl.first("value")
        )
        shown = grouped.sort("rows", descending=True, maintain_order=True).head(_REASONS_SHOWN)
        return "；".join(
            f"{file} 第 {row} 行{column or ''}{f'“{value}”' if value else ''}：{reason}（{rows:,} 行）"
            for file, column, reason, rows, row, value in shown.iter_rows()
        )

    def unrecognised(self) -> pl.DataFrame:
        """The answers of the records that count which were not recognised: `UNRECOGNISED`; after the last batch."""
        found = [located(batch, self.source.name) for batch in self.batches if not batch.answers.is_empty]
        return pl.concat([UNRECOGNISED.to_frame(), *found])

    def stop_if_unrecognised(self) -> None:
        """Stop where a file, or all of them together, leave too many answers to a question unrecognised.

        Raises:
            IntakeError: see `data_sources.answer_tally.stop_if_unrecognised`.
        """
        if not any(batch.tallies for batch in self.batches):
            return
        for origin, tallies in self.tallies():
            stop_if_unrecognised(origin.place, origin.headers, tallies, self.source.columns)
        whole = together(replace(tally, by_order={}) for _, tallies in self.tallies() for tally in tallies)
        stop_if_unrecognised(self.source.title, {}, whole, self.source.columns)

    def remarks(self) -> list[str]:
        """What a person should know of how answers were taken, in Chinese."""
        columns = {column.name: column for column in self.source.columns}
        return [
            remark
            for origin, tallies in self.tallies()
            for tally in tallies
            if (remark := order_remark(origin.place, columns[tally.column], tally))
        ]

    def tallies(self) -> list[tuple[Origin, list[Tally]]]:
        """How the answers of every sheet were taken, one tally per question."""
        parts: dict[int, list[Batch]] = {}
        for batch in self.batches:
            parts.setdefault(batch.origin.part, []).append(batch)
        return [
            (batches[0].origin, together(tally for batch in batches for tally in batch.tallies))
            for batches in parts.values()
        ]

    def records(self) -> pl.LazyFrame:
        """The records that count: by record_id if they are few and in memory, else in the order of files and rows."""
        return self.told(self.placed)

    def told(self, placed: pl.LazyFrame) -> pl.LazyFrame:
        """The records of `placed`, with texts for places."""
        return as_texts(placed.select(self._columns), self._coded)

    @property
    def placed(self) -> pl.LazyFrame:
        """The same records, each with the place where it stands (`PLACE`); firms and closed values coded (pl.Enum)."""
        table = pl.concat([batch.used() for batch in self.batches]).select([*self._columns, *PLACE])
        in_memory = all(batch.sound.in_memory for batch in self.batches)
        if not in_memory or sum(batch.read for batch in self.batches) > _SORTED:
            return table
        held = table.collect()
        return (held.sort("record_id") if "record_id" in self._columns else held).lazy()

    def left_out(self) -> pl.Series:
        """Numbers of the valid records that do not count; called after `judge_as_a_whole`."""
        found = [batch.rows().filter("_apart").select("record_id") for batch in self.batches if batch.excluded]
        return pl.concat(found).collect()["record_id"] if found else pl.Series("record_id", [], pl.String)

    def _reject(self, batch: Batch, duplicates: pl.DataFrame, key: Sequence[str]) -> None:
        named = "、".join(
            self.source.words.noun if name == "entity_id" else self.source.column(name).title for name in key
        )
        places = {at: self.batches[at].origin.place for at in duplicates["other_batch"].unique()}
        place = pl.col("other_batch").replace_strict(places, return_dtype=pl.String)
        same = pl.format(REPEATED.format(named=named, place="{}", row="{}"), place, "other_row")
        at_odds = pl.format(
            f"同一{named}的内容不一致：与 {{}} 第 {{}} 行不同，请核对后保留一条{{}}",
            place,
            "other_row",
            _cut_by_excel(key),
        )
        column = blamed_for(key)
        shown = [pl.col(_CELL + column), *([pl.col(column).cast(pl.String)] if column in self._columns else [])]
        found = duplicates.select(
            "_row",
            pl.lit(column).alias("column"),
            pl.coalesce(shown).alias("value"),
            pl.when("at_odds").then(pl.lit("rejected")).otherwise(pl.lit("excluded")).alias("kind"),
            pl.when("at_odds").then(at_odds).otherwise(same).alias("reason"),
        )
        batch.excluded -= int(duplicates["_apart"].sum())
        self._keep_out(batch, found)

    def _keep_out(self, batch: Batch, found: pl.DataFrame) -> None:
        """Have rows that seemed valid not count: _row, column (English name), value, kind, reason."""
        kinds = found.group_by("_row").agg((pl.col("kind") == "rejected").any())
        batch.rejected += int(kinds["kind"].sum())
        batch.excluded += int((~kinds["kind"]).sum())
        batch.duplicated = pl.concat([batch.duplicated, kinds["_row"].rename("")]).sort()
        before = batch.kept_out.frame().join(found, left_on="row", right_on="_row", how="anti", maintain_order="left")
        both = pl.concat([before, lines(found, batch.origin)]).sort("row", maintain_order=True)
        batch.kept_out = self._spill.instead(batch.kept_out, both)


def _cut_by_excel(key: Sequence[str]) -> pl.Expr:
    """What a spreadsheet may have done to numbers that meet: it keeps 15 digits."""
    if list(key) != ["record_id"]:
        return pl.lit("")
    zeros = pl.col("record_id").str.contains(r"^[1-9][0-9]{14}0+$")
    return pl.when(zeros).then(pl.lit("；第 15 位以后全是 0，可能是 Excel 丢掉了末几位")).otherwise(pl.lit(""))


def _of_records(findings: Findings, kept_out: pl.Series) -> pl.DataFrame:
    """The doubtful cells of rows that count by themselves."""
    doubtful = findings.notations.doubtful
    if doubtful.is_empty():
        return doubtful
    left = findings.raw.select("_row").filter(~kept_out)
    return doubtful.join(left, on="_row", how="semi")


def _unrecognised(findings: Findings, records: pl.DataFrame, kept_out: pl.Series) -> pl.DataFrame:
    answers = findings.answers()
    if answers.is_empty():
        return _ANSWERS.to_frame()
    at = answers["index"]
    named = records.select("record_id", pl.col("firm_id").cast(pl.String), findings.raw["_row"])[at]
    return answers.hstack(named).filter(~kept_out.gather(at)).match_to_schema(_ANSWERS, extra_columns="ignore")


def _cell(cells: pl.Series, records: pl.DataFrame) -> pl.Series:
    """The cells as typed, masked; null where the records have a value that reads like the cell."""
    typed, name = cells.cast(pl.String), _CELL + cells.name
    if cells.name in records.columns:
        differs = typed.ne_missing(records[cells.name].cast(pl.String))
        if not differs.any():
            return constant(None, len(cells), pl.String).alias(name)
        typed = typed.zip_with(differs, pl.Series([None], dtype=pl.String))
    return masked_texts(typed).alias(name)
