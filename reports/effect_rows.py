"""Computed effects beside published ones, a row a figure, and whether it comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.precision import half_up

if TYPE_CHECKING:
    from reports.comparison import Verdict

Kind = Literal["account", "efficiency", "change"]

TOLERANCE = 1e-6
"""Relative; monthly seconds per record are sums of rounded seconds over whole records and cannot hit every digit."""
_PERCENT = 100


@dataclass(frozen=True)
class ChangeRow:
    """The best-improved firm of an indicator; null where nobody improved. `published_first` and `published_last` where
    the document tells them.
    """

    kind: Kind
    indicator: str
    system: str
    name: str
    firm: str | None
    first: float | None
    last: float | None
    change: float | None
    published_first: float | None
    published_last: float | None
    published: float

    @property
    def verdict(self) -> Verdict:
        """Whether first and last value, where published, and the change in percent with two decimals are the same."""
        if self.change is None or half_up(self.change * _PERCENT) != half_up(self.published * _PERCENT):
            return "mismatch"
        pairs = ((self.first, self.published_first), (self.last, self.published_last))
        return "match" if all(given in {None, value} for value, given in pairs) else "mismatch"


@dataclass(frozen=True)
class MonthRow:
    """Seconds per clearing record of all firms together in a month (`month`: 2019-01)."""

    system: str
    month: str
    value: float | None
    published: float

    @property
    def verdict(self) -> Verdict:
        """Whether the two are the same but for rounding."""
        if self.value is None:
            return "mismatch"
        return "match" if abs(self.value / self.published - 1) <= TOLERANCE else "mismatch"


@dataclass(frozen=True)
class NumberRow:
    """A number that the text tells."""

    label: str
    value: float
    published: float
    unit: str

    @property
    def verdict(self) -> Verdict:
        """Whether the two are the same."""
        return "match" if self.value == self.published else "mismatch"


@dataclass(frozen=True)
class ContradictionRow:
    """What the document says, and what was computed."""

    about: str
    says: str
    computed: str
    note: str


@dataclass(frozen=True)
class EffectComparison:
    """Everything that was published beside what was computed."""

    changes: tuple[ChangeRow, ...]
    months: tuple[MonthRow, ...]
    counts: tuple[NumberRow, ...]
    contradictions: tuple[ContradictionRow, ...]
