"""How much every node counts in a firm's total, what it lost there, and the way from full marks to the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.tree import path_to_root
from scoring.precision import settled
from scoring.rollup import loss_weights, made_by_children, share_weights

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation
    from scoring.rollup import Scores


WAY = pl.Schema(
    {"firm_id": pl.String, "kind": pl.String, "node": pl.String, "points": pl.Float64, "running": pl.Float64}
)
DEEPEST = 2
"""The level of the tree by which the way to the total is told; leaves above it stand for themselves."""


def losses(evaluation: Evaluation) -> pl.DataFrame:
    """firm_id, node, weight, points, lost: one row per firm and node of the tree that has a score, in tree order.

    `weight` is the node's in the whole tree, as it applied to the firm (siblings without a score pass theirs on);
    `lost` what was missing there to full marks: under arithmetic means the sum over its leaves of weight × (full marks
    − score), under others with the weights that make losses add up (`scoring.rollup.loss_weights`); what rules on the
    node and on those below it take is lost there too. `points` is what it gave to the total before bonus, weight × full
    marks − lost. On every level of the tree the losses of a firm add up to full marks less its score before bonus and
    before the rules on it, and its points to that score.
    """
    rulebook, leaves = evaluation.rulebook, evaluation.rulebook.leaves
    firms = evaluation.scores.filter(pl.col("node") == "base")["firm_id"]
    scores = _matrix(evaluation, firms)
    weights = share_weights(scores, rulebook, evaluation.scheme, leaves)["base"]
    ruled = [node for node in rulebook.ruled if node in rulebook.indicator]
    places = (*leaves, *ruled)
    counted = loss_weights(scores, rulebook, evaluation.scheme, places)["base"]
    taken = taken_by_rules(evaluation, scores)
    short = np.stack(
        [
            *(rulebook.scale.full_marks - np.nan_to_num(scores[leaf]) for leaf in leaves),
            *(np.nan_to_num(taken[node]) for node in ruled),
        ],
        axis=1,
    )
    tables = []
    for node in rulebook.nodes:
        under = [leaves.index(leaf) for leaf in rulebook.leaves_under(node)]
        weight = weights[:, under].sum(axis=1)
        below = [*under, *(places.index(at) for at in ruled if node in path_to_root(rulebook.indicator, at))]
        lost = (counted[:, below] * short[:, below]).sum(axis=1)
        table = pl.DataFrame(
            {
                "firm_id": firms,
                "node": node,
                "weight": weight,
                "points": weight * rulebook.scale.full_marks - lost,
                "lost": lost,
            }
        )
        tables.append(table.filter(~np.isnan(scores[node])))
    return pl.concat(tables)


def taken_by_rules(evaluation: Evaluation, scores: Scores) -> Scores:
    """Node with rules → points that these took from what its children made, per firm; negative where they added."""
    made = made_by_children(scores, evaluation.rulebook, evaluation.scheme)
    return {node: made[node] - scores[node] for node in made}


def largest_losses(rulebook: Rulebook, lost: pl.DataFrame) -> pl.DataFrame:
    """The rows of `losses` of the leaves that lost anything, per firm the largest first, equal ones in tree order."""
    leaves = lost.filter(pl.col("node").is_in(rulebook.leaves), settled(pl.col("lost")) > 0)
    return leaves.sort("firm_id", settled(pl.col("lost")), descending=[False, True], maintain_order=True)


def way_to_total(evaluation: Evaluation, lost: pl.DataFrame) -> pl.DataFrame:
    """firm_id, kind, node, points, running: how every firm comes from full marks to its total, step by step.

    Kinds: `start` (full marks; no node), `change` (points added: what was lost at a node of level `DEEPEST` or at a
    leaf above it, negative, then the bonus), `rule` (points that rules on nodes above them, on `base` or on `total`
    added), `end` (base and total; no points). `running` are the points so far, null at the ends and the bonus of a firm
    without a total. Nodes without a score have no step.

    Args:
        evaluation: the evaluation.
        lost: its `losses`.
    """
    rulebook = evaluation.rulebook
    full, nodes = rulebook.scale.full_marks, _told(rulebook)
    scores = evaluation.scores.filter(pl.col("node").is_in(["base", "bonus", "total"]))
    reached = scores.pivot("node", index="firm_id", values="score")
    taken = lost.filter(pl.col("node").is_in(nodes)).with_columns(
        points=-pl.col("lost"), running=full - pl.col("lost").cum_sum().over("firm_id")
    )
    ends = ["base", "total"] if rulebook.bonus else ["total"]
    steps = [
        reached.select("firm_id", kind=pl.lit("start"), node=pl.lit(""), points=None, running=pl.lit(float(full))),
        taken.select("firm_id", pl.lit("change").alias("kind"), "node", "points", "running"),
        *(reached.select("firm_id", kind=pl.lit("end"), node=pl.lit(at), points=None, running=at) for at in ends),
    ]
    steps[2:2] = _rule_steps(evaluation, lost.filter(pl.col("node").is_in(nodes)))
    if rulebook.bonus:
        bonus = {
            "kind": pl.lit("change"),
            "node": pl.lit("bonus"),
            "points": pl.col("bonus"),
            "running": pl.col("base") + pl.col("bonus"),
        }
        steps.insert(-1, reached.select("firm_id", **bonus))
    if rulebook.rules_at("total"):
        before = pl.col("base") + pl.col("bonus")
        points = pl.col("total") - before
        told = reached.select("firm_id", kind=pl.lit("rule"), node=pl.lit("total"), points=points, running="total")
        steps.insert(-1, told)
    return pl.concat([step.cast(WAY) for step in steps]).sort("firm_id", maintain_order=True)


def _rule_steps(evaluation: Evaluation, lost: pl.DataFrame) -> list[pl.DataFrame]:
    """What rules on nodes above those that are told, and on the whole tree, added to the score before bonus."""
    rulebook = evaluation.rulebook
    above = [at for at in rulebook.ruled if at == "base" or (at in rulebook.indicator and rulebook.level(at) < DEEPEST)]
    if not above:
        return []
    firms = evaluation.scores.filter(pl.col("node") == "base")["firm_id"]
    scores = _matrix(evaluation, firms)
    taken = taken_by_rules(evaluation, scores)
    inner = [node for node in above if node != "base"]
    weights = loss_weights(scores, rulebook, evaluation.scheme, inner)["base"]
    sums = lost.group_by("firm_id").agg(pl.col("lost").sum())
    reached = (
        firms.to_frame().join(sums, on="firm_id", how="left", maintain_order="left")["lost"].fill_null(0).to_numpy()
    )
    running = rulebook.scale.full_marks - reached
    steps = []
    for node in above:
        points = -np.nan_to_num(taken[node]) * (weights[:, inner.index(node)] if node in inner else 1.0) + 0.0
        running = running + points
        rows = {"firm_id": firms, "kind": "rule", "node": node, "points": points, "running": running}
        steps.append(pl.DataFrame(rows).filter(~np.isnan(scores[node])))
    return steps


def _told(rulebook: Rulebook) -> list[str]:
    levels = {node: rulebook.level(node) for node in rulebook.nodes}
    return [at for at, level in levels.items() if level == DEEPEST or (level < DEEPEST and at in rulebook.leaves)]


def _matrix(evaluation: Evaluation, firms: pl.Series) -> dict[str, npt.NDArray[np.float64]]:
    """Scores by node in the order of the firms, NaN for none."""
    wide = firms.to_frame().join(
        evaluation.scores.pivot("node", index="firm_id", values="score"), on="firm_id", maintain_order="left"
    )
    return {node: wide[node].cast(pl.Float64).fill_null(float("nan")).to_numpy() for node in wide.columns[1:]}
