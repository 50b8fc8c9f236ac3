"""What changed in the ledger of a firm at one node from one evaluation to the next, cause by cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from scoring.evaluation import Evaluation

CAUSES = pl.Schema(
    {
        "node": pl.String,
        "parameter": pl.String,
        "cause": pl.String,
        "quantity_before": pl.Float64,
        "quantity": pl.Float64,
        "before": pl.Float64,
        "now": pl.Float64,
        "change": pl.Float64,
        "effect": pl.Float64,
    }
)


def changed_causes(
    evaluation: Evaluation, previous: Evaluation, firm_id: str, node: str, weight: float
) -> list[tuple[object, ...]]:
    """Rows of `CAUSES`, one per parameter of the node's ledger in either year.

    Args:
        evaluation: this year's.
        previous: last year's.
        firm_id: the firm.
        node: a leaf or `bonus`.
        weight: points of the total for a point at the node; `effect` is the change times it.
    """
    now, before = _ledger(evaluation, firm_id, node), _ledger(previous, firm_id, node)
    rows: list[tuple[object, ...]] = []
    for parameter in dict.fromkeys((*now, *before)):
        (cause, quantity, points), (old_cause, old_quantity, old_points) = (
            found.get(parameter, ("", None, 0.0)) for found in (now, before)
        )
        named = cause if points or not old_points else old_cause
        change = points - old_points
        rows.append(
            (node, parameter, named or old_cause, old_quantity, quantity, old_points, points, change, weight * change)
        )
    return rows


def _ledger(evaluation: Evaluation, firm_id: str, node: str) -> dict[str, tuple[str, float | None, float]]:
    """Cause, quantity and points by parameter, in ledger order; rows of one parameter are added up."""
    found: dict[str, tuple[str, float | None, float]] = {}
    own = evaluation.ledger.filter(pl.col("firm_id") == firm_id, pl.col("node") == node)
    for parameter, cause, quantity, points in own.select("parameter", "cause", "quantity", "points").iter_rows():
        if parameter in found:
            first, counted, sofar = found[parameter]
            found[parameter] = (cause if points else first, counted, sofar + points)
        else:
            found[parameter] = (cause, quantity, points)
    return found
