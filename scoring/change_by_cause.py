"""Why a firm's score is another than last year's: the change of every indicator, cause by cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.aggregation import methods_of
from scoring.changed_causes import CAUSES, changed_causes
from scoring.frames import TOTAL_NODES
from scoring.node_rules.ledger import OPENING
from scoring.rollup import share_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

AGGREGATION = "合成方法"
NODE_RULES = "节点规则"

INDICATORS = pl.Schema(
    {
        "node": pl.String,
        "name": pl.String,
        "kind": pl.String,
        "before": pl.Float64,
        "now": pl.Float64,
        "change": pl.Float64,
        "weight_before": pl.Float64,
        "weight": pl.Float64,
        "effect": pl.Float64,
        "running": pl.Float64,
    }
)


@dataclass(frozen=True)
class ChangeByCause:
    """A firm's change from one evaluation to the next.

    Attributes:
        before, now, change: the totals, bonus included, and the second less the first.
        weights: points of the total that follow from other weights.
        indicators: node, name, kind, before, now, change (points of the indicator), weight_before and weight (in the
            whole tree, as they applied to the firm), effect (points of the total), running (last year's
            total with the effects so far; that of the weights, added last, leads to this year's). Kinds: `both`; `new`
            and `gone` for indicators with a score in one of the years only; `bonus`; `aggregation` (node `base`, only
            an effect), where one of the rulebooks aggregates otherwise than by arithmetic means; `node_rule` (only an
            effect) for every node on which one of them has rules. An indicator is the same if code and name are.
        causes: node, parameter, cause, quantity_before, quantity, before, now, change, effect, for kinds `both` and
            `bonus`, in ledger order: every indicator's changes add up to its own.
    """

    before: float
    now: float
    change: float
    weights: float
    indicators: pl.DataFrame
    causes: pl.DataFrame


def change_by_cause(evaluation: Evaluation, previous: Evaluation, firm_id: str) -> ChangeByCause | None:
    """The firm's change from the previous evaluation; None where one of the two gave it no total.

    With weights w and scores s before (0) and now (1), and c the mean of the two totals before bonus, the change of
    Σ w s is, exactly, since weights add up to 1 in both years (Bennet, The Theory of Measurement of Changes in Cost of
    Living, Journal of the Royal Statistical Society 83, 1920):

        Σ both ½(w0 + w1)(s1 − s0)  +  Σ both (w1 − w0)(½(s0 + s1) − c)  +  Σ new w1(s1 − c)  −  Σ gone w0(s0 − c)

    The second sum is that of the changed weights; a new indicator counts by how far it lies above or below the rest.
    By how much more the score before bonus changed than Σ w s did, rules on nodes account for (points × weight of the
    node in the total), and other methods than the arithmetic mean for the rest.
    """
    scores0, scores1 = _scores(previous, firm_id), _scores(evaluation, firm_id)
    if scores0.get("total") is None or scores1.get("total") is None:
        return None
    weights0, weights1 = _weights(previous, scores0), _weights(evaluation, scores1)
    centre = (scores0["base"] + scores1["base"]) / 2
    tree0, tree1 = previous.rulebook.indicator, evaluation.rulebook.indicator
    both = [node for node in weights1 if node in weights0 and tree0[node].name == tree1[node].name]
    shift = sum((weights1[at] - weights0[at]) * ((scores0[at] + scores1[at]) / 2 - centre) for at in both)
    rows: list[tuple[object, ...]] = []
    causes: list[tuple[object, ...]] = []
    for node in both:
        middle = (weights0[node] + weights1[node]) / 2
        change = scores1[node] - scores0[node]
        known = (scores0[node], scores1[node], change, weights0[node], weights1[node], middle * change)
        rows.append((node, tree1[node].name, "both", *known))
        causes += changed_causes(evaluation, previous, firm_id, node, middle)
    for node in (node for node in weights1 if node not in both):
        effect = weights1[node] * (scores1[node] - centre)
        rows.append((node, tree1[node].name, "new", None, scores1[node], None, None, weights1[node], effect))
    for node in (node for node in weights0 if node not in both):
        effect = -weights0[node] * (scores0[node] - centre)
        rows.append((node, tree0[node].name, "gone", scores0[node], None, None, weights0[node], None, effect))
    ruled0, ruled1 = _by_rules(previous, scores0, firm_id), _by_rules(evaluation, scores1, firm_id)
    for node in dict.fromkeys((*ruled1, *ruled0)):
        effect = ruled1.get(node, 0.0) - ruled0.get(node, 0.0)
        named = f"{_named(node, evaluation if node in ruled1 else previous)}：{NODE_RULES}"
        rows.append((node, named, "node_rule", None, None, None, None, None, effect))
    if not (_arithmetic(previous.rulebook) and _arithmetic(evaluation.rulebook)):
        below1, below0 = (sum(own[at] for at in own if at != "total") for own in (ruled1, ruled0))
        beyond = _beyond_mean(scores1, weights1) - _beyond_mean(scores0, weights0) - (below1 - below0)
        rows.append(("base", AGGREGATION, "aggregation", None, None, None, None, None, beyond))
    if evaluation.rulebook.bonus or previous.rulebook.bonus:
        name = next(book.bonus.name for book in (evaluation.rulebook, previous.rulebook) if book.bonus)
        gained = scores1["bonus"] - scores0["bonus"]
        rows.append(("bonus", name, "bonus", scores0["bonus"], scores1["bonus"], gained, None, None, gained))
        causes += changed_causes(evaluation, previous, firm_id, "bonus", 1.0)
    effects = pl.Schema({name: kind for name, kind in INDICATORS.items() if name != "running"})
    indicators = pl.DataFrame(rows, schema=effects, orient="row")
    return ChangeByCause(
        scores0["total"],
        scores1["total"],
        scores1["total"] - scores0["total"],
        shift,
        indicators.with_columns(running=scores0["total"] + pl.col("effect").cum_sum()).select(list(INDICATORS)),
        pl.DataFrame(causes, schema=CAUSES, orient="row"),
    )


def _scores(evaluation: Evaluation, firm_id: str) -> dict[str, float]:
    """The scores that the firm has, by node."""
    own = evaluation.scores.filter(pl.col("firm_id") == firm_id, pl.col("score").is_not_null())
    return dict(own.select("node", "score").iter_rows())


def _weights(evaluation: Evaluation, scores: Mapping[str, float]) -> dict[str, float]:
    """Weight in the whole tree of every leaf that has a score."""
    rulebook = evaluation.rulebook
    nodes = ("base", "bonus", *rulebook.nodes)
    arrays = {node: np.array([scores.get(node, np.nan)]) for node in nodes}
    found = share_weights(arrays, rulebook, evaluation.scheme, rulebook.leaves)["base"][0]
    return {leaf: float(weight) for leaf, weight in zip(rulebook.leaves, found, strict=True) if leaf in scores}


def _by_rules(evaluation: Evaluation, scores: Mapping[str, float], firm_id: str) -> dict[str, float]:
    """Node with rules → what they add to the total: their points times the weight of the node."""
    rulebook = evaluation.rulebook
    if not rulebook.ruled:
        return {}
    own = evaluation.ledger.filter(pl.col("firm_id") == firm_id, pl.col("node").is_in(rulebook.ruled))
    opening = pl.col("parameter").is_in([f"{node}.{name}" for node in rulebook.ruled for name in OPENING])
    points = dict(own.filter(~opening).group_by("node").agg(pl.col("points").sum()).iter_rows())
    inner = [node for node in rulebook.ruled if node in rulebook.indicator]
    arrays = {node: np.array([scores.get(node, np.nan)]) for node in ("base", "bonus", *rulebook.nodes)}
    weights = share_weights(arrays, rulebook, evaluation.scheme, inner)["base"][0]
    shares = dict(zip(inner, weights.tolist(), strict=True))
    return {node: points.get(node, 0.0) * shares.get(node, 1.0) for node in rulebook.ruled}


def _named(node: str, evaluation: Evaluation) -> str:
    return TOTAL_NODES.get(node) or f"{node} {evaluation.rulebook.indicator[node].name}"


def _arithmetic(rulebook: Rulebook) -> bool:
    """Whether every node is the arithmetic mean of its children."""
    return set(methods_of(rulebook).values()) == {"arithmetic"}


def _beyond_mean(scores: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """By how much the score before bonus differs from the weighted arithmetic mean of the leaves."""
    return scores["base"] - sum(weight * scores[leaf] for leaf, weight in weights.items())
