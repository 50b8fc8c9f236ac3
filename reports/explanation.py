"""Why a firm has the score it has: flat records, start to end, from the frames of an evaluation.

Nothing is scored here: the points are the ledger's, the scores the evaluation's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from reports.decisions import decisions_by_parameter
from reports.firm_scores import applied_weights, limits_of, score_of
from reports.quantities import unit_of
from scoring.aggregation import methods_of
from scoring.frames import told_above
from scoring.kinds.registry import question_at
from scoring.node_rules.ledger import OPENING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from scoring import Evaluation

"""The nodes above the tree and what they add up; `base` adds up level 1 with its weights."""


@dataclass(frozen=True)
class Step:
    """One step of a leaf's waterfall.

    Attributes:
        kind: `start` opens (the base), `change` adds points, `end` is the score.
        cause: what happened.
        quantity: how much of it, in `unit`; None where nothing is counted.
        points: points added, None where there is no score.
        running: the points so far.
        parameter: key of the rulebook's parameter.
        basis: how the parameter is known.
        reference: where it stands.
        detail: what the quantity is made of: answers with their numbers and weights.
        records: ids of the records behind the step.
        low, high: limits of the score, on the last step; None where nothing rests on answers of a sample.
        decisions: numbers of the decisions that corrected the evidence of the step.
        source: the source that the quantity was counted in; None where nothing was.
    """

    kind: Literal["start", "change", "end"]
    cause: str
    quantity: float | None = None
    unit: str = ""
    points: float | None = None
    running: float | None = None
    parameter: str | None = None
    basis: str | None = None
    reference: str | None = None
    detail: tuple[tuple[str, float, float], ...] = ()
    records: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    decisions: tuple[str, ...] = ()
    source: str | None = None


def causes_by_record(steps: Iterable[Step]) -> dict[str, dict[str, list[str]]]:
    """Source → number of the record → what it counts as, in the order of the steps."""
    found: dict[str, dict[str, list[str]]] = {}
    for step in steps:
        if step.source is not None and step.records:
            by_record = found.setdefault(step.source, {})
            for record_id in step.records:
                by_record.setdefault(record_id, []).append(step.cause)
    return {source: dict(sorted(by_record.items())) for source, by_record in found.items()}


@dataclass(frozen=True)
class Share:
    """What one child contributes to an inner node: points = weight × score. The weight is the one that applied to the
    firm: where siblings have no score, theirs is shared out. Where the node is no arithmetic mean, nothing adds up and
    there are no points. Rules of the node follow: without code, score and weight, named by their cause. The last record
    (kind `end`) is the node itself.
    """

    kind: Literal["change", "end"]
    node: str
    name: str
    score: float | None
    weight: float | None
    points: float | None
    running: float | None
    low: float | None = None
    high: float | None = None


def is_leaf(evaluation: Evaluation, node: str) -> bool:
    """Whether a rule scores the node itself, from evidence."""
    return node in (*evaluation.rulebook.leaves, "bonus")


def has_ledger(evaluation: Evaluation, node: str) -> bool:
    """Whether the ledger has rows at the node: a leaf, the bonus, or a node that has rules of its own."""
    return is_leaf(evaluation, node) or not evaluation.ledger.filter(pl.col("node") == node).is_empty()


def explain(evaluation: Evaluation, firm_id: str, node: str) -> list[Step] | list[Share]:
    """The explanation of a firm's score at any node."""
    if is_leaf(evaluation, node):
        return explain_leaf(evaluation, firm_id, node)
    return explain_inner(evaluation, firm_id, node)


def explain_leaf(evaluation: Evaluation, firm_id: str, node: str) -> list[Step]:
    """The waterfall of a scored indicator, of the bonus, or of a node that has rules, from the opening row to the
    score.
    """
    behind = evaluation.evidence_records if evaluation.held is None else evaluation.held.of(firm_id, node).listed()
    return _waterfalls(evaluation, firm_id, [node], behind)[node]


def explain_leaves(evaluation: Evaluation, firm_id: str, nodes: Collection[str]) -> dict[str, list[Step]]:
    """The same of many nodes, read together."""
    behind = evaluation.evidence_records if evaluation.held is None else evaluation.held.of(firm_id).listed()
    return _waterfalls(evaluation, firm_id, nodes, behind)


