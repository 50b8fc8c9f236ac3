"""Answer values, then deductions: the mean value of a question's answers, less points for records."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules import AnswersRule
from scoring.errors import UnknownAnswerError
from scoring.kinds import deducts
from scoring.kinds.kind import Clause, RuleKind, Told, Varied
from scoring.kinds.levers import MEAN_STEPS, NOISE, Lever
from scoring.kinds.nothing import NoFigures, OwnCauses
from scoring.kinds.page import Absent, Page
from scoring.kinds.parameters import Number
from scoring.kinds.quantities import Quantity
from scoring.kinds.spelling import number
from scoring.kinds.traces import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import When
    from indicator_tree.scope import ScoreScale
    from scoring.evidence.conditions import Reduced, Tables
    from scoring.evidence.record_marks import Mark
    from scoring.kinds.facts import Facts
    from scoring.kinds.fit import Fit
    from scoring.kinds.kind import Used
    from scoring.kinds.levers import Row
    from scoring.kinds.measures import Measure
    from scoring.kinds.page import Entry
    from scoring.kinds.quantities import Definition
    from scoring.kinds.spelling import Names
    from scoring.kinds.traces import Trace

RESPONSES = "survey_responses"
"""The one source of answers."""


class AnswersKind(NoFigures, OwnCauses, RuleKind[AnswersRule]):
    """The mean of what answers are worth, less points for records."""

    model = AnswersRule
    name = "answers"
    noun = "答卷均值后扣分"
    summary = "调查类指标取回答赋值的平均，再按记录减分"
    relative = False

    def sentence(self, node: str, rule: AnswersRule, book: Rulebook, names: Names) -> str:
        """What answers are worth, the deductions, how many respondents a score needs."""
        del node
        values = "、".join(f"{answer} {number(value)} 分" for answer, value in rule.answers.values.items())
        said = [f"{names.title(rule.source)}中对“{names.question(rule.question)}”的回答赋值取平均：{values}"]
        if rule.deduct:
            said.append(deducts.deduction_words(rule.deduct, names))
        said.append(f"在 {number(book.scale.floor)} 至 {number(book.scale.full_marks)} 分之间")
        said.append(f"有效作答不足 {book.sampling.minimum_respondents} 份的没有得分")
        return "；".join(said)

    def fit(self, where: str, rule: AnswersRule, fit: Fit) -> Iterator[Problem]:
        """The question and its options, and what the deductions need."""
        yield from deducts.fit_deductions(where, rule.deduct, fit)
        if rule.source != RESPONSES:
            yield Problem(f"{where}.source", f"答卷的数据源是 {RESPONSES}，不是 {rule.source}")
        if fit.questionnaire is None:
            yield Problem("questionnaire", f"有问卷指标（{where}），应写明 questionnaire（调查问卷）")
            return
        questions = {question.code: question for question in fit.questionnaire.question if question.scored}
        if (question := questions.get(rule.question)) is None:
            told = f"问卷 {fit.questionnaire.id} 没有可评分的题目 {rule.question}"
            yield Problem(f"{where}.question", f"{told}；{suggestion(rule.question, questions)}")
            return
        for answer in rule.answers.values:
            if answer not in question.options:
                yield Problem(
                    f"{where}.answers.values.{answer}",
                    f"题目 {question.code} 没有选项“{answer}”；{suggestion(answer, question.options)}",
                )
        if absent := [option for option in question.options if option not in rule.answers.values]:
            yield Problem(f"{where}.answers.values", f"题目 {question.code} 的选项 {'、'.join(absent)} 没有写明分值")

    def marks(self, node: str, rule: AnswersRule, tables: Tables, book: Rulebook) -> Iterator[Mark]:
        """Marks of the deductions."""
        return deducts.deduction_marks(node, rule.deduct, tables, book)

    def reduce(self, node: str, rule: AnswersRule, tables: Tables, book: Rulebook) -> Reduced:
        """Numbers of records; answers are counted for all questions together (`count_answers`)."""
        return deducts.reduce_deductions(node, rule.deduct, tables, book)

    def score(self, node: str, rule: AnswersRule, facts: Facts, book: Rulebook) -> list[Entry]:
        """Ledger rows of a survey question: the mean Σ w v / Σ w over respondents, the deductions, the floor.

        A firm with fewer answers than the rulebook asks for has no score.

        Raises:
            UnknownAnswerError: an answer to which the rulebook gives no value.
        """
        page = Page(node, self.name, facts)
        counts = page.categories("answers")
        values = rule.answers.values
        if unknown := [answer for answer, _ in counts if answer not in values]:
            raise UnknownAnswerError(node, unknown, values)
        nothing = np.zeros(facts.count)
        weights = facts.weights(f"{node}.answers")
        respondents = sum((np.nan_to_num(count) for _, count in counts), nothing)
        weight = sum((np.nan_to_num(each) for _, each in weights), nothing)
        worth = sum((values[answer] * np.nan_to_num(each) for answer, each in weights), nothing)
        mean = np.divide(worth, weight, out=np.zeros(facts.count), where=weight > 0)
        alike = [np.array_equal(n, w, equal_nan=True) for (_, n), (_, w) in zip(counts, weights, strict=True)]
        how = "未加权" if all(alike) else "加权"
        page.write("answers", f"答卷均值（{how}）", mean, rule.answers, quantity=respondents)
        absent = deducts.deduct_points(page, rule.deduct, book, node)
        page.bound(book.scale)
        least = book.sampling.minimum_respondents
        too_few = Absent(respondents < least, f"有效作答不足 {least} 份", book.sampling, book.missing_policy(node))
        return page.finish(too_few, *absent)

    def clauses(self, rule: AnswersRule, scale: ScoreScale) -> Iterator[Clause]:
        """What answers are worth, which moves together; those of the deductions."""
        given = rule.answers.values
        content = "、".join(f"{answer} {number(value)} 分" for answer, value in given.items())
        ordered = sorted(given.items(), key=lambda item: -item[1])
        numbers = [Number(("answers", "values", name), value, scale.floor, scale.full_marks) for name, value in ordered]
        yield Clause("answers", content, rule.answers, (Varied("answers.values", "答案分值", numbers),))
        yield from deducts.deduction_clauses(rule.deduct)

    def quantities(self, node: str, rule: AnswersRule, book: Rulebook) -> Iterator[tuple[Quantity, Definition]]:
        """Every answer, and those of the deductions."""
        for answer in rule.answers.values:
            yield Quantity(node, f"{node}.answers", answer), (rule.source, rule.question)
        yield from deducts.deduction_quantities(node, rule.deduct, book)

    def measures(self, node: str, rule: AnswersRule) -> Mapping[str, Measure]:
        """The records that cost points, where there are deductions."""
        return deducts.deduction_measures(node, rule.deduct) if rule.deduct else {}

    def counted(self, rule: AnswersRule) -> Iterator[tuple[str, str, When]]:
        """The records of the deductions."""
        return deducts.deduction_counted(rule.deduct)

    def levers(self, node: str, rule: AnswersRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
        """Fewer records; a higher mean, made of the worst and the best answer."""
        yield from deducts.deduction_levers(node, rule.deduct, evidence)
        key = f"{node}.answers"
        given = [(rule.answers.values[answer], count, weight or 0.0) for answer, count, weight in evidence.get(key, ())]
        respondents, total = sum(count for _, count, _ in given), sum(weight for *_, weight in given)
        if not total:
            return
        mean = sum(value * weight for value, _, weight in given) / total
        ordered = sorted(rule.answers.values.items(), key=lambda answer: answer[1])
        worst, best = ordered[0], ordered[-1]
        first = math.floor(mean * MEAN_STEPS + NOISE) + 1
        targets = np.arange(first, math.floor(best[1] * MEAN_STEPS) + 1) / MEAN_STEPS
        yield Lever("mean", key, "答卷均值", mean, targets, values=(worst, best), respondents=(respondents, total))

    def traces(self, node: str, rule: AnswersRule) -> Iterator[Trace]:
        """The records of the deductions."""
        return deducts.deduction_traces(node, rule.deduct)

    def beside(self, node: str, rule: AnswersRule) -> Beside | None:
        """The answers, of which no evidence names any."""
        return Beside(f"{node}.answers", rule.source)

    def against(self, node: str, rule: AnswersRule) -> tuple[str, ...]:
        """The deductions."""
        return deducts.deductions_against(node, rule.deduct)

    def used(self, node: str, rule: AnswersRule, source: str, evidence: pl.DataFrame) -> Used | None:
        """The respondents of the question that most answered."""
        del node
        if source != rule.source:
            return None
        answers = evidence.filter(pl.col("parameter").str.ends_with(".answers"))
        most = answers.group_by("node").agg(pl.col("quantity").sum())["quantity"].max()
        return (None if most is None else float(str(most))), answers["firm_id"].n_unique()

    def told(self, rule: AnswersRule) -> Told:
        """The question; numbers of answers are shares, not sums."""
        beside = deducts.deductions_told(rule.deduct)
        return replace(beside, question=rule, not_added=("answers", *beside.not_added))

    def unit(self, rule: AnswersRule, key: str, book: Rulebook) -> str:
        """Sheets, or the measure word of the records."""
        return "份" if key == "answers" else deducts.deduction_unit(rule.deduct, key, book)


def count_answers(node: str, rule: AnswersRule, patterns: pl.DataFrame) -> pl.LazyFrame:
    """Respondents and their weights per answer to the rule's question; unanswered questions do not count."""
    answered = patterns.lazy().select("firm_id", rule.question, "respondents", "weight").drop_nulls(rule.question)
    counts = answered.group_by("firm_id", rule.question).agg(pl.col("respondents", "weight").sum())
    return counts.select(
        "firm_id",
        pl.lit(node).alias("node"),
        pl.lit(f"{node}.answers").alias("parameter"),
        pl.col(rule.question).alias("cause"),
        pl.lit(rule.source).alias("source"),
        pl.col("respondents").cast(pl.Float64).alias("quantity"),
        "weight",
    )
