"""What is supposed to be otherwise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Drop:
    """A record that is supposed not to be there: its source by English name, and its id."""

    source: str
    record_id: str


@dataclass(frozen=True)
class Set:
    """A parameter that is supposed to have another value.

    Attributes:
        key: `1.1.1.deduct.notice.points` as ledgers name it, `indicator.1.1.1.rule.deduct.notice.points` as it stands
            in the rulebook, or a part of it that only one parameter has, `1.1.1.points`.
        value: as it would stand in TOML (`4`, `["a", "b"]`); what is no TOML is text; nothing takes an optional
            parameter away.
    """

    key: str
    value: str


@dataclass(frozen=True)
class Weights:
    """Another weight scheme of the rulebook."""

    scheme: str


Change = Drop | Set | Weights
