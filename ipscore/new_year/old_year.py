"""The year that a new one starts from: its files, and how its days and names move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from indicator_tree.catalogue import load_catalogue
from ipscore.new_year.moving import by_weeks, moved_period, renamed, retitled, years_of
from scoring.kinds.registry import kind_of
from surveys.coding_scheme import find_coding_scheme, load_coding_scheme
from surveys.questionnaire import find_questionnaire, load_questionnaire

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from indicator_tree import Rulebook, RulebookFile
    from ipscore.new_year.moving import Span

CALENDAR = "operations_2020"
"""The catalogue whose calendar tells the days on which nobody works, for the years that it knows."""


@dataclass(frozen=True)
class OldYear:
    """The year that a new one starts from.

    Attributes:
        source: its rulebook, with the files that it was read from.
        name: how it was named: a shipped name, or a path.
        new: the new year.
    """

    source: RulebookFile
    name: str
    new: int

    @property
    def rulebook(self) -> Rulebook:
        """With everything that it extends."""
        return self.source.rulebook

    @property
    def file(self) -> Path:
        """Its file."""
        return self.source.paths[0]

    @property
    def year(self) -> int:
        """Its year."""
        return self.rulebook.year

    @property
    def years(self) -> int:
        """How many years later the new one is."""
        return self.new - self.year

    @property
    def period(self) -> Span:
        """The evaluated period of the new year."""
        return moved_period(self.rulebook.period.start, self.rulebook.period.end, self.years)

    @property
    def questionnaire(self) -> Path | None:
        """The file of its questionnaire; None if it names none."""
        return find_questionnaire(self.rulebook)

    @property
    def checks_phones(self) -> bool:
        """Whether an indicator rests on phone checks."""
        book = self.rulebook
        return any(kind_of(rule).told(rule).rounds for rule in book.rules.values())

    @property
    def coding_scheme(self) -> Path | None:
        """The file of its coding scheme; None if it checks no phones, or there is none for its year."""
        path = find_coding_scheme(self.rulebook)
        return path if self.checks_phones and path.is_file() else None

    def named(self, name: str) -> str:
        """What the new year calls a file of the old one."""
        return renamed(name, self._years_named, self.years, self.new)

    def titled(self, title: str) -> str:
        """What the new year calls what the old one titles so."""
        return retitled(title, self._years_named, self.years, self.new)

    @property
    def _years_named(self) -> frozenset[int]:
        period = self.rulebook.period
        return years_of((period.start, period.end), self.year)

    def moved(self, span: Span) -> Callable[[date], date]:
        """How days of a span of the old year move: they stay in the evaluated period where they were in it."""
        book = self.rulebook
        after = timedelta(days=0 if book.survey is None else book.survey.days_after_period)
        inside = book.period.start <= span[0] and span[1] <= book.period.end + after
        start, end = self.period
        return by_weeks(span, self.years, (start, end + after) if inside else None)

    def field_period(self) -> Span | None:
        """First and last day of the old survey; None if its questionnaire tells none."""
        asked = None if self.questionnaire is None else load_questionnaire(self.questionnaire).field_period
        return None if asked is None else (asked.start, asked.end)

    def rounds(self) -> tuple[Span, ...]:
        """First and last day of every round of phone checks of the old year."""
        rounds = () if self.coding_scheme is None else load_coding_scheme(self.coding_scheme).calls.round
        return tuple((one.start, one.end) for one in rounds)

    def moved_rounds(self) -> Callable[[date], date]:
        """How days of its coding scheme move, all alike, so that rounds keep their distances."""
        rounds = self.rounds()
        return self.moved((rounds[0][0], rounds[-1][1]))


def seed_follows_the_year(book: Rulebook) -> bool:
    """Whether the seed of its study is its year, and so will be the next one's."""
    return book.robustness is not None and book.robustness.seed == book.year


def closed_days(old: OldYear) -> tuple[date, ...]:
    """Weekdays of the new period on which the market is closed; none where the calendar does not know all its years."""
    start, end = old.period
    calendar = load_catalogue(CALENDAR).calendar
    if not all(year in calendar.years for year in range(start.year, end.year + 1)):
        return ()
    return tuple(day for day in calendar.closed if start <= day <= end)
