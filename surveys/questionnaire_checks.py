"""Checks across a questionnaire that no single table can make: names, routing, what quality rules refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.header_texts import canonical_header
from indicator_tree.checks import suggestion
from surveys.quality_rules import Attention, Inconsistent, OffRoute, OutsideFieldPeriod, StraightLining, Unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from surveys.questionnaire import Questionnaire

RESERVED = (
    *("record_id", "firm", "firm_id", "entity_id", "answered_on"),
    *("respondent", "device", "status", "seconds", "client"),
)
"""Columns that every response has, so that no question or attribute may be called so."""


def problems(questionnaire: Questionnaire) -> list[str]:
    """All problems, in Chinese."""
    return [*_names(questionnaire), *_routing(questionnaire), *_quality(questionnaire)]


def _names(questionnaire: Questionnaire) -> Iterator[str]:
    asked = [*questionnaire.attribute, *questionnaire.question]
    names = [name for each in asked for name in (each.code, each.label)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield f"题目代码或表头重复：{'、'.join(twice)}"
    else:
        yield from _headers(questionnaire)
    if taken := [each.code for each in asked if each.code in RESERVED]:
        yield f"代码 {'、'.join(taken)} 是答卷固有的列，请另取名"
    ids = [rule.id for rule in questionnaire.quality]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        yield f"质量规则的 id 重复：{'、'.join(twice)}"


def _headers(questionnaire: Questionnaire) -> Iterator[str]:
    """Headers that could mean more than one question."""
    means: dict[str, set[str]] = {}
    wordings = {question.code: question.wording for question in questionnaire.question}
    for each in (*questionnaire.attribute, *questionnaire.question):
        for text in (each.code, each.label, *each.aliases, wordings.get(each.code, each.label)):
            means.setdefault(canonical_header(text), set()).add(each.code)
    for text, codes in means.items():
        if len(codes) > 1:
            yield f"表头“{text}”可以是不止一题：{'、'.join(sorted(codes))}；请改写题目的 label、wording 或 aliases"


def _routing(questionnaire: Questionnaire) -> Iterator[str]:
    before: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.question:
        yield from _conditions(f"{question.code}.asked_if", question.asked_if, before, "须为排在它之前的题目")
        if not question.multiple:
            before[question.code] = question.options


def _quality(questionnaire: Questionnaire) -> Iterator[str]:
    rules = questionnaire.quality
    options = {question.code: question.options for question in questionnaire.question if not question.multiple}
    if [isinstance(rule, Unfinished) for rule in rules] != [True, *[False] * (len(rules) - 1)]:
        yield "quality 的第一条须为 kind = unfinished，且只有一条：其余规则只针对已完成的答卷"
    for rule in rules:
        where = f"quality.{rule.id}"
        match rule:
            case Attention():
                yield from _conditions(where, {rule.question: (rule.expected,)}, options)
            case Inconsistent():
                yield from _conditions(f"{where}.when", rule.when, options)
            case StraightLining():
                yield from _conditions(f"{where}.questions", dict.fromkeys(rule.questions, ()), options)
                if len({len(options[name]) for name in rule.questions if name in options}) > 1:
                    yield f"{where}.questions：各题选项个数不同，不能比较位置"
            case OutsideFieldPeriod() if questionnaire.field_period is None:
                yield f"{where}：须写明 [field_period]"
            case OffRoute() if not any(question.asked_if for question in questionnaire.question):
                yield f"{where}：没有题目写明 asked_if"


def _conditions(
    where: str, when: Mapping[str, Sequence[str]], options: Mapping[str, Sequence[str]], must: str = ""
) -> Iterator[str]:
    for question, answers in when.items():
        if question not in options:
            yield f"{where}：没有题目 {question}{f'（{must}）' if must else ''}；{suggestion(question, options)}"
            continue
        for answer in answers:
            if answer not in options[question]:
                yield f"{where}.{question}：没有选项“{answer}”；可用：{'、'.join(options[question])}"
