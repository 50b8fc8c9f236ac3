"""What was probably meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.negation import same_sense

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_LIKENESS = 50.0
"""Likeness in percent below which nothing is suggested; half of a two-character answer is enough."""


def likely(value: str, choices: Iterable[str], *, limit: int = 1) -> list[str]:
    """The choices most like the value, best first, at most `limit`; none that denies what the value does not."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only where something has to be said)

    alike = [choice for choice in choices if same_sense(value, choice)]
    found = process.extract(value, alike, scorer=fuzz.ratio, limit=limit, score_cutoff=LEAST_LIKENESS)
    return [choice for choice, _, _ in found]


def perhaps(value: str, choices: Iterable[str], *, limit: int = 1) -> str:
    """`，是否想写“…”？`, or nothing where no choice is alike."""
    found = likely(value, choices, limit=limit)
    return f"，是否想写{'或'.join(f'“{choice}”' for choice in found)}？" if found else ""
