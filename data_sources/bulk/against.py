"""What the rows of a bulk source are checked against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.limits import Limits
    from data_sources.period import Period
    from data_sources.sifting import Standing
    from data_sources.source import Source
    from data_sources.spill import Spill


@dataclass(frozen=True)
class Against:
    """What the rows of a source are checked against, and with what.

    Attributes:
        source: whose the rows are.
        standing: the registered firms.
        period: the evaluation period.
        closed: the values that closed columns allow.
        limits: how much is in memory at a time.
        spill: where rows are laid down.
    """

    source: Source
    standing: Standing
    period: Period
    closed: Mapping[str, Sequence[str]]
    limits: Limits
    spill: Spill
