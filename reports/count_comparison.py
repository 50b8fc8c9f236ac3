"""Counts of records beside published ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.precision import half_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree.published import CountFigure, PublishedFigures
    from reports.comparison import Verdict


@dataclass(frozen=True)
class CountRow:
    """A count of records; `value` None where it was not counted."""

    key: str
    label: str
    value: float | None
    published: float
    unit: str
    decimals: int
    match: str
    verdict: Verdict
    reason: str | None


def compare_counts(counts: Mapping[str, float], figures: PublishedFigures) -> list[CountRow]:
    """Every published count of records, in the order of the published figures."""
    return [
        CountRow(
            key=key,
            label=figure.label,
            value=counts.get(key),
            published=figure.value,
            unit=figure.unit,
            decimals=figure.decimals,
            match=figure.match,
            verdict=_count_verdict(counts.get(key), figure),
            reason=figure.reason,
        )
        for key, figure in figures.count.items()
    ]


def _count_verdict(value: float | None, figure: CountFigure) -> Verdict:
    if not figure.reproducible:
        return "explained"
    if value is None:
        return "mismatch"
    short = figure.value - value
    fits = {
        "exact": half_up(value, figure.decimals) == half_up(figure.value, figure.decimals),
        "about": abs(short) <= figure.tolerance,
        "at_least": short <= 0,
        "nearly": 0 <= short <= figure.tolerance,
    }
    return "match" if fits[figure.match] else "mismatch"
