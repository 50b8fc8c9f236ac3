"""The smallest changes that lift a firm's indicators into the next band, and what they would do to its total."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.next_band import next_bands
from scoring.what_if.frames import NEXT_STEPS
from scoring.what_if.standing import Standing

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation


def next_steps(evaluation: Evaluation, firm_id: str) -> pl.DataFrame:
    """The ways to the next band that `scoring.next_band` finds, of the shape `NEXT_STEPS`.

    The indicator nearest to its next band first; per indicator the way first that asks for the least.
    """
    found = next_bands(evaluation, [firm_id])
    targets = found.targets.select("firm_id", "node", before="score", band="band", next_band="next_band", gap="gap")
    steps = found.steps.join(targets, on=["firm_id", "node"], maintain_order="left")
    ways = steps.unique(["node", "option"], keep="first", maintain_order=True).select("node", "option", "score")
    now = Standing(evaluation, firm_id)
    changed = {}
    for (node,), _ in ways.group_by("node", maintain_order=True):
        here = (ways["node"] == node).to_numpy()
        changed[str(node)] = np.where(here, ways["score"].to_numpy(), now.now[str(node)][0])
    gains = pl.concat([ways.select("node", "option"), now.gains(changed, ways.height)], how="horizontal")
    told = steps.join(gains, on=["node", "option"], maintain_order="left")
    return told.sort("gap", maintain_order=True).select(NEXT_STEPS.names()).cast(NEXT_STEPS)
