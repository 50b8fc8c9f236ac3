"""A decision about one record."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from data_sources.corrections.contract import ADD, DROP

if TYPE_CHECKING:
    from datetime import date

FIRM, NUMBER = "firm", "record_id"


class Place(NamedTuple):
    """A row of a sheet: number of the sheet among all that are read, file and sheet, row."""

    part: int
    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.file}{f'[{self.sheet}]' if self.sheet else ''} 第 {self.row} 行"


_BRACKETS = str.maketrans("〔[{【〖〕]}】〗", "(((((" + ")))))")


def decision_key(number: str) -> str:
    """What tells the number of a decision from others: neither width nor blanks nor the form of brackets does."""
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", number)).translate(_BRACKETS).casefold()


@dataclass(frozen=True)
class Change:
    """One row of a correction file.

    Attributes:
        place: where it stands.
        action: one of `contract.ACTIONS`.
        column: English name of the column, `firm` where a record goes to another; None for the record as a whole.
        old: what stands in the record; None for an empty cell, or where nothing is said.
        new: what should; None for an empty cell.
        reason: why.
        unit: in which both values are, as the decision names it beside the column; empty if it names none.
    """

    place: Place
    action: str
    column: str | None
    old: str | None
    new: str | None
    reason: str
    unit: str = ""


@dataclass(frozen=True)
class Correction:
    """What one decision does with one record.

    Attributes:
        decision: its number.
        decided_on: its date.
        source: English name of the record's source.
        record_id: the record's number, as it is typed.
        changes: its rows, in the order of the files: one `撤销`, or several of `补录`, or of `更正` and `改列`.
    """

    decision: str
    decided_on: date
    source: str
    record_id: str
    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        """Its first row."""
        return self.changes[0]

    @property
    def drops(self) -> bool:
        """Whether the record does not count."""
        return self.first.action == DROP

    @property
    def adds(self) -> bool:
        """Whether the record is a new one."""
        return self.first.action == ADD

    @property
    def conditions(self) -> list[Change]:
        """Those of its rows that say what stands in the record."""
        return [] if self.adds else [change for change in self.changes if change.column is not None]

    @property
    def news(self) -> dict[str, str | None]:
        """Column → its new text."""
        return {change.column: change.new for change in self.changes if change.column and not self.drops}

    @property
    def named(self) -> str:
        """The decision and the record, for messages."""
        return f"决定 {self.decision} 的记录 {self.record_id}"
