"""Recovered weights as a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.recovery.problem import WHOLE_TREE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.recovery.recover import NodeWeights

BONUS = "bonus"
WEIGHT_BANDS = pl.Schema(
    {
        "parent": pl.String,
        "node": pl.String,
        "name": pl.String,
        "equal": pl.Float64,
        "closest": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "determined": pl.Boolean,
        "years": pl.String,
        "shortfall": pl.Float64,
    }
)
"""A row is a weight among siblings; parent "" is the whole tree. A row `bonus` is the mean bonus of its year, in
points, without `equal`. `years`: whose figures speak. Where no weights fit, `closest`, `low` and `high` are null and
`shortfall` says by how many points the figures miss each other; else it is 0."""


def weight_bands(recovered: Sequence[NodeWeights], names: Mapping[str, str], width: float) -> pl.DataFrame:
    """Recovered weights as `WEIGHT_BANDS`.

    Args:
        recovered: what `recover` found.
        names: names of nodes.
        width: a weight is determined where its interval is no wider; a mean bonus where its interval is no wider than
            this share of the cap.
    """
    rows = [row for one in recovered for row in _rows(one, names, width)]
    return pl.DataFrame(rows, WEIGHT_BANDS, orient="row")


def _rows(one: NodeWeights, names: Mapping[str, str], width: float) -> Iterator[tuple[object, ...]]:
    children = one.problem.children
    years = "、".join(map(str, one.problem.years))
    for place, child in enumerate(children):
        found = [None if each is None else float(each[place]) for each in (one.closest, one.low, one.high)]
        determined = one.low is not None and one.high is not None and one.high[place] - one.low[place] <= width
        yield (
            one.problem.parent,
            child,
            names.get(child, child),
            1 / len(children),
            *found,
            bool(determined),
            years,
            one.shortfall,
        )
    for bonus in one.bonus:
        determined = bonus.high - bonus.low <= width * bonus.cap
        found = [bonus.closest, bonus.low, bonus.high]
        yield (WHOLE_TREE, BONUS, names.get(BONUS, BONUS), None, *found, determined, str(bonus.year), one.shortfall)
