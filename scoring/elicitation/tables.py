"""What panels come to, as frames."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scoring.elicitation.panel import combined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.elicitation.judgement import Weighed
    from scoring.elicitation.panel import Panel

PANEL_WEIGHTS = pl.Schema(
    {
        **dict.fromkeys(("parent", "node", "name"), pl.String),
        "weight": pl.Float64,
        "experts": pl.Int64,
        **dict.fromkeys(("low", "high", "sd"), pl.Float64),
    }
)
"""parent ("" is the whole tree), node; weight of the panel; how many experts; lowest, highest and standard deviation
(divisor n) of the experts' weights."""
EXPERT_WEIGHTS = pl.Schema({**dict.fromkeys(("parent", "node", "expert"), pl.String), "weight": pl.Float64})
"""The weight that each expert's own judgement comes to."""
CONSISTENCY = pl.Schema(
    {
        **dict.fromkeys(("parent", "expert", "measure"), pl.String),
        **dict.fromkeys(("ratio", "limit"), pl.Float64),
        "acceptable": pl.Boolean,
        **dict.fromkeys(("lambda_max", "index", "xi"), pl.Float64),
    }
)
"""Consistency of every expert, and of the panel's mean judgement (expert ""), where there is one."""
CLASHES = pl.Schema(
    {
        **dict.fromkeys(("parent", "expert"), pl.String),
        "place": pl.Int64,
        **dict.fromkeys(("first", "second"), pl.String),
        **dict.fromkeys(("given", "implied"), pl.Float64),
    }
)
"""Judgements (first is `given` times second) beside what the others imply; place 1 of an expert deviates most."""


@dataclass(frozen=True)
class PanelTables:
    """The frames `PANEL_WEIGHTS`, `EXPERT_WEIGHTS`, `CONSISTENCY`, `CLASHES`."""

    weights: pl.DataFrame
    experts: pl.DataFrame
    consistency: pl.DataFrame
    clashes: pl.DataFrame


def panel_tables(panels: Sequence[Panel], names: Mapping[str, str]) -> PanelTables:
    """All that panels come to; nodes in the order of the panels, experts in that of their ids.

    Args:
        panels: one per node.
        names: of nodes.
    """
    weights: list[tuple[Any, ...]] = []
    experts: list[tuple[Any, ...]] = []
    consistency: list[dict[str, Any]] = []
    clashes: list[tuple[Any, ...]] = []
    for panel in panels:
        each = {expert: panel.judgements[expert].weigh() for expert in sorted(panel.judgements)}
        together = combined([panel.judgements[expert] for expert in each])
        own = np.array([one.weights for one in each.values()])
        for at, node in enumerate(panel.children):
            spread = (float(own[:, at].min()), float(own[:, at].max()), float(own[:, at].std()))
            weights.append((panel.parent, node, names[node], float(together.weights[at]), len(own), *spread))
            experts += [(panel.parent, node, expert, float(one.weights[at])) for expert, one in each.items()]
        for expert, one in {**each, "": together}.items():
            consistency += _consistency(panel.parent, expert, one)
        for expert, one in each.items():
            clashes += [
                (panel.parent, expert, place, panel.children[at.first], panel.children[at.second], at.given, at.implied)
                for place, at in enumerate(one.clashes, 1)
            ]
    return PanelTables(
        pl.DataFrame(weights, PANEL_WEIGHTS, orient="row"),
        pl.DataFrame(experts, EXPERT_WEIGHTS, orient="row"),
        pl.DataFrame(consistency, CONSISTENCY, orient="row"),
        pl.DataFrame(clashes, CLASHES, orient="row"),
    )


def _consistency(parent: str, expert: str, one: Weighed) -> Iterator[dict[str, Any]]:
    if (found := one.consistency) is None:
        return
    yield {
        "parent": parent,
        "expert": expert,
        "measure": found.measure,
        "ratio": found.ratio,
        "limit": found.limit,
        "acceptable": found.acceptable,
        **found.detail,
    }
