"""A parameter of a rule that could have another value, and the rule with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree.parameters import Basis

Path = tuple[str | int, ...]
Kind = TypeVar("Kind", bound=BaseModel)

UNBOUNDED = float("inf")


@dataclass(frozen=True)
class Number:
    """A number of a rule: where it stands, what it is, and between what it must stay."""

    path: Path
    value: float
    lowest: float = 0.0
    highest: float = UNBOUNDED

    @property
    def free(self) -> bool:
        """Whether any factor moves it."""
        return self.value != 0 and self.lowest < self.highest

    def times(self, factor: float) -> float:
        """The number times a factor, as far as its limits allow."""
        return min(max(self.value * factor, self.lowest), self.highest)


@dataclass(frozen=True)
class Parameter:
    """Numbers that are multiplied by one factor.

    Attributes:
        key: where it stands: code of the leaf, or `bonus`, and the way from there: `1.2.1.deduct.measure.points`.
        label: what it is, in words.
        basis: how its value is known.
        numbers: at least one; the first is what tables tell.
    """

    key: str
    label: str
    basis: Basis
    numbers: tuple[Number, ...]


def changed(rule: Kind, factors: Mapping[Parameter, float]) -> Kind:
    """The rule with parameters multiplied by factors, as far as their limits allow."""
    numbers = {number.path: number.times(factor) for each, factor in factors.items() for number in each.numbers}
    model: Kind = _replaced(rule, numbers) if numbers else rule
    return model


def _replaced(at: Any, numbers: Mapping[Path, float]) -> Any:
    if () in numbers:
        return numbers[()]
    below: dict[str | int, dict[Path, float]] = {}
    for path, value in numbers.items():
        below.setdefault(path[0], {})[path[1:]] = value
    if isinstance(at, BaseModel):
        return at.model_copy(update={str(key): _replaced(getattr(at, str(key)), new) for key, new in below.items()})
    if isinstance(at, tuple):
        return tuple(_replaced(entry, below[place]) if place in below else entry for place, entry in enumerate(at))
    replaced: Any = at | {key: _replaced(at[key], inner) for key, inner in below.items()}
    return replaced
