"""Does a rulebook fit the sources and the questionnaire? What the rulebook alone cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.column_fit import Columns, column_problems, condition_problems, person_problems
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.declared import register_of
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem, RulebookError
from indicator_tree.units import FIRM_REGISTER, UNIT_REGISTER
from ipscore.declared_fit import clashes
from ipscore.inputs import sources_of
from ipscore.plausible_fit import range_problems
from scoring.kinds.fit import Fit
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.columns import Kind
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.node_rules import RecordsCondition
    from ipscore.rules import Rules

_REGISTERS = (FIRM_REGISTER, UNIT_REGISTER)
_RESPONSES = "survey_responses"
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
    fit = Fit(book, records, sources, rules.questionnaire, register_of(book).groups)
    for node, rule in book.rules.items():
        where = node if node == "bonus" else f"indicator.{node}.rule"
        yield from kind_of(rule).fit(where, rule, fit)
    yield from _cutoffs(book)
    for node, own, over in book.over_records:
        yield from _over_records(f"node.{node}.rule.{own.id}.when", over, records)
    yield from _breakdown(rules, {name: source for name, source in sources.items() if name in records})


def _cutoffs(book: Rulebook) -> Iterator[Problem]:
    for node, indicator in book.indicator.items():
        rule = book.rule_at(node)
        known = {} if rule is None else kind_of(rule).measures(node, rule)
        for at, cutoff in enumerate(indicator.cutoff, start=1):
            if cutoff.of not in known:
                has = suggestion(cutoff.of, known) if known else "它没有可设界限的数值"
                yield Problem(f"indicator.{node}.cutoff[{at}].of", f"{node} 没有 {cutoff.of}；{has}")


def _over_records(where: str, over: RecordsCondition, records: dict[str, Columns]) -> Iterator[Problem]:
    if (columns := records.get(over.source)) is None:
        yield Problem(f"{where}.source", f"没有数据源 {over.source}；{suggestion(over.source, records)}")
        return
    yield from condition_problems(f"{where}.when", over.when, columns)
    for name in over.same_event:
        yield from column_problems(f"{where}.same_event", name, columns)


def _vocabulary(rules: Rules, known: dict[str, Columns]) -> Iterator[Problem]:
    for source, columns in rules.rulebook.vocabulary.items():
        if source not in known:
            yield Problem(f"vocabulary.{source}", f"没有数据源 {source}；{suggestion(source, known)}")
            continue
        for name in columns:
            where = f"vocabulary.{source}.{name}"
            yield from column_problems(where, name, known[source], "text")
            yield from person_problems(where, name, known[source], "不能有词表")


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
