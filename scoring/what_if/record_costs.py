"""What each record alone cost a firm: every one is left out in turn, and the firm is scored again by its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.facts import Facts
from scoring.kinds.registry import kind_of
from scoring.leaf_scores import leaf_scores, only
from scoring.ledger import write_ledger
from scoring.precision import settled
from scoring.what_if.changes import Drop
from scoring.what_if.counting import compared
from scoring.what_if.frames import RECORD_COSTS
from scoring.what_if.one_by_one import lessened_by_each, recounted_for_each
from scoring.what_if.standing import Standing
from scoring.what_if.supposing import what_if
from scoring.what_if.traces import traces

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation
    from scoring.what_if.recount import RunRecords

_RECORD = ["source", "record_id"]


@dataclass(frozen=True)
class RecordCosts:
    """What the records that count against a firm cost it.

    Attributes:
        rows: of the shape `RECORD_COSTS`, the costliest record first.
        added: the sum of `total_points` over the records.
        together: what the total would gain without all of them; more than `added` where several must go before a floor
            or a cap stops holding or an event counts no more, less where they share what a rate lost.
        lost: what the firm lost in all: full marks less its score before bonus; null without such a score.
        unclear: how many records more there are, whose cost does not follow from the evidence alone, or which count at
            an indicator where firms are scored against each other, so that no trial can stand for the firm.
    """

    rows: pl.DataFrame
    added: float
    together: float
    lost: float | None
    unclear: int


def record_costs(evaluation: Evaluation, firm_id: str, records: RunRecords | None = None) -> RecordCosts:
    """The costs of the records that a firm's deductions count and of those that its handling rates count as not done.

    Each is what `what_if` would say of dropping that record alone; the ranks are those against the other firms as they
    are. Phone checks, answers, ratios and submissions are not told: without one of them a firm would have no score, or
    a lower one.

    Args:
        evaluation: as published.
        firm_id: an evaluated firm.
        records: the records that it was made of; needed for events that firms evaluated together both reported, and
            for rates that count some records of a source only.
    """
    told = traces(evaluation).filter(pl.col("firm_id") == firm_id)
    against = told.filter(pl.col("parameter").is_in(_against(evaluation.rulebook)))
    counted = told.join(against.select(_RECORD).unique(), on=_RECORD)
    clear = (pl.col("effect") == "one").all().over(_RECORD)
    alone = ~pl.col("node").is_in(compared(counted["node"].unique(), evaluation.rulebook)).any().over(_RECORD)
    certain, countable = counted.filter(clear & alone), _listed(counted.filter(~clear & alone))
    own = evaluation.evidence.filter(pl.col("firm_id") == firm_id)
    trials = _listed(certain).with_columns(trial=pl.int_range(pl.len()).cast(pl.String))
    evidence = lessened_by_each(own, certain, trials)
    if records is not None and countable.height:
        more = countable.with_columns(trial=(pl.int_range(pl.len()) + trials.height).cast(pl.String))
        recounted = recounted_for_each(own, records, evaluation.rulebook, firm_id, more)
        evidence, trials = pl.concat([evidence, recounted]), pl.concat([trials, more])
    costs = _costs(evaluation, firm_id, trials, evidence, _nodes(counted, trials))
    beside = counted.join(against, on=[*_RECORD, "node"], how="anti").join(costs, on=[*_RECORD, "node"])
    rows = against.join(costs, on=[*_RECORD, "node"]).vstack(beside.filter(settled(pl.col("points")) != 0))
    rows = rows.select(RECORD_COSTS.names()).cast(RECORD_COSTS)
    order = settled(pl.col("total_points"))
    return RecordCosts(
        rows.sort(order, *_RECORD, "parameter", descending=[True, False, False, False], nulls_last=True),
        float(rows.unique(_RECORD)["total_points"].sum()),
        _together(evaluation, firm_id, trials, records if countable.height else None),
        _lost(evaluation, firm_id),
        _listed(counted).height - trials.height,
    )


def _against(rulebook: Rulebook) -> list[str]:
    """The parameters under which records count against a firm."""
    found = [f"{node}.{key}" for node, rule in rulebook.rules.items() for key in kind_of(rule).against(node, rule)]
    return [*found, *_rule_keys(rulebook)]


def _rule_keys(rulebook: Rulebook) -> list[str]:
    """The rules on nodes that count records against a firm."""
    return [rule.key(node) for node, rule, _ in rulebook.over_records if rule.effect != "floor"]


def _nodes(counted: pl.DataFrame, trials: pl.DataFrame) -> list[str]:
    return counted.join(trials, on=_RECORD, how="semi")["node"].unique().to_list()


def _listed(told: pl.DataFrame) -> pl.DataFrame:
    """Every record once, in order."""
    return told.select(_RECORD).unique().sort(_RECORD)


def _costs(
    evaluation: Evaluation, firm_id: str, trials: pl.DataFrame, evidence: pl.DataFrame, nodes: list[str]
) -> pl.DataFrame:
    """source, record_id, node, points, total_points, ranks: a row per trial and node."""
    now = Standing(evaluation, firm_id)
    rules = only(evaluation.rulebook, nodes)
    ledger = write_ledger(trials["trial"], evidence.filter(pl.col("node").is_in(nodes)), rules)
    ruled = evaluation.rulebook.ruled
    anew = leaf_scores(ledger, trials["trial"], [node for node in nodes if node not in ruled])
    facts = Facts(trials["trial"], evidence.filter(pl.col("node").is_in(ruled)))
    counts = {(key := rule.key(node)): facts.amount(key) for node, rule, _ in evaluation.rulebook.over_records}
    told = pl.concat([trials.select(_RECORD), now.gains(anew, trials.height, counts)], how="horizontal")
    made = now.scores(anew, counts) if ruled else anew
    gained = {node: pl.Series(made[node] - now.now[node]).fill_nan(None) for node in nodes}
    tables = [told.with_columns(points.alias("points"), node=pl.lit(node)) for node, points in gained.items()]
    return pl.concat([told.clear().with_columns(points=pl.lit(0.0), node=pl.lit("")), *tables])


def _together(evaluation: Evaluation, firm_id: str, trials: pl.DataFrame, records: RunRecords | None) -> float:
    drops = [Drop(source, record_id) for source, record_id in trials.select(_RECORD).iter_rows()]
    moved = what_if(evaluation, drops, records).moves.filter(firm_id=firm_id, node="total")
    return float(moved["change"].sum())


def _lost(evaluation: Evaluation, firm_id: str) -> float | None:
    base = evaluation.scores.filter(firm_id=firm_id, node="base")["score"].item()
    return None if base is None else float(evaluation.rulebook.scale.full_marks - base)
