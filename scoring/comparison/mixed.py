"""Leaf scores by the rules of one evaluation over the evidence of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.comparison.quantities import mixed_evidence, shared
from scoring.precision import settled
from scoring.rules import write_ledger

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]

Pair = tuple["Evaluation", "Evaluation"]
"""The evaluations before and now."""


def leaf_scores(runs: Pair, firms: pl.Series) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """For the rules before and now: leaf (and `bonus`) → scores of shape (records before and now, firms).

    Every leaf is scored over all firms of the records' year; the firms asked for are those of both. NaN where there is
    no score. A leaf whose quantities are all its own year's has its own score with either records.
    """
    common = shared(runs[0].rulebook, runs[1].rulebook)
    movable = {quantity.node for quantity in common}
    return _by_rules(runs, 0, firms, movable), _by_rules(runs, 1, firms, movable)


def _by_rules(runs: Pair, rules: int, firms: pl.Series, movable: set[str]) -> dict[str, Floats]:
    book = runs[rules].rulebook
    own = _sums(runs[rules].ledger, firms)
    other = runs[1 - rules]
    evidence = mixed_evidence(runs[rules].evidence, other.evidence, shared(runs[0].rulebook, runs[1].rulebook))
    evaluated = other.firms.filter(pl.col("status") == "evaluated")["firm_id"]
    crossed = _sums(write_ledger(evaluated, evidence, book), firms)
    nothing = np.full(len(firms), np.nan)
    found: dict[str, Floats] = {}
    for node in (*book.leaves, *(["bonus"] if book.bonus else [])):
        at_home = own.get(node, nothing)
        abroad = crossed.get(node, nothing) if node in movable else at_home
        found[node] = np.stack([abroad, at_home] if rules else [at_home, abroad])
    return found


def _sums(ledger: pl.DataFrame, firms: pl.Series) -> dict[str, Floats]:
    """What the ledger of every node adds up to, in the order of the firms."""
    points = pl.col("points")
    sums = ledger.group_by("firm_id", "node").agg(
        score=pl.when(points.is_null().any()).then(None).otherwise(settled(points.sum()))
    )
    wide = (
        firms.alias("firm_id")
        .to_frame()
        .join(sums.pivot("node", index="firm_id", values="score"), on="firm_id", how="left", maintain_order="left")
    )
    return {node: wide[node].cast(pl.Float64).fill_null(float("nan")).to_numpy() for node in wide.columns[1:]}
