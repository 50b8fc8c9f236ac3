"""Banks of realisations: for every assumption, what it could as well have been.

A draw names one realisation of each assumption. The realisation `AS_EVALUATED` (-1) is what the evaluation used: it
stands last in every bank, so that Python's own reading of the index -1 finds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from scoring.aggregation import Hierarchy, check_weights, methods_of, minimum_present
from scoring.node_rules import NodeRules
from scoring.robustness.assumptions import ASSUMPTIONS, Assumption
from scoring.robustness.count_draws import counting_draws
from scoring.robustness.node_rule_draws import drawn_numbers
from scoring.robustness.parameter_draws import scenario_scores
from scoring.robustness.survey_draws import survey_errors
from scoring.robustness.treatment_draws import treatment_scores
from scoring.robustness.weight_draws import weight_bank

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import LeftOut, Robustness
    from scoring.aggregation.hierarchy import Methods
    from scoring.evaluation import Evaluation
    from scoring.node_rules.judging import Place

    Floats = npt.NDArray[np.float64]


class Progress(Protocol):
    """Told as a study goes on: what is done, and how much of how much."""

    def __call__(self, what: str, done: int, total: int) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Banks:
    """Everything that draws are scored from. Every bank ends with the realisation as evaluated.

    Attributes:
        firms: ids of the firms that have a total, sorted; in the order of all arrays.
        names: their short names.
        hierarchy: the tree.
        floor: of the scale.
        full: marks of the scale.
        leaves: scores of the leaves by scenario of rule parameters, shape (scenarios + 1, leaves, firms).
        bonus: by scenario, shape (scenarios + 1, firms).
        surveyed: places of the leaves that rest on answers.
        errors: sampling errors of those leaves, in points, shape (realisations + 1, surveyed leaves, firms).
        counted: places of the leaves that rest on counts with an error.
        count_errors: of those leaves, in points, shape (realisations + 1, counted leaves, firms).
        weights: before they are rescaled, shape (nodes but the whole tree, schemes + 1, realisations + 1).
        methods: of the nodes, by aggregation.
        minimum_present: share of children that must have a score, by aggregation.
        labels: names of the realisations, where they have any: schemes, aggregations, treatments (the last, empty, is
            that of the rules), and the leaf left out (the last, empty, leaves out none; it is there if draws may leave
            out none).
        sizes: number of realisations besides that as evaluated; 0 where the assumption is not varied.
        shares: how likely each realisation is, adding up to 1, where they are not equally likely.
        notes: what the reader of the study must know.
        rules: the rules on nodes; None where there are none.
        numbers: their numbers by scenario of rule parameters, shape (scenarios + 1,).
        treated: places of the leaves whose figures may be treated otherwise.
        treatments: their scores, shape (treatments + 1, scenarios + 1, treated leaves, firms).
    """

    firms: tuple[str, ...]
    names: tuple[str, ...]
    hierarchy: Hierarchy
    floor: float
    full: float
    leaves: Floats
    bonus: Floats
    surveyed: tuple[int, ...]
    errors: Floats
    counted: tuple[int, ...]
    count_errors: Floats
    weights: Floats
    methods: tuple[Methods, ...]
    minimum_present: tuple[float, ...]
    labels: Mapping[Assumption, tuple[str, ...]]
    sizes: Mapping[Assumption, int]
    shares: Mapping[Assumption, tuple[float, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    rules: NodeRules | None = None
    numbers: Mapping[Place, Floats] = field(default_factory=dict)
    treated: tuple[int, ...] = ()
    treatments: Floats = field(default_factory=lambda: np.zeros((1, 1, 0, 0)))

    @cached_property
    def complete(self) -> bool:
        """Whether every firm has a score at every leaf, under every treatment."""
        return not (np.isnan(self.leaves[-1]).any() or np.isnan(self.treatments).any())

    def likely(self, assumption: Assumption) -> Floats:
        """How likely the realisations of an assumption are, shape (realisations,)."""
        size = self.sizes[assumption]
        return np.array(self.shares.get(assumption, (1 / size,) * size if size else ()))


def build_banks(evaluation: Evaluation, spec: Robustness, seed: int, progress: Progress | None = None) -> Banks:
    """The banks of a study.

    Args:
        evaluation: the scores as evaluated, with the evidence they follow from.
        spec: what varies, and how far.
        seed: of all random numbers.
        progress: told after every leaf whose parameters were varied.

    Raises:
        WeightsError: a weight scheme with which nothing can be aggregated.
    """
    book = evaluation.rulebook
    hierarchy = Hierarchy.of(book)
    totals = evaluation.scores.filter(pl.col("node") == "total", pl.col("score").is_not_null()).sort("firm_id")
    firms = tuple(totals["firm_id"])
    names = spec.schemes.names if spec.schemes else ()
    schemes = [book.local_weights(name) for name in (*names, evaluation.scheme)]
    for scheme in schemes:
        check_weights(hierarchy, scheme)
    leaves, bonus = scenario_scores(evaluation, firms, spec, seed, progress)
    treated, treatments = treatment_scores(evaluation, firms, spec, seed, leaves)
    ways_to_treat = (*(other.label for other in spec.treatment), "") if treated else ()
    surveyed, errors, notes = survey_errors(evaluation, firms, spec, seed)
    counted, count_errors = counting_draws(evaluation, firms, spec, seed)
    ways = spec.aggregation
    methods = [{group.node: way.at(group.node, group.level) for group in hierarchy.groups} for way in ways]
    siblings = [group.children for group in hierarchy.groups]
    weights = weight_bank(schemes, hierarchy.nodes[:-1], spec.weights, spec.draws, seed, siblings=siblings)
    left_out = _left_out(hierarchy, spec.leave_one_out)
    drawn = (len(leaves) - 1, len(errors) - 1, len(count_errors) - 1, len(ways_to_treat))
    sizes = (weights.shape[2] - 1, len(names), len(ways), *drawn, len(left_out))
    return Banks(
        firms=firms,
        names=tuple(totals["firm"]),
        hierarchy=hierarchy,
        floor=book.scale.floor,
        full=book.scale.full_marks,
        leaves=leaves,
        bonus=bonus,
        surveyed=surveyed,
        errors=errors,
        counted=counted,
        count_errors=count_errors,
        weights=weights,
        methods=(*methods, methods_of(book)),
        minimum_present=(*(way.minimum_present for way in ways), minimum_present(book)),
        labels={
            "scheme": tuple(book.weights[name].title for name in names),
            "aggregation": tuple(way.label for way in ways),
            "treatment": ways_to_treat,
            "left_out": tuple(left_out),
        },
        sizes=dict(zip(ASSUMPTIONS, sizes, strict=True)),
        shares={"left_out": tuple(left_out.values())} if left_out else {},
        notes=(*notes, *_compared(evaluation, totals)),
        rules=_rules(evaluation, firms),
        numbers=drawn_numbers(book, spec, len(leaves) - 1, seed),
        treated=treated,
        treatments=treatments,
    )


def _rules(evaluation: Evaluation, firms: Sequence[str]) -> NodeRules | None:
    """The rules on nodes over the firms of a study."""
    if not evaluation.rulebook.ruled:
        return None
    order = pl.DataFrame({"firm_id": firms}, schema={"firm_id": pl.String})
    placed = order.join(evaluation.firms, on="firm_id", maintain_order="left")
    return NodeRules.of(evaluation.rulebook, placed, evaluation.evidence)


def _compared(evaluation: Evaluation, totals: pl.DataFrame) -> tuple[str, ...]:
    """A note where rules on nodes compare units and some of these are no part of the study."""
    book = evaluation.rulebook
    without = evaluation.scores.filter(pl.col("node") == "total").height - totals.height
    if not book.compares_units or not without:
        return ()
    words = book.words
    return (f"节点规则中“最低的若干比例”只在有总分的{words.noun}之间比较，另有 {without} {words.measure}没有总分。",)


def _left_out(hierarchy: Hierarchy, spec: LeftOut | None) -> dict[str, float]:
    """How likely it is that a leaf is left out, or, under the empty code, none; nothing where that is not varied."""
    if spec is None or not spec.vary:
        return {}
    each = (1 - spec.none) / len(hierarchy.leaves)
    return dict.fromkeys(hierarchy.leaves, each) | ({"": spec.none} if spec.none else {})


def nominal(banks: Banks) -> npt.NDArray[np.int64]:
    """The draw in which everything is as evaluated, shape (1, assumptions)."""
    return np.full((1, len(ASSUMPTIONS)), -1, dtype=np.int64)
