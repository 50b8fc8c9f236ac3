"""All that a firm's breakdown may know."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indicator_tree.tree import path_to_root
from reports.explanation import explain_leaves
from reports.firm_scores import explain_firm

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree import Rulebook
    from reports.explanation import Step
    from reports.firm.course import Course
    from reports.firm.robustness import Robustness
    from reports.record_contents import Contents
    from reports.system import System
    from scoring import Evaluation
    from scoring.change_by_cause import ChangeByCause

Row = dict[str, Any]


@dataclass(frozen=True)
class Compared:
    """The comparison with last year.

    Attributes:
        title: how that year is called.
        change: the change; None if that year gave the firm no total.
        system: what of the system differs, without anybody's scores; None for nothing.
        split: the firm's own changes at the nodes of both years, split (`scoring.comparison.frames.SPLIT`); none where
            no system differs.
    """

    title: str
    change: ChangeByCause | None
    system: System | None = None
    split: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Firm:
    """A firm's own rows, and of the industry what names nobody.

    Attributes:
        evaluation: the evaluation with the rows of this firm only; `summary` and `distribution` are the industry's.
        register: its row of the register.
        merged: short names of the firms that were evaluated as part of it.
        quartiles: the industry per node: firms, min, q1, median, q3, max.
        places: per node: score, above (firms with a lower score), band.
        losses: per node of the tree with a score: weight, points, lost.
        worst: the leaves that lost anything, the largest loss first.
        way: the steps from full marks to the total: kind, node, points, running.
        targets: per leaf: band, next_band, edge, gap, options.
        steps: what would have reached the next band.
        compared: the comparison with last year; None where none was asked for.
        robustness: how far rank and total can be trusted; None where that was not studied.
        course: its own course over years, where earlier runs were given.
        ahead: per node with letters: what is missing to the next letter (`scoring.lettering.NEXT_LETTERS`).
        contents: what the firm's own records say; None in a run of earlier versions, which does not hold them.
    """

    evaluation: Evaluation
    register: Row
    merged: tuple[str, ...]
    quartiles: dict[str, Row]
    places: dict[str, Row]
    losses: dict[str, Row]
    worst: tuple[str, ...]
    way: tuple[Row, ...]
    targets: dict[str, Row]
    steps: pl.DataFrame
    compared: Compared | None
    robustness: Robustness | None = None
    contents: Contents | None = None
    course: Course | None = None
    ahead: dict[str, Row] = field(default_factory=dict)

    @property
    def firm_id(self) -> str:
        """The credit code."""
        return str(self.register["firm_id"])

    @property
    def name(self) -> str:
        """The short name."""
        return str(self.register["firm"])

    @property
    def rulebook(self) -> Rulebook:
        """The rules applied."""
        return self.evaluation.rulebook

    @property
    def survey(self) -> bool:
        """Whether answers of a sample count."""
        return self.nodes["total"]["low"] is not None

    @cached_property
    def nodes(self) -> dict[str, Row]:
        """Per node: node, name, level, weight, score, rank, firms, low, high, rank_low, rank_high (`explain_firm`)."""
        return {row["node"]: row for row in explain_firm(self.evaluation, self.firm_id).to_dicts()}

    @cached_property
    def ledgers(self) -> dict[str, list[Step]]:
        """The steps of every leaf, of the bonus and of the nodes that have rules, from the opening row to the score."""
        nodes = (*self.rulebook.leaves, *(["bonus"] if self.rulebook.bonus else []), *self.rulebook.ruled)
        return explain_leaves(self.evaluation, self.firm_id, nodes)

    @property
    def lists_unheld_records(self) -> bool:
        """Whether ledgers list records whose contents the run does not hold."""
        return self.contents is None and any(step.records for steps in self.ledgers.values() for step in steps)

    @cached_property
    def options(self) -> dict[str, list[list[Row]]]:
        """Per leaf the ways to the next band, each a list of steps."""
        found: dict[str, list[list[Row]]] = {}
        for (node, _), steps in self.steps.group_by("node", "option", maintain_order=True):
            found.setdefault(str(node), []).append(steps.to_dicts())
        return found

    def top_of(self, node: str) -> str:
        """The level-1 node above a node."""
        return path_to_root(self.rulebook.indicator, node)[-1]
