"""What each rule parameter would change by itself, at the low and the high end of its spread: the rows of a tornado."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.kinds.parameters import changed
from scoring.ledger import points_under
from scoring.robustness.exclusion import alone
from scoring.robustness.node_rule_draws import node_spreads, one_by_one
from scoring.robustness.parameter_draws import BONUS, laid_out, nominal_scores, rule_at, spread_parameters
from scoring.robustness.rank_shifts import rank_shifts
from scoring.robustness.simulate import simulate

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.evaluation import Evaluation
    from scoring.kinds.parameters import Parameter
    from scoring.robustness.banks import Banks, Progress

    Floats = npt.NDArray[np.float64]

PARAMETERS = pl.Schema(
    {
        **dict.fromkeys(("parameter", "node", "label", "basis"), pl.String),
        **dict.fromkeys(("value", "low", "high", "mean_low", "mean_high", "shift_low", "shift_high"), pl.Float64),
        **dict.fromkeys(("moved_low", "moved_high"), pl.Int64),
        "reason": pl.String,
    }
)
"""One row per parameter that is not published: its value and the ends of its spread (of several numbers that move
together, the first); at each end the change of the mean total in points, the mean absolute rank shift and the number of
firms that move. Null figures where some firm would have no total, for which there is a reason."""


def parameters_table(
    evaluation: Evaluation, banks: Banks, spec: Robustness, progress: Progress | None = None
) -> pl.DataFrame:
    """Frame `PARAMETERS`, the parameter that shifts ranks most first; equal ones by the change of the mean total.

    The rules themselves score the evidence with the one parameter changed and everything else as evaluated.

    Args:
        evaluation: the scores as evaluated, with the evidence they follow from.
        banks: of the study.
        spec: how far parameters vary, by their basis.
        progress: told after every parameter.
    """
    nodes = (*banks.hierarchy.leaves, BONUS)
    spreads = [(node, *found) for node in nodes for found in spread_parameters(evaluation, node, spec).items()]
    ruled = node_spreads(evaluation.rulebook, spec)
    spreads += [(node, *found) for node, own in ruled.items() for found in own.items()]
    if not spreads:
        return PARAMETERS.to_frame()
    ends = [_ends(parameter, spread) for _, parameter, spread in spreads]
    study = _study(evaluation, banks, [(node, parameter) for node, parameter, _ in spreads], ends, progress)
    draws = alone("parameters", np.arange(2 * len(spreads)))
    found = rank_shifts(study, draws)
    rows = []
    for at, (node, parameter, _) in enumerate(spreads):
        told = next(number for number in parameter.numbers if number.free)
        rows.append((parameter.key, node, parameter.label, parameter.basis, told.value, *map(told.times, ends[at])))
    figures = {
        f"{name}_{end}": values[place::2]
        for name, values in (("mean", found.mean_change), ("shift", found.mean), ("moved", found.moved))
        for place, end in enumerate(("low", "high"))
    }
    reasons = [
        "、".join(simulate(study, draws[2 * at : 2 * at + 2]).reasons)
        if found.failed[2 * at : 2 * at + 2].any()
        else ""
        for at in range(len(spreads))
    ]
    return (
        pl.DataFrame(rows, schema=PARAMETERS.names()[:7], orient="row")
        .with_columns(pl.Series(name, values).fill_nan(None) for name, values in figures.items())
        .with_columns(reason=pl.Series(reasons, dtype=pl.String))
        .select(PARAMETERS.names())
        .cast(PARAMETERS)
        .sort(
            pl.max_horizontal("shift_low", "shift_high"),
            pl.max_horizontal(pl.col("mean_low", "mean_high").abs()),
            "parameter",
            descending=[True, True, False],
            nulls_last=True,
        )
    )


def _ends(parameter: Parameter, spread: float) -> tuple[float, float]:
    """The factors that lead to the lower and the higher end: of a negative number, the other way round."""
    told = next(number for number in parameter.numbers if number.free)
    return (1 - spread, 1 + spread) if told.value > 0 else (1 + spread, 1 - spread)


def _study(
    evaluation: Evaluation,
    banks: Banks,
    parameters: list[tuple[str, Parameter]],
    ends: list[tuple[float, float]],
    progress: Progress | None,
) -> Banks:
    """Banks whose scenarios are the ends of the parameters, one by one: low, then high of each."""
    facts, places = laid_out(evaluation, banks.firms)
    nominal = nominal_scores(evaluation, banks.firms)
    scores = {node: np.repeat(values[None], 2 * len(parameters) + 1, axis=0) for node, values in nominal.items()}
    for at, ((node, parameter), factors) in enumerate(zip(parameters, ends, strict=True)):
        rule = None if node in evaluation.rulebook.ruled else rule_at(evaluation, node)
        for place, factor in enumerate(factors):
            if rule is not None:
                under = changed(rule, {parameter: factor})
                scores[node][2 * at + place] = points_under(node, under, facts, evaluation.rulebook)[places]
        if progress is not None:
            progress("逐项参数", at + 1, len(parameters))
    leaves = np.stack([scores[leaf] for leaf in banks.hierarchy.leaves], axis=1)
    sizes = {**banks.sizes, "parameters": 2 * len(parameters)}
    numbers = one_by_one(parameters, ends, evaluation.rulebook.ruled)
    return replace(banks, leaves=leaves, bonus=scores[BONUS], sizes=sizes, numbers=numbers, treated=())
