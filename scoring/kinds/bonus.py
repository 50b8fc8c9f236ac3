"""The bonus: graded parts on top of the total, capped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.rules import Bonus
from scoring.kinds import parts
from scoring.kinds.kind import Clause, RuleKind, Told, Varied
from scoring.kinds.nothing import NoFigures, NoMeasures, NothingAgainst, NothingBeside, NothingUsed, Unmarked
from scoring.kinds.page import Page
from scoring.kinds.parameters import Number
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
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition, Quantity
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Trace


class BonusKind(Unmarked, NothingBeside, NothingAgainst, NoMeasures, NoFigures, NothingUsed, RuleKind[Bonus]):
    """Points on top of the total."""

    model = Bonus
    name = "bonus"
    noun = "加分"
    summary = "加分项按数量与级别分档加分，不超过上限"
    relative = False

    def sentence(self, node: str, rule: Bonus, book: Rulebook, names: Names) -> str:
        """Every part, the cap."""
        del node, book
        return f"由 0 分起按分项加分：{parts.part_words(rule.part, names)}；合计不超过 {number(rule.cap)} 分"

    def fit(self, where: str, rule: Bonus, fit: Fit) -> Iterator[Problem]:
        """That of the parts."""
        return parts.fit_parts(where, rule.part, fit)

    def reduce(self, node: str, rule: Bonus, tables: Tables, book: Rulebook) -> Reduced:
        """Evidence of the parts."""
        del book
        return parts.reduce_parts(node, rule.part, tables)

    def score(self, node: str, rule: Bonus, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of the bonus. Who submitted nothing gets 0."""
        del book
        page = Page(node, self.name, facts)
        page.write("start", "起始 0 分，按分项加分", 0.0, rule)
        parts.grade_parts(page, rule.part)
        page.write("cap", f"加分不超过 {rule.cap:g} 分", rule.cap - page.total, rule, only=page.total > rule.cap)
        return page.finish()

    def clauses(self, rule: Bonus, scale: ScoreScale) -> Iterator[Clause]:
        """The cap, and those of the parts."""
        del scale
        cap = Varied("cap", "加分上限", [Number(("cap",), rule.cap)])
        yield Clause("cap", f"至多 {number(rule.cap)} 分", rule, (cap,))
        yield from parts.part_clauses(rule.part)

    def quantities(self, node: str, rule: Bonus, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Those of the parts."""
        del book
        return parts.part_quantities(node, rule.part)

    def counted(self, rule: Bonus) -> Iterator[tuple[str, str, When]]:
        """The records of the parts, and what is summed of them."""
        return parts.part_counted(rule.part)

    def levers(self, node: str, rule: Bonus, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Better grades and higher tiers."""
        return parts.part_levers(node, rule.part, evidence)

    def traces(self, node: str, rule: Bonus) -> Iterator[Trace]:
        """The records of the parts."""
        return parts.part_traces(node, rule.part)

    def told(self, rule: Bonus) -> Told:
        """The parts, and which of them are not added up."""
        return Told(not_added=parts.parts_not_added(rule.part), causes=parts.part_causes(rule.part))

    def unit(self, rule: Bonus, key: str, book: Rulebook) -> str:
        """That of the part."""
        del book
        return parts.part_unit(rule.part, key)

    def lasting_cause(self, rule: Bonus, key: str) -> str | None:
        """The part, not the grade that was reached."""
        return parts.part_label(rule.part, key)
