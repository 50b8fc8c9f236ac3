"""A quantity of evidence, and what decides which records it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.rules import Scalar, When
    from indicator_tree.small_numbers import Size

Definition = tuple[object, ...]
"""What decides which records a quantity counts, and how; two that are equal count alike."""


@dataclass(frozen=True)
class Quantity:
    """A quantity by its key in the evidence; `answer` tells the answers to a question apart."""

    node: str
    parameter: str
    answer: str = ""


def size_definition(size: Size, book: Rulebook) -> Definition:
    """What decides the size of a firm."""
    return size.source, size.column, size.combine, book.latest_by(size) if size.combine == "last" else None


def as_values(wanted: Scalar | tuple[Scalar, ...]) -> tuple[Scalar, ...]:
    """The values that a condition allows."""
    return wanted if isinstance(wanted, tuple) else (wanted,)


def conditions(when: When) -> Mapping[str, frozenset[str]]:
    """Conditions that hold for the same records are equal; 1 and True are not the same condition."""
    return {
        column: frozenset(map(repr, wanted.items() if isinstance(wanted, dict) else as_values(wanted)))
        for column, wanted in when.items()
    }
