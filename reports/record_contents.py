"""What the records behind an evaluation say, as readers may see it: every column that is not personal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from reports.figures import plain
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data_sources.source import Source
    from reports.table import Column
    from scoring.evidence.held_records import HeldRecords

NOT_HELD = "这里只有记录的编号，没有记录的内容：运行由以前的版本写出，或没有保存记录。"
"""What is said where records are listed whose contents a run does not hold."""
_NUMBERS = ("number", "count")
_LONG = 16
"""Characters of a cell beyond which its column may run over several lines."""


@dataclass(frozen=True)
class RecordColumn:
    """A column that is shown: its English name, its header with the unit, and what kind of cells it has."""

    name: str
    header: str
    kind: str


@dataclass(frozen=True)
class RecordKind:
    """The records of a source: how it and its numbers are called, the measure word, the columns that are shown, and how
    those are called that its records name.
    """

    source: str
    title: str
    number: str
    measure: str
    columns: tuple[RecordColumn, ...]
    noun: str


def kinds_of(sources: Iterable[Source]) -> dict[str, RecordKind]:
    """Source → what is shown of its records: no person, nothing that tells persons apart, no answer of one."""
    found = {}
    for source in sources:
        numbers = [column.title for column in source.columns if column.name == "record_id"]
        shown = tuple(
            RecordColumn(column.name, _header(column.title, column.measure), column.kind)
            for column in source.columns
            if column.name not in ("record_id", "firm")
            and column.kind != "secret"
            and column.personal_unless is None
            and column.choice is None
        )
        found[source.name] = RecordKind(
            source.name, source.title, (*numbers, "记录")[0], source.unit, shown, source.words.noun
        )
    return found


def _header(title: str, unit: str) -> str:
    return title if not unit or unit in title else f"{title}（{unit}）"


@dataclass(frozen=True)
class Contents:
    """The contents of some records.

    Attributes:
        kinds: source → what is shown of its records.
        held: the records.
        names: registered firm → its short name; shown where an evaluation unites several firms, else empty.
    """

    kinds: Mapping[str, RecordKind]
    held: HeldRecords
    names: Mapping[str, str]

    @cached_property
    def rows(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Source → number → everything that is held of the record."""
        return {
            source: {row["record_id"]: row for row in table.collect().iter_rows(named=True)}
            for source, table in self.held.tables.items()
        }

    def columns(self, source: str) -> tuple[RecordColumn, ...]:
        """The columns that are shown of a source's records; none where they are not held."""
        return self._columns.get(source, ())

    @cached_property
    def _columns(self) -> dict[str, tuple[RecordColumn, ...]]:
        present = {source: table.collect_schema() for source, table in self.held.tables.items()}
        return {
            source: tuple(column for column in (*self._entity(kind), *kind.columns) if column.name in present[source])
            for source, kind in self.kinds.items()
            if source in present
        }

    def _entity(self, kind: RecordKind) -> tuple[RecordColumn, ...]:
        return (RecordColumn("entity_id", f"涉及{kind.noun}", "text"),) if len(self.names) > 1 else ()

    def values(self, source: str, record_id: str) -> tuple[Any, ...]:
        """What a record says in these columns: numbers as they are, all else spelled; nothing where it is empty."""
        row = self.rows.get(source, {}).get(record_id, {})
        return tuple(self._value(row.get(column.name), column) for column in self.columns(source))

    def as_held(self, source: str, record_id: str) -> dict[str, Any]:
        """What a record says, by the English names of the columns that are shown."""
        row = self.rows.get(source, {}).get(record_id, {})
        return {column.name: row.get(column.name) for column in self.columns(source)}

    def cells(self, source: str, record_id: str) -> tuple[str, ...]:
        """The same, all spelled."""
        return tuple(
            plain(value) if isinstance(value, int | float) else value or "" for value in self.values(source, record_id)
        )

    def _value(self, value: Any, column: RecordColumn) -> Any:
        if column.name == "entity_id":
            return self.names.get(value, value)
        return worded(value)


def worded(value: Any) -> Any:
    """A value as people write it; numbers stay numbers."""
    match value:
        case bool():
            return "是" if value else "否"
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def contents_table(
    contents: Contents, source: str, causes: Mapping[str, Sequence[str]], title: str, most: int | None = None
) -> Table:
    """Records of a source, one a row: its number, what it says, and what it counts as.

    Args:
        contents: what they say.
        source: whose they are.
        causes: number → what the record counts as.
        title: of the table.
        most: how many are shown; all where not given.
    """
    kind = contents.kinds[source]
    shown = list(causes)[:most]
    cells = [contents.cells(source, record_id) for record_id in shown]
    columns: list[Column] = [label(kind.number)]
    for place, column in enumerate(contents.columns(source)):
        if column.kind in _NUMBERS:
            columns.append(number(column.header, spare=place + 1))
        elif any(len(row[place]) > _LONG for row in cells):
            columns.append(text(column.header))
        else:
            columns.append(label(column.header, spare=place + 1))
    rows = tuple((record_id, *row, "、".join(causes[record_id])) for record_id, row in zip(shown, cells, strict=True))
    folded = len(causes) - len(shown)
    notes = (f"……其余 {folded:,} {kind.measure}，见网页版或工作簿",) if folded else ()
    return Table(title, (*columns, text("计入")), rows, notes)
