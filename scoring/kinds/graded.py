"""Graded quantity: every part of a submission earns the points of the tier that it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.rules import GradedRule
from scoring.kinds import parts
from scoring.kinds.kind import RuleKind, Told
from scoring.kinds.nothing import NoFigures, NoMeasures, NothingAgainst, NothingBeside, NothingUsed, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.spelling import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import When
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.kind import Clause
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition, Quantity
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Trace


class GradedKind(Unmarked, NothingBeside, NothingAgainst, NoMeasures, NoFigures, NothingUsed, RuleKind[GradedRule]):
    """The sum of graded parts."""

    model = GradedRule
    name = "graded"
    noun = "分档计分"
    summary = "报送类指标按数量与级别分档给分"
    relative = False

    def sentence(self, node: str, rule: GradedRule, book: Rulebook, names: Names) -> str:
        """Every part, the bounds."""
        del node
        floor, full = number(book.scale.floor), number(book.scale.full_marks)
        return f"由 0 分起按分项计分：{parts.part_words(rule.part, names)}；在 {floor} 至 {full} 分之间"

    def fit(self, where: str, rule: GradedRule, fit: Fit) -> Iterator[Problem]:
        """That of the parts."""
        return parts.fit_parts(where, rule.part, fit)

    def reduce(self, node: str, rule: GradedRule, tables: Tables, book: Rulebook) -> Reduced:
        """Evidence of the parts."""
        del book
        return parts.reduce_parts(node, rule.part, tables)

    def score(self, node: str, rule: GradedRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a graded submission: 0, plus the points of every part, at most full marks.

        A firm that submitted nothing for any part has no score.
        """
        page = Page(node, self.name, facts)
        page.write("start", "起始 0 分，按分项计分", 0.0, book.scale)
        submitted = parts.grade_parts(page, rule.part)
        page.bound(book.scale)
        return page.finish(Absent(~submitted, "没有提交材料", rule.part[0], book.missing_policy(node)))

    def clauses(self, rule: GradedRule, scale: ScoreScale) -> Iterator[Clause]:
        """Those of the parts."""
        del scale
        return parts.part_clauses(rule.part)

    def quantities(self, node: str, rule: GradedRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Those of the parts."""
        del book
        return parts.part_quantities(node, rule.part)

    def counted(self, rule: GradedRule) -> Iterator[tuple[str, str, When]]:
        """The records of the parts, and what is summed of them."""
        return parts.part_counted(rule.part)

    def levers(self, node: str, rule: GradedRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Better grades and higher tiers."""
        return parts.part_levers(node, rule.part, evidence)

    def traces(self, node: str, rule: GradedRule) -> Iterator[Trace]:
        """The records of the parts."""
        return parts.part_traces(node, rule.part)

    def told(self, rule: GradedRule) -> Told:
        """The parts, and which of them are not added up."""
        return Told(not_added=parts.parts_not_added(rule.part), causes=parts.part_causes(rule.part))

    def unit(self, rule: GradedRule, key: str, book: Rulebook) -> str:
        """That of the part."""
        del book
        return parts.part_unit(rule.part, key)

    def lasting_cause(self, rule: GradedRule, key: str) -> str | None:
        """The part, not the grade that was reached."""
        return parts.part_label(rule.part, key)
