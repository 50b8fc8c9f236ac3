"""Complaints and measures per firm, and the points they cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from indicator_tree.rules import Deduct
    from ipscore_demo.reconstruction.solver import Floats, Ints
    from ipscore_demo.reconstruction.targets import Targets


@dataclass(frozen=True)
class Incidents:
    """Complaints and measures per firm, each of shape (firms,).

    `complaints` is keyed by category and by whether the firm was at fault (None: not decided yet);
    `measures` by matter and by whether the measure names a branch.
    """

    complaints: dict[tuple[str, bool | None], Ints]
    measures: dict[tuple[str, bool], Ints]

    def deducted(self, deducts: tuple[Deduct, ...], firms: int) -> Floats:
        """Points off per firm under some deductions of complaints and measures."""
        off = np.zeros(firms)
        for deduct in deducts:
            for (category, _), number in self.complaints.items():
                if deduct.source == "complaints" and deduct.when.get("category") == category:
                    off += deduct.of_each * number
            for (matter, branch), number in self.measures.items():
                if deduct.source == "integrity_measures" and deduct.when.get("matter") == matter:
                    off += deduct.of_each * (deduct.factors[0].factor if branch and deduct.factors else 1.0) * number
        return off


def points_of(targets: Targets, leaf: str, identity: str) -> Deduct:
    """One deduction of a leaf by its id."""
    return next(deduct for deduct in targets.rulebook.deductions(leaf) if deduct.id == identity)
