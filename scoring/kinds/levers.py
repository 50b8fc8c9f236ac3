"""What a firm could have had otherwise at an indicator, each from the mildest change to the strongest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

Row = tuple[str, float, float | None]
"""Cause, quantity and weight of an evidence row."""
Rows = dict[str, list[Row]]
"""A firm's evidence at a node, by parameter."""
Kind = Literal["records", "open", "faults", "remedied", "ratio", "mean", "quantity", "amount", "grade"]

RATIO_STEPS, MEAN_STEPS = 10_000, 100  # to a unit: ratios to 0.01 %, means to 0.01 point, as they are printed
NOISE = 1e-9


@dataclass(frozen=True)
class Lever:
    """One thing that could have been otherwise.

    Attributes:
        kind: what is changed.
        parameter, cause: the evidence that is changed.
        now: its quantity.
        targets: the quantities that it could have, from the mildest change to the strongest.
        grades: names of the places of a category, the best first.
        values: lowest and highest value of an answer, in points, with the answers that have them.
        respondents: number and weight of the respondents, which stay.
    """

    kind: Kind
    parameter: str
    cause: str
    now: float
    targets: npt.NDArray[np.float64]
    grades: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()
    respondents: tuple[float, float] = (0.0, 0.0)

    def needed(self, amount: int) -> float:
        """The quantity after so many steps; as it is after none."""
        return float(self.targets[amount - 1]) if amount else self.now

    def grade(self, amount: int) -> str | None:
        """The category after so many steps."""
        return self.grades[round(self.needed(amount)) - 1] if self.grades else None

    def rows(self, amount: int) -> list[Row]:
        """The evidence rows that stand in for the parameter's own after so many steps.

        A mean of answers is made of the worst and the best answer only: the rule looks at nothing but the mean.
        """
        needed = self.needed(amount)
        if self.kind != "mean":
            return [(self.grade(amount) or self.cause, needed, None)]
        (worst, low), (best, high) = self.values
        count, weight = self.respondents
        share = (needed - low) / (high - low)
        return [(worst, 0.0, weight * (1 - share)), (best, count, weight * share)]


def more_remedied(key: str, label: str, among: float, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """One record more that was remedied, two more, and so on to all of those that count.

    Args:
        key: of the remedied records.
        label: what they are called.
        among: how many records count.
        evidence: of the firm.
    """
    now = min(sum(quantity for _, quantity, _ in evidence.get(key, ())), among)
    yield Lever("remedied", key, label, now, np.arange(round(now) + 1, round(among) + 1, dtype=np.float64))


def fewer(kind: Kind, key: str, label: str, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """One record less, two less, and so on to none."""
    for cause, quantity, _ in evidence.get(key, ()):
        yield Lever(kind, key, label or cause, quantity, np.arange(round(quantity) - 1, -1, -1, dtype=np.float64))
