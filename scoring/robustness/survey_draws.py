"""Sampling errors of answers as they could as well have been: correlated within a firm, whose respondents answered all
questions, and independent between firms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.kinds.registry import questions_of
from scoring.robustness.assumptions import random_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation

    Floats = npt.NDArray[np.float64]

NOISE = 1e-12
"""What is left of a variance below this share of it is binary noise."""

NO_COVARIANCE = (
    "这次运行由较早的版本写出，没有 survey_covariance：各项问卷指标的抽样误差按互不相关抽取，总分的区间可能偏窄；"
    "重新评分后即按相关抽取"
)


def survey_errors(
    evaluation: Evaluation, firms: Sequence[str], spec: Robustness, seed: int
) -> tuple[tuple[int, ...], Floats, tuple[str, ...]]:
    """Normal errors of the answer means that a study draws.

    No mean leaves the range of what its answers are worth.

    Returns:
        Places of the leaves that rest on answers; their errors in points, shape (realisations + 1, these leaves,
        firms), the last of which are 0; and notes for the reader.
    """
    book = evaluation.rulebook
    worth = {leaf: tuple(rule.answers.values.values()) for leaf, rule in questions_of(book).items()}
    nodes = tuple(worth)
    if not nodes or spec.survey is None or not spec.survey.vary:
        return (), np.zeros((1, 0, len(firms))), ()
    count = spec.survey.realisations
    covariance = _covariance(evaluation, firms, nodes)
    notes = (NO_COVARIANCE,) if evaluation.survey_covariance is None else ()
    noise = np.stack([random_numbers(seed, "survey", firm).standard_normal((count, len(nodes))) for firm in firms])
    errors = np.zeros((count + 1, len(nodes), len(firms)))
    factors = _factors(covariance)
    for one in range(len(nodes)):
        for other in range(one + 1):
            errors[:-1, one] += factors[:, one, other] * noise[:, :, other].T
    means = np.stack([_answer_means(evaluation, firms, node) for node in nodes])
    least, most = (np.array([[end(values)] for values in worth.values()]) for end in (min, max))
    moved = np.nan_to_num((means + errors).clip(least, most) - means)
    return tuple(book.leaves.index(node) for node in nodes), moved, notes


def _covariance(evaluation: Evaluation, firms: Sequence[str], nodes: Sequence[str]) -> Floats:
    """Shape (firms, leaves, leaves); independent errors where a run keeps only their standard errors."""
    table = evaluation.survey_covariance
    if table is None:
        leaves = evaluation.scores.filter(pl.col("node").is_in(nodes), pl.col("se").is_not_null())
        table = leaves.select("firm_id", "node", other="node", covariance=pl.col("se") ** 2)
    known = table.filter(pl.col("firm_id").is_in(list(firms)))
    at = known["firm_id"].replace_strict(firms, range(len(firms)), return_dtype=pl.Int64).to_numpy()
    one, other = (
        known[name].replace_strict(nodes, range(len(nodes)), return_dtype=pl.Int64).to_numpy()
        for name in ("node", "other")
    )
    found = np.zeros((len(firms), len(nodes), len(nodes)))
    found[at, one, other] = found[at, other, one] = known["covariance"].to_numpy()
    return found


def _factors(covariance: Floats) -> Floats:
    """Cholesky factors of the firms' matrices, shape (firms, leaves, leaves).

    A leaf whose error is all that of leaves before it, or which has none, adds nothing of its own: such matrices are
    only positive semi-definite (Higham 1990, Analysis of the Cholesky decomposition of a semi-definite matrix).
    """
    factors = np.zeros_like(covariance)
    for at in range(covariance.shape[1]):
        rest = covariance[:, at:, at].copy()
        for before in range(at):
            rest -= factors[:, at:, before] * factors[:, at, before, None]
        own = np.where(rest[:, 0] > NOISE * covariance[:, at, at], rest[:, 0], 0.0)
        root = np.sqrt(own)[:, None]
        factors[:, at:, at] = np.divide(rest, root, out=np.zeros_like(rest), where=root > 0)
    return factors


def _answer_means(evaluation: Evaluation, firms: Sequence[str], node: str) -> Floats:
    """The answer mean of a leaf per firm, before deductions; NaN where there is no score."""
    rows = evaluation.ledger.filter(pl.col("parameter") == f"{node}.answers").select("firm_id", "points")
    aligned = pl.DataFrame({"firm_id": firms}).join(rows, on="firm_id", how="left", maintain_order="left")
    return aligned["points"].fill_null(float("nan")).to_numpy()