def _waterfalls(
    evaluation: Evaluation, firm_id: str, nodes: Collection[str], listed: pl.LazyFrame
) -> dict[str, list[Step]]:
    """The steps by node; `listed` are at least the firm's records behind them."""
    here = (pl.col("firm_id") == firm_id) & pl.col("node").is_in(list(nodes))
    rows: dict[str, list[dict[str, Any]]] = {node: [] for node in nodes}
    for row in evaluation.ledger.filter(here).iter_rows(named=True):
        rows[row["node"]].append(row)
    behind = _behind(listed.filter(here))
    counted = evaluation.evidence.filter(here).select("node", "parameter", "source").iter_rows()
    sources = {(node, parameter): source for node, parameter, source in counted}
    decided = decisions_by_parameter(evaluation, firm_id, nodes)
    ends = {node: end for node, *end in evaluation.scores.filter(here).select("node", "score", "low", "high").rows()}
    found: dict[str, list[Step]] = {}
    for node, ledger in rows.items():
        running = _running(row["points"] for row in ledger)
        found[node] = [
            Step(
                kind="change" if place else "start",
                cause=row["cause"],
                quantity=row["quantity"],
                unit=unit_of(node, row["parameter"], evaluation.rulebook),
                points=row["points"],
                running=sofar,
                parameter=row["parameter"],
                basis=row["basis"],
                reference=row["reference"],
                detail=_answers(evaluation, firm_id, node, row["parameter"]),
                records=behind.get((node, row["parameter"]), ()),
                decisions=decided.get((node, row["parameter"]), ()),
                source=sources.get((node, row["parameter"])),
            )
            for place, (row, sofar) in enumerate(zip(ledger, running, strict=True))
        ]
        score, low, high = ends.get(node, (None, None, None))
        found[node].append(Step(kind="end", cause="得分", running=score, low=low, high=high))
    return found


def _behind(listed: pl.LazyFrame) -> dict[tuple[str, str], tuple[str, ...]]:
    """The numbers of a firm's records, sorted, by node and parameter."""
    together = listed.group_by("node", "parameter").agg(pl.col("record_id").sort()).collect()
    return {(node, parameter): tuple(ids) for node, parameter, ids in together.iter_rows()}


def explain_inner(evaluation: Evaluation, firm_id: str, node: str) -> list[Share]:
    """What the children of a node contribute to it, then what its rules add."""
    rulebook = evaluation.rulebook
    names = dict(evaluation.summary.select("node", "name").iter_rows())
    parts = tuple(at for at in told_above(rulebook) if at != "total") if node == "total" else ()
    children = parts or rulebook.children[None if node in ("base", "total") else node]
    given = dict.fromkeys(parts, 1.0) if parts else rulebook.local_weights(evaluation.scheme)
    scores = {child: score_of(evaluation, firm_id, child) for child in children}
    tree = "base" if node == "total" else node
    whole = {child: given[child] for child in children}
    weights: dict[str, float | None] = {**whole} if parts else applied_weights(whole, scores)
    summed = bool(parts) or methods_of(rulebook)[tree] == "arithmetic"
    points = {child: _times(weights[child], scores[child]) if summed else None for child in children}
    running: list[float | None] = [None] * len(children)
    if summed:
        running = _running(points[child] or 0.0 for child in children)
    shares = [
        Share("change", child, names[child], scores[child], weights[child], points[child], sofar)
        for child, sofar in zip(children, running, strict=True)
    ]
    shares += _by_rules(evaluation, firm_id, node, summed=summed)
    end = Share(
        "end",
        node,
        names[node],
        None,
        None,
        None,
        score_of(evaluation, firm_id, node),
        *limits_of(evaluation, firm_id, node),
    )
    return [*shares, end]


def _by_rules(evaluation: Evaluation, firm_id: str, node: str, *, summed: bool) -> list[Share]:
    """What the rules of a node add, one by one; before them what the children made, where they do not add up to it."""
    here = (pl.col("firm_id") == firm_id) & (pl.col("node") == node)
    rows = evaluation.ledger.filter(here).select("parameter", "cause", "points").rows()
    running = _running(points for *_, points in rows)
    opening = {f"{node}.{name}" for name in OPENING}
    return [
        Share("change", "", cause, None, None, points, sofar)
        for (parameter, cause, points), sofar in zip(rows, running, strict=True)
        if not summed or parameter not in opening
    ]


def _answers(evaluation: Evaluation, firm_id: str, node: str, parameter: str) -> tuple[tuple[str, float, float], ...]:
    """Answers behind an answer mean with their numbers and weights, best first as the rulebook values them."""
    rule = question_at(node, evaluation.rulebook)
    if rule is None or parameter != f"{node}.answers":
        return ()
    at = (pl.col("firm_id") == firm_id) & (pl.col("parameter") == parameter)
    rows = evaluation.evidence.filter(at).select("cause", "quantity", "weight").rows()
    counts = {answer: (quantity, weight) for answer, quantity, weight in rows}
    return tuple((answer, *counts[answer]) for answer in rule.answers.values if answer in counts)


def _running(points: Iterable[float | None]) -> list[float | None]:
    def add(total: float | None, more: float | None) -> float | None:
        return None if total is None or more is None else total + more

    return list(accumulate(points, add))


def _times(weight: float | None, score: float | None) -> float | None:
    return None if weight is None or score is None else weight * score
