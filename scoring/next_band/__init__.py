"""How far every indicator of a firm is from the next band, and what would have closed the distance.

    plans    what is to be reached, and how far levers are moved for it
    trials   changed evidence, scored by the rules that scored the firm
    search   the smallest change that reaches the band

Nothing here knows how a rule adds points up: a proposal is what the rule itself says reaches the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of
from scoring.next_band.plans import Problem
from scoring.next_band.search import solve
from scoring.next_band.trials import Trials
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scoring.evaluation import Evaluation
    from scoring.kinds.levers import Rows
    from scoring.next_band.plans import Option

TARGETS = pl.Schema(
    {
        "firm_id": pl.String,
        "node": pl.String,
        "score": pl.Float64,
        "band": pl.String,
        "next_band": pl.String,
        "edge": pl.Float64,
        "gap": pl.Float64,
        "options": pl.Int64,
    }
)
STEPS = pl.Schema(
    {
        "firm_id": pl.String,
        "node": pl.String,
        "option": pl.Int64,
        "step": pl.Int64,
        "kind": pl.String,
        "parameter": pl.String,
        "cause": pl.String,
        "now": pl.Float64,
        "needed": pl.Float64,
        "difference": pl.Float64,
        "grade_now": pl.String,
        "grade": pl.String,
        "score": pl.Float64,
    }
)


@dataclass(frozen=True)
class NextBands:
    """What the next band asks for.

    Attributes:
        targets: firm_id, node, score, band, next_band, edge (its lowest score), gap (points to it), options (how many
            ways of reaching it `steps` has); one row per firm and leaf that has a score. In the highest band
            next_band, edge and gap are null. No options below it: the rule cannot reach the band.
        steps: firm_id, node, option (1 asks for the least), step, kind, parameter, cause, now, needed,
            difference (between the two, positive), grade_now and grade (where a category is needed), score (that the
            rule gives after the whole option). An option of
            several steps stands alone, for indicators where no single change is enough. Kinds and their quantities:
            `records` and `faults` that count, `open` records not done in time, `remedied` records (numbers);
            `ratio` (a share, in steps
            of 0.0001); `mean` of the answers (points, in steps of 0.01); `quantity` of a graded part; `amount`
            that a deduction sums; `grade` (place
            among the grades, 1 the best).
    """

    targets: pl.DataFrame
    steps: pl.DataFrame


def next_bands(evaluation: Evaluation, firms: Iterable[str] | None = None) -> NextBands:
    """What every leaf of some firms, or of all, is short of the next band, and what would have reached it.

    Every option is the smallest: the rule scores it at or above the edge, and one step less of any of its parts below
    it (`tests/scoring/test_next_band.py`).
    """
    rulebook = evaluation.rulebook
    wanted = None if firms is None else list(firms)
    targets: list[tuple[object, ...]] = []
    steps: list[tuple[object, ...]] = []
    for node in rulebook.leaves:
        problems = list(problems_at(evaluation, node, wanted))
        below = [problem for problem in problems if problem.edge is not None]
        solved = solve(Trials(node, rulebook), below)
        for problem in problems:
            options = solved.get(problem, [])
            targets.append((*_target(problem, rulebook.band_set(node).labels), len(options)))
            steps += _steps(problem, options)
    return NextBands(
        pl.DataFrame(targets, schema=TARGETS, orient="row"), pl.DataFrame(steps, schema=STEPS, orient="row")
    )


def problems_at(evaluation: Evaluation, node: str, firms: list[str] | None) -> Iterator[Problem]:
    """Some firms, or all, at a leaf where they have a score: where they stand, and what they could have otherwise."""
    rulebook = evaluation.rulebook
    if (rule := rulebook.rule_at(node)) is None:
        return
    kind = kind_of(rule)
    edges = rulebook.band_set(node).edges
    at_node = evaluation.evidence.filter(pl.col("node") == node)
    evidence: dict[str, Rows] = {}
    columns = ("firm_id", "parameter", "cause", "quantity", "weight")
    for firm_id, parameter, *row in at_node.select(columns).iter_rows():
        evidence.setdefault(firm_id, {}).setdefault(parameter, []).append((row[0], row[1], row[2]))
    scores = evaluation.scores.filter(pl.col("node") == node, pl.col("score").is_not_null())
    if firms is not None:
        scores = scores.filter(pl.col("firm_id").is_in(firms))
    for firm_id, score in scores.select("firm_id", "score").iter_rows():
        rows = evidence.get(firm_id, {})
        settled = round(score, DECIMALS)
        band = next(place for place, edge in enumerate(edges) if settled >= edge)
        edge = None if band == 0 else edges[band - 1]
        levers = tuple(lever for lever in kind.levers(node, rule, rows) if len(lever.targets))
        yield Problem(firm_id, node, score, band, edge, rows, levers)


def _target(problem: Problem, labels: tuple[str, ...]) -> tuple[object, ...]:
    here = (problem.firm_id, problem.node, problem.score, labels[problem.band])
    if problem.edge is None:
        return (*here, None, None, None)
    return (*here, labels[problem.band - 1], problem.edge, problem.edge - problem.score)


def _steps(problem: Problem, options: list[Option]) -> Iterator[tuple[object, ...]]:
    for place, option in enumerate(options, 1):
        for step, (lever, amount) in enumerate(option.moves, 1):
            needed = lever.needed(amount)
            yield (
                *(problem.firm_id, problem.node, place, step, lever.kind, lever.parameter, lever.cause),
                *(lever.now, needed, abs(needed - lever.now), lever.grade(0), lever.grade(amount), option.score),
            )
