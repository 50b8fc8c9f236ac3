"""What every way of asking experts has in common: a judgement, the weights it comes to, and how far it contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Consistency:
    """How well the judgements of one expert about one set of siblings agree with each other.

    Attributes:
        measure: name of the ratio: `cr` (Saaty) or `input` (Liang, Brunelli & Rezaei).
        ratio: 0 if they agree.
        limit: up to which the ratio is acceptable; infinite where no limit is published.
        detail: what else the method reports, by name: `lambda_max`, `index`; `xi`.
    """

    measure: str
    ratio: float
    limit: float
    detail: dict[str, float]

    @property
    def acceptable(self) -> bool:
        """Whether the ratio is within the limit."""
        return self.ratio <= self.limit


@dataclass(frozen=True)
class Clash:
    """A judgement beside what the expert's other judgements imply for it, both as "first is so many times second".

    Attributes:
        first: place of a sibling.
        second: place of another.
        given: what the expert stated.
        implied: by way of the other siblings: the geometric mean of the indirect comparisons.
    """

    first: int
    second: int
    given: float
    implied: float


@dataclass(frozen=True)
class Weighed:
    """What a judgement comes to.

    Attributes:
        weights: of the siblings, adding up to 1, shape (siblings,).
        consistency: None where judgements cannot contradict each other, as in a budget.
        clashes: the judgements that deviate from what the others imply, the worst first.
    """

    weights: Floats
    consistency: Consistency | None = None
    clashes: tuple[Clash, ...] = ()


class Judgement(Protocol):
    """What one expert stated about the siblings below one node."""

    @property
    def size(self) -> int:
        """How many siblings."""

    def weigh(self) -> Weighed:
        """The weights that follow from it alone."""
