"""Handling rate: the share of records that were done in time, in per cent of full marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.rules import RateRule
from scoring.evidence.conditions import Behind, Count, DoneBy, Reduced, require_columns
from scoring.frames import RECORDS
from scoring.kinds.fit import column_problems, condition_problems
from scoring.kinds.kind import Clause, RuleKind, Told, Varied, declared_unit
from scoring.kinds.levers import fewer
from scoring.kinds.page import Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import number, records_words
from scoring.kinds.traces import Beside, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rulebook import ScoreScale
    from indicator_tree.rules import When
    from scoring.evidence.conditions import Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_RECEIVED, _NOT_DONE, _NONE = "received", "done", "none_received"


class RateKind(RuleKind[RateRule]):
    """The share of records done in time."""

    model = RateRule
    name = "rate"
    noun = "办结率"
    summary = "办结类指标按办结率计分"
    relative = False

    def sentence(self, node: str, rule: RateRule, book: Rulebook, names: Names) -> str:
        """What counts as received and as done, what the share is worth, and the score without records."""
        del node
        day = book.last_day(rule.done.days_after_period)
        records, unit = records_words(rule.source, rule.when, names), names.unit(rule.source)
        column = names.column(rule.source, rule.done.column).title
        until = f"{day.year}年{day.month}月{day.day}日（评价期末后第 {rule.done.days_after_period} 天）"
        return (
            f"{records}每{unit}都为受理，{column}不晚于{until}的为办结；得分为满分 {number(book.scale.full_marks)} 分"
            f"乘以办结数占受理数的比例；全年没有受理的得 {number(rule.none_received.score)} 分，"
            f"不低于 {number(book.scale.floor)} 分"
        )

    def fit(self, where: str, rule: RateRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, and a date that says what is done."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from condition_problems(f"{where}.when", rule.when, columns)
        yield from column_problems(f"{where}.done.column", rule.done.column, columns, "date")

    def marks(self, node: str, rule: RateRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """None: no record decides about another."""
        del node, rule, tables, book
        yield from ()

    def reduce(self, node: str, rule: RateRule, tables: Tables, book: Rulebook) -> Reduced:
        """Records received and records not done by the last day, with the latter's ids."""
        require_columns(tables, node, rule.source, (*rule.when, rule.done.column))
        done = DoneBy(rule.done.column, book.last_day(rule.done.days_after_period))
        counts = [
            Count(node, f"{node}.{_RECEIVED}", rule.source, "受理", (rule.when,)),
            Count(node, f"{node}.{_NOT_DONE}", rule.source, "未按期办结", (rule.when,), (done,)),
        ]
        return Reduced([], [Behind(node, f"{node}.{_NOT_DONE}", rule.source, (rule.when,), (done,))], counts)

    def score(self, node: str, rule: RateRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a handling rate: full marks less full marks × not done / received.

        A firm that received none has the score that the rulebook gives it.
        """
        page = Page(node, self.name, facts)
        received, not_done = page.amount(_RECEIVED), page.amount(_NOT_DONE)
        any_received = received > 0
        full = book.scale.full_marks
        lost = np.divide(not_done * full, received, out=np.zeros(facts.count), where=any_received)
        page.open_full(book.scale)
        page.write(_RECEIVED, "受理", 0.0, rule.done, quantity=received, only=any_received)
        page.write(_NOT_DONE, "未按期办结", -lost, rule.done, quantity=not_done, only=any_received)
        points = rule.none_received.score - full
        page.write(_NONE, "全年无此类记录", points, rule.none_received, quantity=received, only=~any_received)
        page.bound(book.scale)
        return page.finish()

    def clauses(self, rule: RateRule, scale: ScoreScale) -> Iterator[Clause]:
        """What is done, which is counted, and the score without records."""
        done, none = rule.done, rule.none_received
        yield Clause(_NOT_DONE, f"{rule.source}：评价期后 {done.days_after_period} 天内办结", done)
        score = Number((_NONE, "score"), none.score, scale.floor, scale.full_marks)
        varied = Varied(f"{_NONE}.score", "没有记录时的得分", [score])
        yield Clause(_NONE, f"全年没有：{number(none.score)} 分", none, (varied,))

    def quantities(self, node: str, rule: RateRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Records received and not done."""
        del book
        rate = (rule.source, conditions(rule.when), rule.done.column, rule.done.days_after_period)
        yield from ((Quantity(node, f"{node}.{name}"), rate) for name in (_RECEIVED, _NOT_DONE))

    def counted(self, rule: RateRule) -> Iterator[tuple[str, str, When]]:
        """The records received."""
        yield rule.source, RECORDS, rule.when

    def levers(self, node: str, rule: RateRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer records not done."""
        del rule
        return fewer("open", f"{node}.{_NOT_DONE}", "", evidence)

    def traces(self, node: str, rule: RateRule) -> Iterator[Trace]:
        """The records not done."""
        yield Trace(f"{node}.{_NOT_DONE}", rule.source, "one")

    def beside(self, node: str, rule: RateRule) -> Beside | None:
        """Those received are those not done surely, and all if every record of the source counts."""
        return Beside(f"{node}.{_RECEIVED}", rule.source, every=not rule.when, shown_by=f"{node}.{_NOT_DONE}")

    def against(self, node: str, rule: RateRule) -> tuple[str, ...]:
        """Records not done."""
        del node, rule
        return (_NOT_DONE,)

    def figures(self, node: str, rule: RateRule, book: Rulebook) -> Mapping[str, str]:
        """None."""
        del node, rule, book
        return {}

    def used(self, node: str, rule: RateRule, source: str, evidence: pl.DataFrame) -> None:
        """Only the breakdown tells: the rule may count some records of the source."""
        del node, rule, source, evidence

    def told(self, rule: RateRule) -> Told:
        """The rate of all firms together, and the last day."""
        return Told(rate=(_RECEIVED, _NOT_DONE), deadlines={rule.done.column: rule.done.days_after_period})

    def unit(self, rule: RateRule, key: str, book: Rulebook) -> str:
        """The measure word of the records."""
        return declared_unit(rule.source, book) or ("条" if key in (_RECEIVED, _NOT_DONE, _NONE) else "")

    def lasting_cause(self, rule: RateRule, key: str) -> str | None:
        """The causes are the same every year."""
        del rule, key
        return None
