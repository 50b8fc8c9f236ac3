"""The decisions of a folder while its records are read: what is held back of every source, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.batches import fates
from data_sources.corrections.applied import APPLIED, NO_CORRECTIONS, Corrections
from data_sources.corrections.checking import Decisions
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.decision import FIRM, NUMBER
from data_sources.corrections.held import Held
from data_sources.corrections.outcome import not_counting
from data_sources.errors import CorrectionsError
from data_sources.masked_texts import masked_texts
from data_sources.names import FirmNames
from data_sources.records import FileIntake
from data_sources.suggest import likely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.batches import Batch
    from data_sources.corrections.decision import Change, Correction
    from data_sources.gathering import Gathering
    from data_sources.parts import Part
    from data_sources.sifting import Standing
    from data_sources.source import Source

_ALIKE = 3
_LOOKED_THROUGH = 20_000


@dataclass
class Correcting:
    """Decisions, held against what is read.

    Attributes:
        decisions: what the correction files say.
        closed: source → the values that its closed columns allow.
        names: of the firms.
        free: the first number that no sheet of the folder has.
    """

    decisions: Decisions
    closed: Mapping[str, Mapping[str, Sequence[str]]]
    names: FirmNames
    free: int
    _held: dict[str, Held] = field(default_factory=dict)
    _before: dict[str, pl.DataFrame] = field(default_factory=dict)

    def held(self, source: Source) -> Held:
        """What is held back of a source."""
        if source.name not in self._held:
            decided = self.decisions.corrections.get(source.name, {})
            self._held[source.name] = Held(source, decided, self.closed[source.name], self.names, self.free)
        return self._held[source.name]

    def touches(self, source: str) -> bool:
        """Whether any decision is about records of a source."""
        return bool(self.decisions.corrections.get(source))

    def adds(self, source: str) -> bool:
        """Whether any decision brings new records of a source."""
        return any(one.adds for one in self.decisions.corrections.get(source, {}).values())

    def keep_before(self, source: Source, records: Sequence[pl.DataFrame]) -> None:
        """Take in the records that decisions are about as they counted before."""
        told = pl.concat(records).unique(maintain_order=True) if records else None
        if told is not None:
            numbers = set(self.held(source).ids.values())
            alone = told.filter(pl.len().over(NUMBER) == 1, pl.col(NUMBER).is_in(list(numbers)))
            self._before[source.name] = alone.sort(NUMBER)

    def stop_if_wrong(
        self, tables: Mapping[str, Any], titles: Mapping[str, str], gathered: Mapping[str, Gathering]
    ) -> None:
        """Require that everything that was decided fits; called after the last source.

        Args:
            tables: source → its records, a lazy frame of any engine.
            titles: of the sources.
            gathered: source → what became of its rows.

        Raises:
            CorrectionsError: tells everything that does not.
        """
        problems = list(self.decisions.problems)
        for name, decided in self.decisions.corrections.items():
            held = self._held.get(name)
            unknown = list(decided.values()) if held is None else held.unknown
            if held is not None:
                problems += held.problems
                bad = not_counting(held, gathered[name], "rejected")
                problems += [f"{one.first.place}：{_after(one, held)}仍不能计入：{reason}" for one, reason in bad]
            problems += [self._unknown(one, tables.get(name), titles[name]) for one in unknown]
        if problems:
            raise CorrectionsError(problems)

    def remarks(self, gathered: Mapping[str, Gathering]) -> list[str]:
        """Which records are excluded after what was decided of them, and why."""
        return [
            f"{_after(one, held)}仍不计：{reason}"
            for name, held in self._held.items()
            for one, reason in not_counting(held, gathered[name], "excluded")
        ]

    def applied(self, parts: Sequence[Part], standing: Standing) -> Corrections:
        """What was applied."""
        files = {part.sheet.file: part.sha256 for part in parts if part.source.name == CORRECTIONS.name}
        if not files:
            return NO_CORRECTIONS
        evaluated = dict(standing.firms.select("firm_id", "evaluated_as").iter_rows())
        rows = [
            (change.place, self._row(one, change, evaluated))
            for decided in self.decisions.corrections.values()
            for one in decided.values()
            for change in one.changes
        ]
        told = pl.DataFrame([row for _, row in sorted(rows, key=lambda found: found[0])], APPLIED, orient="row")
        return Corrections(tuple(sorted(files.items())), told.with_columns(_masked("old", "new")), self._before)

    def entries(self, parts: Sequence[Part], gathered: Mapping[str, Gathering]) -> Iterator[FileIntake]:
        """What became of the rows that decisions brought, by correction file and source."""
        for name in self.decisions.corrections:
            if not self.adds(name) or name not in gathered:
                continue
            by_origin: dict[tuple[int, str, str], list[Batch]] = {}
            for batch in gathered[name].batches:
                origin = batch.origin
                if origin.part >= self.free:
                    by_origin.setdefault((origin.part, origin.file, origin.sheet), []).append(batch)
            for (number, file, sheet), batches in by_origin.items():
                sha256 = parts[number - self.free].sha256
                source = gathered[name].source
                yield FileIntake(
                    file=file,
                    source=name,
                    title=source.title,
                    sheet=sheet,
                    sha256=sha256,
                    dropped=(),
                    **fates(batches),
                )

    def _row(self, one: Correction, change: Change, evaluated: Mapping[str, str | None]) -> tuple[Any, ...]:
        held = self._held[one.source]
        source = held.source
        before = held.firms.get(one.record_id)
        now = None if one.drops else one.news.get(FIRM, before)
        known = self.names.resolve(str(text) for text in (before, now) if text is not None)
        firms = [None if text is None else evaluated.get(known.get(str(text), "")) for text in (before, now)]
        unit = change.unit or held.units.get((one.record_id, change.column or ""), "")
        title = "" if change.column is None else source.column(change.column).title
        header = title if not unit or unit in title else f"{title}（{unit}）"
        old, new = held.persons.get((one.record_id, change.column or ""), (change.old, change.new))
        place = change.place
        return (
            *(place.file, place.sheet, place.row, one.decision, one.decided_on, change.action),
            *(one.source, source.title, held.ids.get(one.record_id, one.record_id)),
            *(*firms, change.column or "", header, old, new, change.reason),
        )

    def _unknown(self, one: Correction, table: Any, title: str) -> str:
        alike = [] if table is None else _near(one.record_id, table)
        hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
        where = (
            f"{title}里没有记录 {one.record_id}"
            if table is not None
            else f"数据里没有{title}，也就没有记录 {one.record_id}"
        )
        return f"{one.first.place}：{where}{hint}"


def _after(one: Correction, held: Held) -> str:
    return f"决定 {one.decision} 的{held.source.title} {one.record_id} {one.first.action}后"


def _near(number: str, table: Any) -> list[str]:
    """Numbers of records that the number resembles, of those that begin as it does."""
    import narwhals as nw  # noqa: PLC0415  (most folders do without)

    ids = nw.from_native(table).lazy().select(NUMBER)
    for length in (max(len(number) - 2, 1), max(len(number) // 2, 1), 0):
        begun = ids if not length else ids.filter(nw.col(NUMBER).str.starts_with(number[:length]))
        found = begun.head(_LOOKED_THROUGH).collect("polars").to_native()[NUMBER].drop_nulls()
        if found.len():
            return sorted(likely(number, found.unique().sort().to_list(), limit=_ALIKE))
    return []


def _masked(*names: str) -> list[pl.Expr]:
    return [pl.col(name).map_batches(masked_texts, return_dtype=pl.String) for name in names]


def nothing_decided() -> Correcting:
    """Of a folder without correction files."""
    return Correcting(Decisions({}, ()), {}, FirmNames({}, {}), 0)
