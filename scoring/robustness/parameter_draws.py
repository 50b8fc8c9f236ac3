"""Scores of the leaves under other rule parameters: a bank of scenarios, scored by the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.kinds.facts import Facts
from scoring.kinds.parameters import Kind, changed
from scoring.ledger import points_under
from scoring.robustness.assumptions import random_numbers
from scoring.robustness.node_rule_draws import node_spreads
from scoring.robustness.what_varies import parameters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from indicator_tree.rules import RuleModel
    from indicator_tree.scope import ScoreScale
    from scoring.evaluation import Evaluation
    from scoring.kinds.parameters import Parameter
    from scoring.robustness.banks import Progress

    Floats = npt.NDArray[np.float64]

BONUS = "bonus"


def scenario_scores(
    evaluation: Evaluation, firms: Sequence[str], spec: Robustness, seed: int, progress: Progress | None = None
) -> tuple[Floats, Floats]:
    """Scores of the leaves, shape (scenarios + 1, leaves, firms), and the bonus, shape (scenarios + 1, firms).

    A scenario multiplies every parameter of every rule by a factor of its own, drawn evenly from 1 - spread to
    1 + spread of the parameter's basis. The last scenario is the evaluation as it is; where nothing varies there is no
    other.
    """
    book = evaluation.rulebook
    nominal = nominal_scores(evaluation, firms)
    varied = {node: spread_parameters(evaluation, node, spec) for node in nominal}
    count = spec.realisations if any(varied.values()) or node_spreads(book, spec) else 0
    facts, places = laid_out(evaluation, firms)
    banks = {}
    for done, (node, values) in enumerate(nominal.items(), 1):
        bank = np.repeat(values[None], count + 1, axis=0)
        rule = rule_at(evaluation, node)
        if rule is not None and varied[node]:
            for scenario, other in enumerate(scenario_rules(rule, varied[node], count, seed)):
                bank[scenario] = points_under(node, other, facts, book)[places]
        banks[node] = bank
        if progress is not None:
            progress("规则参数", done, len(nominal))
    return np.stack([banks[leaf] for leaf in book.leaves], axis=1), banks[BONUS]


def nominal_scores(evaluation: Evaluation, firms: Sequence[str]) -> dict[str, Floats]:
    """Scores of the leaves, and the bonus, as evaluated: one value per firm, NaN where there is none."""
    order = pl.DataFrame({"firm_id": firms})
    found = {}
    for node in (*evaluation.rulebook.leaves, BONUS):
        rows = evaluation.scores.filter(pl.col("node") == node).select("firm_id", "score")
        aligned = order.join(rows, on="firm_id", how="left", maintain_order="left")
        found[node] = aligned["score"].fill_null(float("nan")).to_numpy()
    return found


def laid_out(evaluation: Evaluation, firms: Sequence[str]) -> tuple[Facts, npt.NDArray[np.int64]]:
    """The evidence of all evaluated firms as the rules read it, and the places of some firms among them.

    All, because a rule may compare a firm with the others.
    """
    every = evaluation.firms.filter(pl.col("status") == "evaluated")["firm_id"].sort()
    places = pl.Series(firms).replace_strict(every, range(len(every)), return_dtype=pl.Int64)
    return Facts(every, evaluation.evidence), places.to_numpy()


def rule_at(evaluation: Evaluation, node: str) -> RuleModel | None:
    """The rule of a leaf, or the bonus."""
    return evaluation.rulebook.rule_at(node)


def spread_parameters(evaluation: Evaluation, node: str, spec: Robustness) -> dict[Parameter, float]:
    """The parameters at a leaf, or of the bonus, that a study varies, each with its spread."""
    return spread_of(node, rule_at(evaluation, node), evaluation.rulebook.scale, spec)


def spread_of(node: str, rule: RuleModel | None, scale: ScoreScale, spec: Robustness) -> dict[Parameter, float]:
    """The parameters of a rule that a study varies, each with its spread."""
    if spec.parameters is None:
        return {}
    found = parameters_of(node, rule, scale)
    return {each: spread for each in found if (spread := spec.parameters.of(each.basis)) > 0}


def scenario_rules(rule: Kind, spreads: Mapping[Parameter, float], count: int, seed: int) -> Iterator[Kind]:
    """The rule under one scenario after another; every parameter has random numbers of its own.

    Args:
        rule: as evaluated.
        spreads: how far each of its parameters may be from its value (`spread_parameters`).
        count: of scenarios.
        seed: of the study.
    """
    factors = {
        each: (1 + spread * random_numbers(seed, "parameters", each.key).uniform(-1, 1, count)).tolist()
        for each, spread in spreads.items()
    }
    for scenario in range(count):
        yield changed(rule, {each: drawn[scenario] for each, drawn in factors.items()})
