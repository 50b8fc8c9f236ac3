"""Deduction by count and severity: points off for every record, at a factor for some, up to a cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.rules import DeductionRule
from scoring.kinds import deducts
from scoring.kinds.kind import RuleKind
from scoring.kinds.nothing import NoFigures, NothingBeside, NothingUsed, OwnCauses
from scoring.kinds.page import Page
from scoring.kinds.spelling import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import When
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.kind import Clause, Told
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.measures import Measure
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition, Quantity
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Trace


class DeductionKind(NothingBeside, NoFigures, NothingUsed, OwnCauses, RuleKind[DeductionRule]):
    """Full marks less points for records."""

    model = DeductionRule
    name = "deduction"
    noun = "按次扣分"
    summary = "记录类指标由满分起逐条扣分"
    relative = False

    def sentence(self, node: str, rule: DeductionRule, book: Rulebook, names: Names) -> str:
        """Full marks, every deduction, the floor."""
        del node
        full, floor = number(book.scale.full_marks), number(book.scale.floor)
        return f"由满分 {full} 分起：{deducts.deduction_words(rule.deduct, names)}；不低于 {floor} 分"

    def fit(self, where: str, rule: DeductionRule, fit: Fit) -> Iterator[Problem]:
        """That of the deductions."""
        return deducts.fit_deductions(where, rule.deduct, fit)

    def marks(self, node: str, rule: DeductionRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """Marks of the deductions."""
        return deducts.deduction_marks(node, rule.deduct, tables, book)

    def reduce(self, node: str, rule: DeductionRule, tables: Tables, book: Rulebook) -> Reduced:
        """Numbers of records."""
        return deducts.reduce_deductions(node, rule.deduct, tables, book)

    def score(self, node: str, rule: DeductionRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a deduction: full marks, the deductions, the floor."""
        page = Page(node, self.name, facts)
        page.open_full(book.scale)
        absent = deducts.deduct_points(page, rule.deduct, book, node)
        page.bound(book.scale)
        return page.finish(*absent)

    def clauses(self, rule: DeductionRule, scale: ScoreScale) -> Iterator[Clause]:
        """Those of the deductions."""
        del scale
        return deducts.deduction_clauses(rule.deduct)

    def quantities(self, node: str, rule: DeductionRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Those of the deductions."""
        return deducts.deduction_quantities(node, rule.deduct, book)

    def counted(self, rule: DeductionRule) -> Iterator[tuple[str, str, When]]:
        """The records of the deductions."""
        return deducts.deduction_counted(rule.deduct)

    def levers(self, node: str, rule: DeductionRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer records."""
        return deducts.deduction_levers(node, rule.deduct, evidence)

    def traces(self, node: str, rule: DeductionRule) -> Iterator[Trace]:
        """The records of the deductions."""
        return deducts.deduction_traces(node, rule.deduct)

    def against(self, node: str, rule: DeductionRule) -> tuple[str, ...]:
        """The deductions."""
        return deducts.deductions_against(node, rule.deduct)

    def measures(self, node: str, rule: DeductionRule) -> Mapping[str, Measure]:
        """The records that cost points, where none is weighed by an amount."""
        return deducts.deduction_measures(node, rule.deduct)

    def told(self, rule: DeductionRule) -> Told:
        """The records that are left out, beside the numbers of records, and that sizes are not added up."""
        return deducts.deductions_told(rule.deduct)

    def unit(self, rule: DeductionRule, key: str, book: Rulebook) -> str:
        """The measure word of the records."""
        return deducts.deduction_unit(rule.deduct, key, book)
