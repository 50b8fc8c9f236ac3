"""Evaluations of made-up leaf scores under the tree of the small rulebook (1.1, 1.2; 2.1, 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from indicator_tree.parameters import Reference
from indicator_tree.robustness import Coherence
from scoring import Evaluation
from scoring.rollup import roll_up
from scoring.tables import score_table
from tests.reports.small import evaluation

LIMITS = Coherence(
    basis="assumed",
    reference=Reference(title="示例"),
    sd=2,
    floor_share=0.15,
    ceiling_share=0.5,
    correlation_low=0.1,
    correlation_high=0.9,
    alpha=0.6,
)


def made(**leaves: Sequence[float | None]) -> Evaluation:
    """Firms with these scores; leaves are given as n11, n12, n21, n22, None is no score."""
    scores = {
        f"{name[1]}.{name[2]}": np.array([np.nan if value is None else value for value in values], dtype=np.float64)
        for name, values in leaves.items()
    }
    base = evaluation()
    number = len(scores["1.1"])
    firms = pl.DataFrame(
        {"firm_id": [f"{at:04}" for at in range(number)], "firm": [f"公司{at}" for at in range(number)]}
    )
    rolled = roll_up(scores, np.zeros(number), base.rulebook, "equal")
    return replace(base, scores=score_table(rolled, firms, base.rulebook))


def drawn(firms: int = 40, seed: int = 1, missing: float = 0.0) -> Evaluation:
    """Correlated scores, some of them missing."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=firms)
    scores = {name: 80 + 5 * common + 8 * generator.normal(size=firms) for name in ("n11", "n12", "n21", "n22")}
    absent = {name: generator.random(firms) < missing for name in scores}
    return made(**{name: np.where(absent[name], np.nan, values).tolist() for name, values in scores.items()})
