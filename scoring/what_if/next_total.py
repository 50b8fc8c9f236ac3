"""What would lift a firm's whole score into its next band: changes at several indicators together (`total_search`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.frames import told_above
from scoring.next_band import problems_at
from scoring.precision import DECIMALS
from scoring.what_if.frames import TOTAL_STEPS, TOTAL_TARGETS
from scoring.what_if.standing import Standing
from scoring.what_if.total_search import TotalSearch

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation


@dataclass(frozen=True)
class NextTotal:
    """What would lift a firm's whole score into its next band.

    Attributes:
        targets: where it stands, of the shape `TOTAL_TARGETS`; a row for `total` and one for `base` where it is
            told, none without a score.
        steps: the combinations, of the shape `TOTAL_STEPS`.
    """

    targets: pl.DataFrame
    steps: pl.DataFrame


def next_total(evaluation: Evaluation, firm_id: str) -> NextTotal:
    """The combinations that lift a firm's `total` and `base` into their next bands.

    Every combination reaches its edge when the changed evidence is scored, and one step less of any of its parts does
    not (`tests/scoring/what_if/test_next_total.py`).
    """
    book = evaluation.rulebook
    problems = {node: problem for node in book.leaves for problem in problems_at(evaluation, node, [firm_id])}
    at = Standing(evaluation, firm_id)
    targets: list[tuple[object, ...]] = []
    steps: list[tuple[object, ...]] = []
    for target in (node for node in ("total", "base") if node in told_above(book)):
        score = at.now.get(target, np.array([np.nan]))
        if np.isnan(score[0]):
            continue
        bands = book.band_set(target)
        band = next(place for place, edge in enumerate(bands.edges) if round(float(score[0]), DECIMALS) >= edge)
        here = (firm_id, target, float(score[0]), int(at.ranks(score, target)[0]), bands.labels[band])
        if band == 0:
            targets.append((*here, *(None,) * 6))
            continue
        edge = bands.edges[band - 1]
        search = TotalSearch(at, target, edge, problems)
        plan, reached = search.solve()
        after = search.whole([plan])
        gap, rank = edge - float(score[0]), int(at.ranks(after, target)[0])
        targets.append((*here, bands.labels[band - 1], edge, gap, reached, float(after[0]), rank))
        steps += search.rows(plan) if reached else []
    return NextTotal(
        pl.DataFrame(targets, schema=TOTAL_TARGETS, orient="row"), pl.DataFrame(steps, schema=TOTAL_STEPS, orient="row")
    )
