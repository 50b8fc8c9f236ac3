"""Normalised figures: min-max, standard score or percentile rank, in points of the scale.

The formulas are those of OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5 (normalisation), with
the scale of the rulebook instead of 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules import NormalisedRule
from scoring.errors import NormalisationError
from scoring.evidence.figures import reduce_figures
from scoring.kinds.fit import column_problems, condition_problems
from scoring.kinds.kind import Clause, RuleKind, Told, Varied
from scoring.kinds.measures import Measure
from scoring.kinds.normalisation import average_ranks, constant, min_max, percentile_rank, z_score
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import UNBOUNDED, Number
from scoring.kinds.quantities import Quantity, conditions
from scoring.kinds.spelling import condition_keys, number, records_words
from scoring.kinds.traces import Beside, Trace
from scoring.kinds.treatment import Treatment, treatment_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rulebook import ScoreScale
    from indicator_tree.rules import Imputation, When
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.fit import Fit
    from scoring.kinds.levers import Lever, Row
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names

METHODS = {"min_max": "最小最大法", "z_score": "标准分", "rank": "百分位次", "raw_rank": "名次"}
_COMBINED = {"last": "最后一条", "sum": "合计", "mean": "平均"}
_DIRECTIONS = {"higher_is_better": "越高越好", "lower_is_better": "越低越好"}
_NUMBERS = {"low": "下端", "high": "上端", "centre": "平均值得分", "spread": "每个标准差"}
_STAGES = ("imputation", "winsorisation", "transformation")
_SHOWN = 5
_NEARLY_HALF = 0.49
"""How far the ends of a range may come towards each other, as a share of it: they must not meet."""


class NormalisedKind(RuleKind[NormalisedRule]):
    """A figure made comparable across units."""

    model = NormalisedRule
    exact = True
    name = "normalised"
    noun = "归一"
    summary = "数值类指标按最小最大法、标准分或百分位次换算为可比的得分"
    relative = True

    def sentence(self, node: str, rule: NormalisedRule, book: Rulebook, names: Names) -> str:
        """The figure, how one of every unit is found, which way is better, how it becomes points."""
        records = records_words(rule.source, rule.when, names)
        figure = names.column(rule.source, rule.value).title
        if rule.per is not None:
            figure += f"除以{names.column(rule.source, rule.per).title}"
        latest = book.latest_by(rule)
        by = f"按{names.column(rule.source, latest).title}取" if latest and rule.combine == "last" else "取"
        label, unit = rule.label or book.indicator[node].name, f"一{book.words.measure}{book.words.noun}"
        stages = treatment_words(rule, lambda column: names.column(rule.source, column).title)
        treated = "".join(f"；{words}" for words in stages)
        return (
            f"{label}（{records}{'' if rule.when else '的'}{figure}，{unit}有多条记录的{by}"
            f"{_COMBINED[rule.combine]}）{_DIRECTIONS[rule.direction]}{treated}；{_method_words(rule, book)}；"
            f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间；没有数值的没有得分"
        )

    def fit(self, where: str, rule: NormalisedRule, fit: Fit) -> Iterator[Problem]:
        """The conditions' columns, the figures, and how the last record is found."""
        if missing := list(fit.no_source(where, rule.source)):
            yield from missing
            return
        columns = fit.records[rule.source]
        yield from condition_problems(f"{where}.when", rule.when, columns)
        yield from column_problems(f"{where}.value", rule.value, columns, "number", "count")
        if rule.per is not None:
            yield from column_problems(f"{where}.per", rule.per, columns, "number", "count")
        nodes = [node for node, other in fit.book.rules.items() if other is rule]
        for fill in _imputations(nodes[0] if nodes else "", rule, fit.book):
            if fill.group is not None:
                yield from column_problems(f"{where}.imputation.group", fill.group, columns, "text", "code")
            if fill.on is not None:
                yield from column_problems(f"{where}.imputation.on", fill.on, columns, "number", "count")
        if rule.latest_by is not None:
            yield from column_problems(f"{where}.latest_by", rule.latest_by, columns, "date")
        elif (
            rule.combine == "last"
            and fit.book.latest_by(rule) is None
            and fit.sources[rule.source].key != ("entity_id",)
        ):
            dates = [name for name, kind in columns.kinds.items() if kind == "date"]
            how = "应写 latest_by（按哪一日期列取最后一条），或另写 combine"
            yield Problem(f"{where}.combine", f"不知道哪一条是最后一条：{how}；{suggestion('', dates)}")

    def marks(self, node: str, rule: NormalisedRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """None: no record decides about another."""
        del node, rule, tables, book
        yield from ()

    def reduce(self, node: str, rule: NormalisedRule, tables: Tables, book: Rulebook) -> Reduced:
        """One figure per unit, and one to divide it by."""
        return reduce_figures(node, rule, tables, book.latest_by(rule), _imputations(node, rule, book))

    def score(self, node: str, rule: NormalisedRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a normalised figure: the floor, what was read, what it is worth among all, the scale's bounds.

        The range, mean, deviation and ranks are those of the units that have the figure; a unit without it has no
        score.

        Raises:
            NormalisationError: a figure is not finite, something is divided by zero, or all figures are the same.
        """
        page = Page(node, self.name, facts)
        method, how = rule.normalisation, _Figures(node, rule, facts, book)
        page.write("start", f"起始 {book.scale.floor:g} 分", book.scale.floor, book.scale)
        page.write("value", how.title(rule.value), 0.0, method, quantity=page.quantity("value"), only=how.given)
        if rule.per is not None:
            label = f"除以{how.title(rule.per)}"
            page.write("per", label, 0.0, method, quantity=page.quantity("per"), only=how.given)
        for stage in how.treatment.stages:
            page.write(stage.key, stage.cause, 0.0, stage.cited, quantity=stage.figures, only=stage.only)
        if how.known.any():
            points, cause = how.points()
            cause = f"{how.label}：{METHODS[method.method]}{how.treatment.remark}，{cause}"
            page.write("normalisation", cause, points - book.scale.floor, method, quantity=how.figures, only=how.known)
        page.bound(book.scale)
        return page.finish(Absent(~how.known, f"没有{how.label}的数据", method, book.missing_policy(node)))

    def clauses(self, rule: NormalisedRule, scale: ScoreScale) -> Iterator[Clause]:
        """One table; ends of a range that are both given must not meet."""
        how = rule.normalisation
        figure = f"{rule.source}{condition_keys(rule.when)} 的 {rule.value}" + (f" / {rule.per}" if rule.per else "")
        numbers = [
            f"{title} {number(getattr(how, key))}" for key, title in _NUMBERS.items() if getattr(how, key) is not None
        ]
        said = [_COMBINED[rule.combine], _DIRECTIONS[rule.direction], METHODS[how.method], *numbers]
        said += [f"标准差除以 {how.divisor}"] if how.divisor else []
        yield Clause("normalisation", f"{figure}：{'，'.join(said)}", how, tuple(_varied(rule, scale)))
        words = dict(zip(_done(rule), treatment_words(rule, str), strict=True))
        for key, said_of_it in words.items():
            yield Clause(key, said_of_it, getattr(rule, key))

    def quantities(self, node: str, rule: NormalisedRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """The figure, and what it is divided by."""
        last = book.latest_by(rule) if rule.combine == "last" else None
        figures = (rule.source, conditions(rule.when), rule.value, rule.per, rule.combine, last)
        for name in ("value",) if rule.per is None else ("value", "per"):
            yield Quantity(node, f"{node}.{name}"), figures
        if (fill := rule.imputation) is not None:
            for name, column in (("group", fill.group), ("on", fill.on)):
                if column is not None:
                    yield Quantity(node, f"{node}.{name}.{column}"), (*figures, name, column)

    def counted(self, rule: NormalisedRule) -> Iterator[tuple[str, str, When]]:
        """Nothing: a figure is no record against a firm."""
        del rule
        yield from ()

    def levers(self, node: str, rule: NormalisedRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """None: a figure is worth what the others' are."""
        del node, rule, evidence
        yield from ()

    def traces(self, node: str, rule: NormalisedRule) -> Iterator[Trace]:
        """The records of the figure; without one another may be the last."""
        yield Trace(f"{node}.value", rule.source, "unknown")

    def beside(self, node: str, rule: NormalisedRule) -> Beside | None:
        """Records of the source that are not the last, or have no figure."""
        return Beside(f"{node}.figures", rule.source)

    def against(self, node: str, rule: NormalisedRule) -> tuple[str, ...]:
        """Nothing that can be left out: a unit without a figure has no score."""
        del node, rule
        return ()

    def measures(self, node: str, rule: NormalisedRule) -> Mapping[str, Measure]:
        """The figure as it was read, before anything is done to it."""

        def figure(facts: Facts) -> Values:
            value = facts.quantity(f"{node}.value")
            if rule.per is None:
                return value
            per = facts.quantity(f"{node}.per")
            nothing = np.full(facts.count, np.nan)
            return np.asarray(np.divide(value, per, out=nothing, where=(per != 0) & ~np.isnan(per)))

        return {"value": Measure(rule.label or "数值", rule.unit, figure)}

    def figures(self, node: str, rule: NormalisedRule, book: Rulebook) -> Mapping[str, str]:
        """The figure by the name of its leaf and of its column."""
        return {"value": f"{book.indicator[node].name}（{book.column_title(rule.source, rule.value)}）"}

    def used(self, node: str, rule: NormalisedRule, source: str, evidence: pl.DataFrame) -> None:
        """Only the breakdown tells: evidence names the combined figures."""
        del node, rule, source, evidence

    def told(self, rule: NormalisedRule) -> Told:
        """Nothing beside the figures."""
        del rule
        return Told()

    def unit(self, rule: NormalisedRule, key: str, book: Rulebook) -> str:
        """The rule's own, or that of the column that was read."""
        if key in ("normalisation", "transformation", "imputation", "winsorisation.high", "winsorisation.low"):
            bent = rule.transformation is not None and rule.transformation.method != "none"
            return "" if bent and key in ("normalisation", "transformation") else rule.unit
        column = {"value": rule.value, "per": rule.per}.get(key)
        declared = book.source.get(rule.source)
        return declared.column[column].unit if declared and column in declared.column else ""

    def lasting_cause(self, rule: NormalisedRule, key: str) -> str | None:
        """The causes tell this year's range, which is this year's rule."""
        del rule, key
        return None


def _imputations(node: str, rule: NormalisedRule, book: Rulebook) -> list[Imputation]:
    """That of the rule, and those of a study: all that the evidence must tell of."""
    found = [rule.imputation, *(other.imputation for other in book.other_treatments(node))]
    return [fill for fill in found if fill is not None]


def _done(rule: NormalisedRule) -> list[str]:
    """The stages before figures are normalised that the rule goes through."""
    stages = {key: getattr(rule, key) for key in _STAGES}
    return [key for key, stage in stages.items() if stage is not None and stage.method != "none"]


def _varied(rule: NormalisedRule, scale: ScoreScale) -> Iterator[Varied]:
    given = rule.normalisation
    if given.centre is not None:
        centre = Number(("normalisation", "centre"), given.centre, scale.floor, scale.full_marks)
        yield Varied("normalisation.centre", "平均值的得分", [centre])
    if given.spread is not None:
        spread = Number(("normalisation", "spread"), given.spread)
        yield Varied("normalisation.spread", "每个标准差的分值", [spread])
    room = _NEARLY_HALF * (given.high - given.low) if given.low is not None and given.high is not None else UNBOUNDED
    if (low := given.low) is not None:
        yield Varied("normalisation.low", "下端", [Number(("normalisation", "low"), low, -UNBOUNDED, low + room)])
    if (high := given.high) is not None:
        yield Varied("normalisation.high", "上端", [Number(("normalisation", "high"), high, high - room)])


def _method_words(rule: NormalisedRule, book: Rulebook) -> str:
    """How the figure becomes points, in words."""
    how, floor, full = rule.normalisation, number(book.scale.floor), number(book.scale.full_marks)
    higher = rule.direction == "higher_is_better"
    match how.method:
        case "min_max":
            unit = rule.unit
            low = "最小值" if how.low is None else f"下端 {_figure(how.low, unit)}"
            high = "最大值" if how.high is None else f"上端 {_figure(how.high, unit)}"
            worst, best = (low, high) if higher else (high, low)
            return f"{METHODS[how.method]}：由{worst}至{best}得 {floor} 至 {full} 分"
        case "z_score":
            way = "高" if higher else "低"
            centre, spread = number(how.centre or 0.0), number(how.spread or 0.0)
            by = f"（除以 {how.divisor}）" if how.divisor else ""
            return f"{METHODS[how.method]}：等于平均值的得 {centre} 分，每{way} 1 个标准差{by}多 {spread} 分"
        case "raw_rank":
            way = "从低到高" if higher else "从高到低"
            return f"{METHODS[how.method]}：{way}排列，第几名得几分，并列取平均"
        case "rank":
            way = "从低到高" if higher else "从高到低"
            return f"{METHODS[how.method]}：{way}排列，得 {floor} 至 {full} 分，并列取平均"


def _figure(value: float, unit: str) -> str:
    return f"{number(round(value * 100, 10))}%" if unit == "%" else f"{number(value)}{f' {unit}' if unit else ''}"


class _Figures:
    """The figures of a node and what they are worth."""

    def __init__(self, node: str, rule: NormalisedRule, facts: Facts, book: Rulebook) -> None:
        self._node, self._rule, self._book, self._firms = node, rule, book, facts.firms
        self.label = rule.label or book.indicator[node].name
        value = facts.quantity(f"{node}.value")
        self._insist(~np.isinf(value), rule.value, "{}的值不是有限的数")
        self.figures: Values = value
        if rule.per is not None:
            per = facts.quantity(f"{node}.per")
            self._insist(~np.isinf(per), rule.per, "{}的值不是有限的数")
            self._insist(per != 0, rule.per, "{}的值为 0，不能作除数")
            with np.errstate(over="ignore"):
                self.figures = value / per
        self.given: Where = ~np.isnan(self.figures)
        self._insist(~np.isinf(self.figures), rule.value, "{}的商不是有限的数")
        self.treatment = Treatment(node, rule, facts, self.figures, self.title, self._spelled_raw, self._error).run()
        self.figures = self.treatment.figures
        self.known: Where = ~np.isnan(self.figures)

    def title(self, column: str) -> str:
        """What a column of the source is called."""
        return self._book.column_title(self._rule.source, column)

    def points(self) -> tuple[Values, str]:
        """The points of every unit, NaN where it has no figure, and how they come about."""
        match self._rule.normalisation.method:
            case "min_max":
                return self._min_max()
            case "z_score":
                return self._z_score()
            case "rank":
                return self._rank()
            case "raw_rank":
                return self._raw_rank()

    def _min_max(self) -> tuple[Values, str]:
        """(x - low) / (high - low) of the scale; seen from the other end where lower is better."""
        given = self._rule.normalisation
        low = float(np.nanmin(self.figures)) if given.low is None else given.low
        high = float(np.nanmax(self.figures)) if given.high is None else given.high
        if given.low is None and given.high is None:
            self._insist_on_two_values()
        elif not low < high:
            raise self._error(f"下端 {self._spelled(low)} 不低于上端 {self._spelled(high)}")
        worst, best = (low, high) if self._higher else (-high, -low)
        scale = self._book.scale
        ends = [
            ("规则" if end is not None else "数据", number) for end, number in ((given.low, low), (given.high, high))
        ]
        told = "至 ".join(f"{self._spelled(number)}（{by}）" for by, number in (ends if self._higher else ends[::-1]))
        points = scale.floor + (scale.full_marks - scale.floor) * min_max(self._upward, worst, best)
        return points, f"由 {told}得 {scale.floor:g} 至 {scale.full_marks:g} 分"

    def _z_score(self) -> tuple[Values, str]:
        """(x - mean) / sd; `centre` points for 0, `spread` points for 1."""
        self._insist_on_two_values()
        given = self._rule.normalisation
        centre, spread = given.centre or 0.0, given.spread or 0.0
        with np.errstate(over="ignore"):
            ddof = 1 if given.divisor == "n-1" else 0
            mean, sd = float(np.nanmean(self.figures)), float(np.nanstd(self.figures, ddof=ddof))
        if not 0 < sd < np.inf:
            raise self._error(f"标准差 {sd:g} 超出可计算的范围")
        per_sd = f"{'高' if self._higher else '低'} 1 个标准差（{self._spelled(sd)}）多 {spread:g} 分"
        return centre + spread * z_score(self._upward, ddof), f"平均 {self._spelled(mean)} 得 {centre:g} 分，{per_sd}"

    def _rank(self) -> tuple[Values, str]:
        """(rank - 1) / (n - 1) of the scale; rank 1 is the worst, tied units share the mean of their ranks."""
        self._insist_on_two_values()
        scale, words, n = self._book.scale, self._book.words, np.count_nonzero(self.known)
        better = "从低到高" if self._higher else "从高到低"
        points = scale.floor + (scale.full_marks - scale.floor) * percentile_rank(self._upward)
        told = f"{n} {words.measure}{words.noun}{better}排列，得 {scale.floor:g} 至 {scale.full_marks:g} 分，并列取平均"
        return points, told

    def _raw_rank(self) -> tuple[Values, str]:
        """The rank; 1 is the worst, tied units share the mean of their ranks."""
        scale, words, n = self._book.scale, self._book.words, int(np.count_nonzero(self.known))
        if n > scale.full_marks:
            raise self._error(f"{n} {words.measure}{words.noun}的名次超过满分 {scale.full_marks:g}")
        found = np.full(len(self.figures), np.nan)
        found[self.known] = average_ranks(self._upward[self.known])
        better = "从低到高" if self._higher else "从高到低"
        return found, f"{n} {words.measure}{words.noun}{better}排列，第几名得几分，并列取平均"

    @property
    def _higher(self) -> bool:
        return self._rule.direction == "higher_is_better"

    @property
    def _upward(self) -> Values:
        """The figures, negated where lower is better."""
        return self.figures if self._higher else -self.figures

    def _insist_on_two_values(self) -> None:
        known = self.figures[self.known]
        low, high = float(known.min()), float(known.max())
        if constant(known):
            words = self._book.words
            raise self._error(f"{len(known)} {words.measure}{words.noun}的值都是 {self._spelled(low)}，分不出高低")
        if not np.isfinite(high - low):
            raise self._error(f"最小值 {low:g} 与最大值 {high:g} 相差太大，超出可计算的范围")

    def _insist(self, holds: Where, column: str, told: str) -> None:
        """Insist on something of every figure; `told` names the units where it does not hold."""
        if (wrong := self._firms.filter(pl.Series(~holds))).len():
            more = f" 等 {len(wrong)} {self._book.words.measure}" if len(wrong) > _SHOWN else ""
            raise self._error(told.format("、".join(wrong.head(_SHOWN)) + more), column)

    def _error(self, reason: str, column: str | None = None) -> NormalisationError:
        rule = self._rule
        both = self.title(rule.value) + ("" if rule.per is None else f" / {self.title(rule.per)}")
        named = f"{self._node} {self._book.indicator[self._node].name}"
        return NormalisationError(
            named, both if column is None else self.title(column), METHODS[rule.normalisation.method], reason
        )

    def _spelled(self, figure: float) -> str:
        return f"{figure:.6g}" if self.treatment.bent else self._spelled_raw(figure)

    def _spelled_raw(self, figure: float) -> str:
        unit = self._rule.unit
        return f"{figure * 100:.4g}%" if unit == "%" else f"{figure:.6g}{f' {unit}' if unit else ''}"
