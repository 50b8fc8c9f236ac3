"""What must come out: published figures with the aims added, in the form the solvers ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipscore_demo.reconstruction.shapes import Interval, intervals

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.published import PublishedFigures
    from ipscore_demo.reconstruction.aims import Aims


@dataclass(frozen=True)
class Targets:
    """Rulebook, published figures and aims of one reconstruction."""

    rulebook: Rulebook
    published: PublishedFigures
    aims: Aims

    @property
    def full(self) -> float:
        """Full marks."""
        return self.rulebook.scale.full_marks

    @property
    def firms(self) -> int:
        """Number of evaluated firms."""
        return self.published.evaluated_firms

    def count(self, name: str) -> float:
        """A published figure about the records.

        Raises:
            KeyError: the report has no such figure.
        """
        return self.published.count[name].value

    def bands(self, leaf: str, *, whole: bool = False, lowest: float = 0.0) -> list[Interval]:
        """The published bands of a leaf as intervals, best first.

        Args:
            leaf: code of the indicator.
            whole: scores are whole numbers, which may lie on a band limit; others keep clear of it.
            lowest: where the lowest band begins, in points.
        """
        counts = self.published.node[leaf].bands
        if counts is None:
            raise KeyError(f"{leaf} 没有公布分段")
        edge = self.aims.means.edge
        return intervals(self.rulebook.band_set(leaf), counts, 0.0 if whole else edge, edge, lowest)

    def mean(self, leaf: str) -> float:
        """The leaf mean wanted, in points."""
        return self.published.node[leaf].mean + self.aims.means.offset.get(leaf, 0.0)

    def sum_range(self, leaf: str) -> tuple[float, float]:
        """Least and greatest sum of the firms' scores that give the mean wanted."""
        tolerance = self.aims.means.wider.get(leaf, self.aims.means.tolerance)
        return (self.mean(leaf) - tolerance) * self.firms, (self.mean(leaf) + tolerance) * self.firms

    @property
    def diligence_matter(self) -> str:
        """The matter of measures that the report counts by kind (2.1.3)."""
        deducts = self.rulebook.deductions("2.1.3")
        return next(str(each.when["matter"]) for each in deducts if each.source == "integrity_measures")
