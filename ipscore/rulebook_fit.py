"""Does a rulebook fit the sources and the questionnaire? What the rulebook alone cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.column_fit import Columns, column_problems, condition_problems
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.declared import UNIT_REGISTER
from data_sources.register import FIRMS
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem, RulebookError
from indicator_tree.rules import AnswersRule, GradedRule, NormalisedRule, PhoneCheckRule, RateRule, ScaleRule
from ipscore.declared_fit import clashes, figure_problems
from ipscore.inputs import sources_of
from ipscore.plausible_fit import range_problems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.columns import Kind
    from data_sources.source import Source
    from indicator_tree.rules import Deduct, Part
    from ipscore.rules import Rules

_REGISTERS = (FIRMS.source.name, UNIT_REGISTER)
_RESPONSES = "survey_responses"
_MEASURED: Mapping[str, tuple[Kind, ...]] = {"sum": ("number", "count"), "best": ("text",)}
"""Kinds of column that a measure of graded parts can use; any for the others."""

_COUNTED_BY: tuple[Kind, ...] = ("text", "flag", "count")
"""Kinds of column by whose values records can be counted: neither numbers of records nor anything secret."""


def check_fit(rules: Rules) -> None:
    """Insist that the rulebook asks only for what there is.

    Raises:
        RulebookError: with every problem, each with its key path.
    """
    if problems := sorted(set(fit_problems(rules))):
        raise RulebookError(rules.source.files[0][0], problems)


def fit_problems(rules: Rules) -> Iterator[Problem]:
    """Sources, columns, types, answers and questions that a rulebook asks for and that are not there."""
    book = rules.rulebook
    if taken := list(clashes(book, rules.questionnaire)):
        yield from taken
        return
    counted = (source for source in sources_of(book, rules.questionnaire) if source.name != CORRECTIONS.name)
    sources = {source.name: source for source in counted}
    known = {name: Columns.of(source, book.closed_vocabulary) for name, source in sources.items()}
    records = {name: columns for name, columns in known.items() if name not in _REGISTERS}
    yield from _vocabulary(rules, known)
    yield from range_problems(book, sources)
    for node in book.leaves:
        where, rule = f"indicator.{node}.rule", book.indicator[node].rule
        for deduct in book.deductions(node):
            yield from _deduct(f"{where}.deduct.{deduct.id}", deduct, records)
        match rule:
            case AnswersRule():
                yield from _answers(where, rule, rules)
            case GradedRule():
                for part in rule.part:
                    yield from _part(f"{where}.part.{part.id}", part, records)
            case RateRule() | PhoneCheckRule() | ScaleRule() | NormalisedRule() if rule.source not in records:
                yield _no_source(where, rule.source, records)
            case NormalisedRule():
                yield from figure_problems(where, rule, records[rule.source], sources[rule.source], book)
            case RateRule() | PhoneCheckRule() | ScaleRule():
                yield from _columns(where, rule, records[rule.source])
    for part in book.bonus.part if book.bonus else ():
        yield from _part(f"bonus.part.{part.id}", part, records)
    yield from _breakdown(rules, {name: source for name, source in sources.items() if name in records})


def _columns(where: str, rule: RateRule | PhoneCheckRule | ScaleRule, columns: Columns) -> Iterator[Problem]:
    match rule:
        case RateRule():
            yield from condition_problems(f"{where}.when", rule.when, columns)
            yield from column_problems(f"{where}.done.column", rule.done.column, columns, "date")
        case PhoneCheckRule():
            yield from column_problems(f"{where}.source", "round", columns, "count")
            for fault in rule.fault:
                yield from column_problems(f"{where}.fault.{fault.id}.step", fault.step, columns, "flag")
        case ScaleRule():
            yield from column_problems(f"{where}.source", "ratio", columns, "text")
            for name in ("numerator", "denominator"):
                yield from column_problems(f"{where}.source", name, columns, "number")
            yield from column_problems(f"{where}.source", "as_of", columns, "date")


def _vocabulary(rules: Rules, known: dict[str, Columns]) -> Iterator[Problem]:
    for source, columns in rules.rulebook.vocabulary.items():
        if source not in known:
            yield Problem(f"vocabulary.{source}", f"没有数据源 {source}；{suggestion(source, known)}")
            continue
        for name in columns:
            yield from column_problems(f"vocabulary.{source}.{name}", name, known[source], "text")


def _breakdown(rules: Rules, sources: dict[str, Source]) -> Iterator[Problem]:
    book = rules.rulebook
    counted = {name: source for name, source in sources.items() if name != _RESPONSES}
    for name in book.breakdown:
        where = f"breakdown.{name}"
        if name not in counted:
            yield Problem(where, f"没有可分类统计的数据源 {name}；{suggestion(name, counted)}")
            continue
        columns = Columns.of(counted[name], book.closed_vocabulary)
        personal = {column.name for column in counted[name].columns if column.personal_unless}
        for column in dict.fromkeys(column for by in book.breakdown_columns(name) for column in by):
            if column in personal:
                yield Problem(where, f"列 {column} 可能含个人姓名，不能用于分类统计")
            else:
                yield from column_problems(where, column, columns, *_COUNTED_BY)


def _deduct(where: str, deduct: Deduct, records: dict[str, Columns]) -> Iterator[Problem]:
    if (columns := records.get(deduct.source)) is None:
        yield _no_source(where, deduct.source, records)
        return
    yield from condition_problems(f"{where}.when", deduct.when, columns)
    for name in deduct.same_event:
        yield from column_problems(f"{where}.same_event", name, columns)
    if deduct.scaled:
        yield from condition_problems(f"{where}.scaled.when", deduct.scaled.when, columns)


def _part(where: str, part: Part, records: dict[str, Columns]) -> Iterator[Problem]:
    if (columns := records.get(part.source)) is None:
        yield _no_source(where, part.source, records)
        return
    yield from condition_problems(f"{where}.when", part.when, columns)
    if part.column is None:
        return
    kinds = _MEASURED.get(part.measure, ())
    wrong = list(column_problems(f"{where}.column", part.column, columns, *kinds))
    yield from wrong
    if part.measure != "best" or wrong:
        return
    if (allowed := columns.allowed.get(part.column)) is None:
        yield Problem(f"{where}.column", f"须有词表 vocabulary.{part.source}.{part.column}，说明可能有哪些级别")
        return
    for grade in part.grades:
        if grade not in allowed:
            yield Problem(f"{where}.grades.{grade}", f"“{grade}”不在词表中；{suggestion(grade, allowed)}")
    if absent := [value for value in allowed if value not in part.grades]:
        yield Problem(f"{where}.grades", f"词表中的 {'、'.join(absent)} 没有写明分值")


def _answers(where: str, rule: AnswersRule, rules: Rules) -> Iterator[Problem]:
    if rule.source != _RESPONSES:
        yield Problem(f"{where}.source", f"答卷的数据源是 {_RESPONSES}，不是 {rule.source}")
    if rules.questionnaire is None:
        yield Problem("questionnaire", f"有问卷指标（{where}），应写明 questionnaire（调查问卷）")
        return
    questions = {question.code: question for question in rules.questionnaire.question if question.scored}
    if (question := questions.get(rule.question)) is None:
        told = f"问卷 {rules.questionnaire.id} 没有可评分的题目 {rule.question}"
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


def _no_source(where: str, source: str, records: dict[str, Columns]) -> Problem:
    return Problem(f"{where}.source", f"没有数据源 {source}；{suggestion(source, records)}")
