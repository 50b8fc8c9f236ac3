"""Complaints and measures that lower the survey indicators (pp. 17-24), shared out rather than solved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.reconstruction.incidents import points_of
from ipscore_demo.reconstruction.shapes import apportion, noisy, stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.incidents import Incidents
    from ipscore_demo.reconstruction.targets import Targets

MANY, FEW = 12, 4
"""Most complaints against one firm, in categories with more complaints than firms and in others."""


def survey_incidents(targets: Targets, firms: Firms, seed: int, found: Incidents) -> None:
    """Complaints and measures that lower the survey indicators (pp. 17-24)."""
    rng = stream(seed, "survey incidents")
    categories = dict(targets.aims.complaints.categories)
    for leaf, name in (("3.3.2", "contract_breach.complaints"), ("3.3.3", "stock_tips.complaints")):
        categories[str(points_of(targets, leaf, "complaint").when["category"])] = int(targets.count(name))
    for category, total in categories.items():
        weight = np.exp(0.55 * noisy(firms.size, 0.1, rng))
        many = total > targets.firms
        silent = noisy(firms.size, 0.2, rng) < (-0.25 if many else 1.0)
        weight = np.where(silent | ~firms.complained_of, 0.0, weight)
        most = np.where(weight > 0, MANY if many else FEW, 0)
        found.complaints[category, None] = apportion(total, weight, high=most, what=category)
    single: list[tuple[str, str, bool, int]] = [
        ("3.3.1", "measure", False, int(targets.count("entrusted_funds.firms_with_measure"))),
        ("3.3.3", "measure", False, int(targets.count("stock_tips.insider"))),
        ("3.2.1", "measure", False, targets.aims.measures.suitability["公司"]),
        ("3.2.1", "measure", True, targets.aims.measures.suitability["分支机构"]),
    ]
    for leaf, identity, branch, count in single:
        number = np.zeros(targets.firms, dtype=np.int64)
        number[np.argsort(noisy(firms.size, 0.4, rng), kind="stable")[-count:]] = 1
        found.measures[str(points_of(targets, leaf, identity).when["matter"]), branch] = number
