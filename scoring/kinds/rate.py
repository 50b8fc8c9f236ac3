"""Handling rate: the share of records that were done in time, in per cent of full marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.rules import RateRule
from scoring.evidence.conditions import Behind, Count, DoneBy, Reduced, require_columns
from scoring.frames import RECORDS
from scoring.kinds.few import ALL, SHRINKAGE, SMALL, few_clauses, few_words, only_few, pooling
from scoring.kinds.fit import column_problems, condition_problems
from scoring.kinds.kind import Clause, RuleKind, Told, Varied, declared_unit
from scoring.kinds.levers import fewer
from scoring.kinds.measures import Measure
from scoring.kinds.nothing import NoFigures, NothingUsed, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import number, records_words
from scoring.kinds.traces import Beside, Trace
from scoring.small_numbers.beta_binomial import fit_beta
from scoring.small_numbers.proportions import share_quantile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import When
    from indicator_tree.scope import ScoreScale
    from scoring.counting_error import ScoreAt
    from scoring.evidence.conditions import Tables
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.small_numbers.beta_binomial import BetaPrior

_RECEIVED, _NOT_DONE, _NONE = "received", "done", "none_received"


class RateKind(Unmarked, NoFigures, NothingUsed, RuleKind[RateRule]):
    """The share of records done in time."""

    model = RateRule
    name = "rate"
    noun = "处理率"
    summary = "处理类指标取按期处理的比例"
    relative = False

    def sentence(self, node: str, rule: RateRule, book: Rulebook, names: Names) -> str:
        """What counts as received and as done, what the share is worth, and the score without records."""
        del node
        day = book.last_day(rule.done.days_after_period)
        records, unit = records_words(rule.source, rule.when, names), names.unit(rule.source)
        column = names.column(rule.source, rule.done.column).title
        until = f"{day.year}年{day.month}月{day.day}日（评价期末后第 {rule.done.days_after_period} 天）"
        return (
            f"{records}每{unit}都为{rule.received_as}，{column}不晚于{until}的为{rule.done_as}；"
            f"得分为满分 {number(book.scale.full_marks)} 分"
            f"乘以{rule.done_as}数占{rule.received_as}数的比例；"
            f"{book.period_words.whole}没有{rule.received_as}的{_none_words(rule, book.words.whole)}，"
            f"不低于 {number(book.scale.floor)} 分{few_words(rule, rule.received_as, book)}"
        )

    def fit(self, where: str, rule: RateRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, and a date that says what is done."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from condition_problems(f"{where}.when", rule.when, columns)
        yield from column_problems(f"{where}.done.column", rule.done.column, columns, "date")

    def reduce(self, node: str, rule: RateRule, tables: Tables, book: Rulebook) -> Reduced:
        """Records received and records not done by the last day, with the latter's ids."""
        require_columns(tables, node, rule.source, (*rule.when, rule.done.column))
        done = DoneBy(rule.done.column, book.last_day(rule.done.days_after_period))
        counts = [
            Count(node, f"{node}.{_RECEIVED}", rule.source, rule.received_as, (rule.when,)),
            Count(node, f"{node}.{_NOT_DONE}", rule.source, f"未按期{rule.done_as}", (rule.when,), (done,)),
        ]
        return Reduced([], [Behind(node, f"{node}.{_NOT_DONE}", rule.source, (rule.when,), (done,))], counts)

    def score(self, node: str, rule: RateRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a handling rate: full marks less full marks × not done / received.

        Where the rulebook asks for it, the share not done is drawn towards the industry's (`scoring.small_numbers`),
        and a firm that received few has a row that says so. A firm that received none has the score that the rulebook
        gives it.
        """
        page = Page(node, self.name, facts)
        counted = _Counted.of(node, rule, facts)
        received, not_done, any_received = counted.received, counted.not_done, counted.any_received
        full = book.scale.full_marks
        lost = np.divide(not_done * full, received, out=np.zeros(facts.count), where=any_received)
        page.open_full(book.scale)
        page.write(_RECEIVED, rule.received_as, 0.0, rule.done, quantity=received, only=any_received)
        page.write(_NOT_DONE, f"未按期{rule.done_as}", -lost, rule.done, quantity=not_done, only=any_received)
        _write_few(page, rule, counted, lost, book)
        absent = list(_write_none(page, rule, counted, book))
        page.bound(book.scale)
        if (small := rule.small_numbers) is not None and small.below == "missing":
            few = Absent(counted.few, f"{rule.received_as}不足 {small.minimum:g} 件", small, book.missing_policy(node))
            absent.append(few)
        return page.finish(*absent)

    def by_level(self, node: str, rule: RateRule, facts: Facts, book: Rulebook) -> ScoreAt | None:
        """Scores by level of confidence in the share not done.

        Of a share by itself the level is that of Wilson's limits, of a share drawn towards the industry's that of its
        distribution given the firm's records. A firm that received none has no error, unless it has the industry's
        rate: then firms may be as far from that as the industry's differ.
        """
        if not rule.has_error:
            return None
        counted, scale = _Counted.of(node, rule, facts), book.scale

        def score_at(level: Values) -> Values:
            share = counted.share_at(level, shrunk=rule.shrinkage is not None)
            return np.asarray(np.where(counted.rated, scale.full_marks * (1 - share), np.nan).clip(scale.floor))

        return score_at

    def compares(self, rule: RateRule) -> bool:
        """Where shares are drawn towards the industry's, or few records have its share."""
        return rule.compares

    def clauses(self, rule: RateRule, scale: ScoreScale) -> Iterator[Clause]:
        """What is done, which is counted, and the score without records."""
        done, none = rule.done, rule.none_received
        yield Clause(_NOT_DONE, f"{rule.source}：评价期后 {done.days_after_period} 天内{rule.done_as}", done)
        varied: tuple[Varied, ...] = ()
        if none.score is not None:
            score = Number((_NONE, "score"), none.score, scale.floor, scale.full_marks)
            varied = (Varied(f"{_NONE}.score", "没有记录时的得分", [score]),)
        yield Clause(_NONE, f"没有{rule.received_as}：{_none_words(rule, ALL).removeprefix('得 ')}", none, varied)
        yield from few_clauses(rule, rule.received_as)

    def quantities(self, node: str, rule: RateRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Records received and not done."""
        del book
        rate = (rule.source, conditions(rule.when), rule.done.column, rule.done.days_after_period)
        yield from ((Quantity(node, f"{node}.{name}"), rate) for name in (_RECEIVED, _NOT_DONE))

    def counted(self, rule: RateRule) -> Iterator[tuple[str, str, When]]:
        """The records received."""
        yield rule.source, RECORDS, rule.when

    def levers(self, node: str, rule: RateRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer records not done; none where the others' share counts too: a firm's own records do not tell that."""
        return iter(()) if rule.compares else fewer("open", f"{node}.{_NOT_DONE}", f"未按期{rule.done_as}", evidence)

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

    def measures(self, node: str, rule: RateRule) -> Mapping[str, Measure]:
        """The share done in time, as counted; none where nothing was received."""

        def share_done(facts: Facts) -> Values:
            received, not_done = facts.amount(f"{node}.{_RECEIVED}"), facts.amount(f"{node}.{_NOT_DONE}")
            nothing = np.full(facts.count, np.nan)
            return np.asarray(1 - np.divide(not_done, received, out=nothing, where=received > 0))

        def received(facts: Facts) -> Values:
            return facts.amount(f"{node}.{_RECEIVED}")

        return {
            "share": Measure(f"按期{rule.done_as}的比例", "%", share_done),
            "received": Measure(f"{rule.received_as}数", "", received),
        }

    def told(self, rule: RateRule) -> Told:
        """The rate of all firms together, and the last day."""
        return Told(rate=(_RECEIVED, _NOT_DONE), deadlines={rule.done.column: rule.done.days_after_period})

    def unit(self, rule: RateRule, key: str, book: Rulebook) -> str:
        """The measure word of the records."""
        return declared_unit(rule.source, book) or (
            "条" if key in (_RECEIVED, _NOT_DONE, _NONE, SHRINKAGE, SMALL) else ""
        )

    def lasting_cause(self, rule: RateRule, key: str) -> str | None:
        """The causes are the same every year, but for the industry's share and the number of few records."""
        del rule
        return {SHRINKAGE: f"向{ALL}水平收缩", SMALL: "件数少"}.get(key)


def _none_words(rule: RateRule, whole: str) -> str:
    """What a firm has that received none."""
    return f"按{whole}水平计分" if rule.none_received.score is None else f"得 {number(rule.none_received.score)} 分"


def _write_none(page: Page, rule: RateRule, counted: _Counted, book: Rulebook) -> Iterator[Absent]:
    """The row of firms that received none; they have no score where they are to have the rate of an industry that
    received none either.
    """
    none, full, without = rule.none_received, book.scale.full_marks, ~counted.any_received
    cause, points = f"{book.period_words.whole}无此类记录", 0.0
    if none.score is not None:
        points = none.score - full
    elif counted.prior is not None:
        points = -full * counted.prior.mean
        cause = f"{cause}：按{book.words.whole}水平 {(1 - counted.prior.mean) * 100:.4g}% 计分"
    else:
        yield Absent(
            without,
            f"全部{book.words.noun}都没有记录，无从得出{book.words.whole}水平",
            none,
            book.missing_policy(page.node),
        )
    page.write(_NONE, cause, points, none, quantity=counted.received, only=without)


def _write_few(page: Page, rule: RateRule, counted: _Counted, lost: Values, book: Rulebook) -> None:
    """The rows of shrinkage and of few records; `lost` is what the firms' own shares cost."""
    full, prior, few, small = book.scale.full_marks, counted.prior, counted.few, rule.small_numbers
    received = counted.received
    level = "" if prior is None else f"{(1 - prior.mean) * 100:.4g}%"
    if rule.shrinkage is not None and prior is not None:
        drawn = counted.any_received & ~few if counted.pools_few else counted.any_received
        points = lost - full * prior.shrunk(counted.not_done, received)
        cause = pooling(prior, f" {level} ", book, f"{rule.received_as}件数")
        page.write(SHRINKAGE, cause, points, rule.shrinkage, quantity=received, only=drawn)
    if small is None or small.below == "missing":  # the last row of such a firm says it
        return
    points, then = np.zeros(len(lost)), None
    if counted.pools_few and prior is not None:
        points, then = lost - full * prior.mean, f"按{book.words.whole}水平 {level} 计分"
    for cause, where in only_few(received, few, small, then):
        page.write(SMALL, cause, points, small, quantity=received, only=where)


@dataclass(frozen=True)
class _Counted:
    """What firms received and did not do, and what that says of all of them.

    Attributes:
        received: per firm.
        not_done: per firm.
        any_received: where there is a rate.
        few: where it rests on less than the rulebook's minimum.
        pools_few: whether these firms have the industry's rate.
        pools_none: whether firms that received none have it too.
        prior: of the shares not done; None where nothing needs it, or no firm received any.
    """

    received: Values
    not_done: Values
    any_received: Where
    few: Where
    pools_few: bool
    pools_none: bool
    prior: BetaPrior | None

    @classmethod
    def of(cls, node: str, rule: RateRule, facts: Facts) -> _Counted:
        received, not_done = facts.amount(f"{node}.received"), facts.amount(f"{node}.done")
        small = rule.small_numbers
        pools_few = small is not None and small.below == "pool"
        pools_none = rule.none_received.pooled
        needed = rule.shrinkage is not None or pools_few or pools_none
        return cls(
            received=received,
            not_done=not_done,
            any_received=received > 0,
            few=(received > 0) & (received < (small.minimum if small else 0)),
            pools_few=pools_few,
            pools_none=pools_none,
            prior=fit_beta(not_done, received) if needed else None,
        )

    def share_at(self, level: Values, *, shrunk: bool) -> Values:
        """The share not done at levels of confidence."""
        if shrunk and self.prior is not None:
            share = self.prior.quantile(self.not_done, self.received, level)
        else:
            share = share_quantile(self.not_done, self.received, level)
        if self.prior is None:
            return share
        nothing = np.zeros_like(self.received)
        return np.asarray(np.where(self.pooled, self.prior.quantile(nothing, nothing, level), share))

    @property
    def pooled(self) -> Where:
        """Which firms have the industry's rate whatever their own is."""
        return (self.few & self.pools_few) | (~self.any_received & self.pools_none)

    @property
    def rated(self) -> Where:
        """Which firms have a rate, their own or the industry's."""
        return self.any_received | (self.pooled & (self.prior is not None))
