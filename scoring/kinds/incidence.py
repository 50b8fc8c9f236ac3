"""Records against a size, on a piecewise linear scale: per so many units, or against the number to be expected."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.rules import IncidenceRule
from scoring.evidence.conditions import Behind, Count, Reduced, require_columns, select
from scoring.evidence.sizes import count_by, reduce_size
from scoring.frames import RECORDS
from scoring.kinds.exposures import EVENTS, SIZE, Exposures
from scoring.kinds.few import ALL, SHRINKAGE, SMALL, few_clauses, few_words, only_few, pooling
from scoring.kinds.fit import column_problems, condition_problems, size_problems
from scoring.kinds.kind import Clause, RuleKind, Told, Varied, declared_unit
from scoring.kinds.levers import fewer
from scoring.kinds.measures import Measure
from scoring.kinds.nothing import NothingBeside, NothingUsed, Unmarked
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity, conditions, size_definition
from scoring.kinds.spelling import condition_keys, number, records_words
from scoring.kinds.traces import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.errors import Problem
    from indicator_tree.rules import When
    from indicator_tree.rules.incidence import IncidenceKnot
    from indicator_tree.scope import ScoreScale
    from scoring.counting_error import ScoreAt
    from scoring.evidence.conditions import Tables
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

_EXPECTED, _INCIDENCE = "expected", "incidence"
_COMBINED = {"last": "最后一条", "sum": "合计", "mean": "平均"}
_OF = {"events": "实有", "expected": "按{whole}水平应有"}


def _of(what: str, whole: str) -> str:
    """What a minimum is held against, in words."""
    return _OF[what].format(whole=whole)


class IncidenceKind(Unmarked, NothingBeside, NothingUsed, RuleKind[IncidenceRule]):
    """Records against a size."""

    model = IncidenceRule
    name = "incidence"
    noun = "按规模计"
    summary = "按规模计的指标由件数与规模、或与按总体水平应有的件数之比计分"
    relative = False

    def compares(self, rule: IncidenceRule) -> bool:
        """Where the others tell what is to be expected, or draw an incidence towards theirs."""
        return rule.compares

    def sentence(self, node: str, rule: IncidenceRule, book: Rulebook, names: Names) -> str:
        """What is counted and by what it is divided, the scale, and what follows from few records."""
        del node
        size, unit = rule.size, names.unit(rule.source)
        of_size = names.column(size.source, size.column).title
        divided = (
            f"{records_words(rule.source, rule.when, names)}的{rule.label}件数，除以{size.label}"
            f"（{names.title(size.source)}的{of_size}，一{book.words.measure}{book.words.noun}有多条记录的取{_COMBINED[size.combine]}）"
        )
        if rule.each is not None:
            how = f"{divided}，以每 {number(rule.each)} {size.unit}多少{unit}计"
        else:
            by = "、".join(names.column(rule.source, column).title for column in rule.expected_by)
            strata = f"，按{by}分层" if by else ""
            how = f"{divided}{strata}得出{book.words.whole}水平，再得出应有的件数；以实有件数是应有件数的多少倍计"
        scale = "、".join(f"{_spelled(number(knot.value), rule)}得 {number(knot.score)} 分" for knot in rule.knot)
        few = few_words(rule, f"{_of(rule.small_numbers.of, book.words.whole)}件数" if rule.small_numbers else "", book)
        bounds = f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间"
        return f"{how}；{scale}，其间按直线，之外按最近的一点，{bounds}{few}；没有{size.label}的没有得分"

    def fit(self, where: str, rule: IncidenceRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, the size, how its last record is found, the columns of strata in both sources."""
        if missing := [*fit.no_source(where, rule.source), *fit.no_source(f"{where}.size", rule.size.source)]:
            yield from missing
            return
        columns, sizes = fit.records[rule.source], fit.records[rule.size.source]
        yield from condition_problems(f"{where}.when", rule.when, columns)
        yield from size_problems(f"{where}.size", rule.size, fit, {"entity_id", *rule.expected_by})
        for name in rule.expected_by:
            yield from column_problems(f"{where}.expected_by", name, columns, "text")
            yield from column_problems(f"{where}.expected_by", name, sizes, "text")

    def reduce(self, node: str, rule: IncidenceRule, tables: Tables, book: Rulebook) -> Reduced:
        """Records by firm, and by stratum where the rule asks for it; the sizes likewise."""
        require_columns(tables, node, rule.source, (*rule.when, *rule.expected_by))
        latest_by = book.latest_by(rule.size)
        size = reduce_size(node, f"{node}.{SIZE}", rule.size, rule.expected_by, tables, latest_by=latest_by)
        parameter = f"{node}.{EVENTS}"
        behind = [*size.behind, Behind(node, parameter, rule.source, (rule.when,))]
        if not rule.expected_by:
            counts = [Count(node, parameter, rule.source, rule.label, (rule.when,))]
            return Reduced(size.evidence, behind, counts)
        rows = select(tables, node, rule.source, rule.when)
        events = count_by(node, parameter, rule.source, rows, rule.expected_by)
        return Reduced([*size.evidence, events], behind, [])

    def score(self, node: str, rule: IncidenceRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of an incidence: full marks, what was counted and by what it is divided, its part of the scale.

        Where the rulebook asks for it, the incidence is drawn towards the industry's (`scoring.small_numbers`), and a
        firm with few records has a row that says so. A firm without a size, and without records, has no score.

        Raises:
            SizeError: a size that is not above 0, or none for a firm that has records.
        """
        page, found = Page(node, self.name, facts), Exposures.of(node, rule, facts, book)
        known, own, worst, size = found.known, found.own, _worst(rule), rule.size
        page.open_full(book.scale)
        page.write(EVENTS, f"{rule.label}件数", 0.0, worst, quantity=found.events, only=known)
        page.write(SIZE, f"{size.label}（{size.unit}）", 0.0, worst, quantity=found.size, only=known)
        if rule.each is None:
            page.write(
                _EXPECTED, f"按{book.words.whole}水平应有的件数", 0.0, worst, quantity=found.exposure, only=known
            )
        at_own = _points(own, rule)
        for label, inside in _segments(own, rule):
            page.write(_INCIDENCE, label, at_own - book.scale.full_marks, worst, quantity=own, only=inside & known)
        _write_few(page, rule, found, at_own, book)
        page.bound(book.scale)
        without, reason = ~known, f"没有{size.label}的数据"
        if rule.each is None and not found.events.any():
            reason = f"全部{book.words.noun}都没有{rule.label}，无从得出应有的件数"
        small = rule.small_numbers
        if small is not None and small.below == "missing" and found.few.any():
            without, reason = (
                without | found.few,
                f"{reason}，或{_of(small.of, book.words.whole)}的不足 {small.minimum:g} 件",
            )
        return page.finish(Absent(without, reason, worst, book.missing_policy(node)))

    def by_level(self, node: str, rule: IncidenceRule, facts: Facts, book: Rulebook) -> ScoreAt | None:
        """Scores by level of confidence in the incidence.

        Of an incidence by itself the level is that of Garwood's limits, of one drawn towards the industry's that of
        its distribution given the firm's records. The size, and what is expected, are taken as known.
        """
        if not rule.has_error:
            return None
        found, scale = Exposures.of(node, rule, facts, book), book.scale

        def score_at(level: Values) -> Values:
            points = _points(found.value_at(level, shrunk=rule.shrinkage is not None), rule)
            return np.asarray(np.where(found.known, points.clip(scale.floor, scale.full_marks), np.nan))

        return score_at

    def clauses(self, rule: IncidenceRule, scale: ScoreScale) -> Iterator[Clause]:
        """The knots, whose scores may not pass the middle between them and their neighbours'; and few records."""
        del scale
        scores = [knot.score for knot in rule.knot]
        for at, knot in enumerate(rule.knot):
            beside = [(other + knot.score) / 2 for other in (*scores[max(at - 1, 0) : at], *scores[at + 1 : at + 2])]
            lowest = max((middle for middle in beside if middle <= knot.score), default=0.0)
            highest = min((middle for middle in beside if middle >= knot.score), default=100.0)
            label = f"{_spelled(number(knot.value), rule)}的得分"
            varied = Varied(f"knot.{at + 1}.score", label, [Number(("knot", at, "score"), knot.score, lowest, highest)])
            what = f"{rule.source}{condition_keys(rule.when)}"
            told = f"{what}：{_spelled(number(knot.value), rule)}，{number(knot.score)} 分"
            yield Clause(_INCIDENCE, told, knot, (varied,))
        yield from few_clauses(rule, _of(rule.small_numbers.of, ALL) if rule.small_numbers else "")

    def quantities(self, node: str, rule: IncidenceRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Records and sizes: they belong together, since both decide what is to be expected of every firm."""
        of_size = size_definition(rule.size, book)
        for key in (EVENTS, SIZE):
            yield Quantity(node, f"{node}.{key}"), (rule.source, conditions(rule.when), of_size, rule.expected_by)

    def counted(self, rule: IncidenceRule) -> Iterator[tuple[str, str, When]]:
        """The records."""
        yield rule.source, RECORDS, rule.when

    def levers(self, node: str, rule: IncidenceRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer records; none where the others count too, or where more of them are better."""
        if rule.compares or rule.direction == "higher_is_better":
            return iter(())
        return fewer("records", f"{node}.{EVENTS}", rule.label, evidence)

    def traces(self, node: str, rule: IncidenceRule) -> Iterator[Trace]:
        """The records counted, and those of the size, without one of which another may be the last."""
        yield Trace(f"{node}.{EVENTS}", rule.source, "unknown" if rule.expected_by else "one")
        yield Trace(f"{node}.{SIZE}", rule.size.source, "unknown")

    def against(self, node: str, rule: IncidenceRule) -> tuple[str, ...]:
        """The records, where fewer are better."""
        del node
        return (EVENTS,) if rule.direction == "lower_is_better" else ()

    def measures(self, node: str, rule: IncidenceRule) -> Mapping[str, Measure]:
        """The records, and, where they are divided by the size, how many there are for its units."""

        def events(facts: Facts) -> Values:
            return facts.amount(f"{node}.{EVENTS}")

        found = {"events": Measure(f"{rule.label}件数", "件", events)}
        if (each := rule.each) is None or rule.expected_by:
            return {} if rule.expected_by else found

        def incidence(facts: Facts) -> Values:
            size = facts.quantity(f"{node}.{SIZE}")
            nothing = np.full(facts.count, np.nan)
            return np.asarray(np.divide(events(facts) * each, size, out=nothing, where=size > 0))

        label = f"每 {number(each)} {rule.size.unit}的{rule.label}件数"
        return {"incidence": Measure(label, "件", incidence), **found}

    def figures(self, node: str, rule: IncidenceRule, book: Rulebook) -> Mapping[str, str]:
        """The size by its name."""
        return {} if rule.expected_by else {SIZE: f"{book.indicator[node].name}（{rule.size.label}）"}

    def told(self, rule: IncidenceRule) -> Told:
        """Sizes of firms are not records against them."""
        del rule
        return Told(not_added=(SIZE,))

    def unit(self, rule: IncidenceRule, key: str, book: Rulebook) -> str:
        """The measure word of the records, the unit of the size, or that of an incidence."""
        if key == SIZE:
            return rule.size.unit
        if key in (_INCIDENCE, SHRINKAGE):
            return "倍" if rule.each is None else f"件/{rule.each:g}{rule.size.unit}"
        return declared_unit(rule.source, book) or ("件" if key in (EVENTS, _EXPECTED, SMALL) else "")

    def lasting_cause(self, rule: IncidenceRule, key: str) -> str | None:
        """The incidence, not where it lay; nothing of this year's industry."""
        incidence = "与应有件数之比" if rule.each is None else f"每 {number(rule.each)} {rule.size.unit}的件数"
        return {_INCIDENCE: incidence, SHRINKAGE: f"向{ALL}水平收缩", SMALL: "件数少"}.get(key)


def _write_few(page: Page, rule: IncidenceRule, found: Exposures, at_own: Values, book: Rulebook) -> None:
    """The rows of shrinkage and of few records; `at_own` is what the firms' own incidences score."""
    prior, small = found.prior, rule.small_numbers
    level = "" if prior is None else _spelled(f"{prior.mean:.4g}", rule)
    if rule.shrinkage is not None and prior is not None:
        shrunk = prior.shrunk(found.events, found.exposure)
        drawn = found.known & ~found.few if found.pools_few else found.known
        what = "应有件数" if rule.each is None else f"{rule.size.label}（以 {number(rule.each)} {rule.size.unit}计）"
        points = _points(shrunk, rule) - at_own
        page.write(
            SHRINKAGE, pooling(prior, f"（{level}）", book, what), points, rule.shrinkage, quantity=shrunk, only=drawn
        )
    if small is None or small.below == "missing":  # the last row of such a firm says it
        return
    points, then = np.zeros(len(at_own)), None
    if found.pools_few and prior is not None:
        points, then = (
            _points(np.full(len(at_own), prior.mean), rule) - at_own,
            f"按{book.words.whole}水平（{level}）计分",
        )
    shown = np.floor(found.trusted * 10) / 10  # rounded up it might not look too few
    for cause, where in only_few(shown, found.few, small, then):
        page.write(
            SMALL, f"{_of(small.of, book.words.whole)}的件数{cause}", points, small, quantity=found.events, only=where
        )


def _points(value: Values, rule: IncidenceRule) -> Values:
    """The score at an incidence: linear between knots, beyond the outermost as at them."""
    return np.asarray(np.interp(value, [knot.value for knot in rule.knot], [knot.score for knot in rule.knot]))


def _worst(rule: IncidenceRule) -> IncidenceKnot:
    return rule.knot[-1] if rule.direction == "lower_is_better" else rule.knot[0]


def _segments(value: Values, rule: IncidenceRule) -> Iterator[tuple[str, Where]]:
    """Label of every part of the scale, and which firms lie in it; the outer ones are open."""
    first, last = rule.knot[0], rule.knot[-1]
    yield f"低于{_spelled(number(first.value), rule)}，{first.score:g} 分", value < first.value
    for low, high in pairwise(rule.knot):
        span = f"{_spelled(number(low.value), rule)}至{_spelled(number(high.value), rule)}之间"
        label = f"{span}，对应 {low.score:g} 至 {high.score:g} 分"
        yield label, (value >= low.value) & (value < high.value)
    yield f"不低于{_spelled(number(last.value), rule)}，{last.score:g} 分", value >= last.value


def _spelled(value: str, rule: IncidenceRule) -> str:
    """`每 10,000 户 2.5 件`, or `应有件数的 1.2 倍`."""
    return f"应有件数的 {value} 倍" if rule.each is None else f"每 {number(rule.each)} {rule.size.unit} {value} 件"
