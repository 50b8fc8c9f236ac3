"""A rulebook together with the questionnaire that it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicator_tree import RulebookError, read_rulebook
from indicator_tree.errors import Problem
from indicator_tree.periods import PeriodError, named_period, without_period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from indicator_tree import Rulebook, RulebookFile
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class Rules:
    """What an evaluation goes by.

    Attributes:
        source: the rulebook with its files.
        questionnaire: the one that the rulebook names; None if it names none.
        questionnaire_file: its text as it stands, to be kept in the run.
    """

    source: RulebookFile
    questionnaire: Questionnaire | None = None
    questionnaire_file: bytes = b""

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook."""
        return self.source.rulebook


def read_rules(name: str | Path, period: str | None = None) -> Rules:
    """The rules of a rulebook by year, name or path, fit to be applied.

    Its questionnaire is looked for as `surveys.questionnaire.find_questionnaire` says: beside its file first.

    Args:
        name: its year, name or path.
        period: what is evaluated instead of the rulebook's own period: `2024-03`, `2024Q1` and the like.

    Raises:
        PeriodError: there is no such period.
        RulebookNotFoundError: no such rulebook.
        RulebookError: it breaks the rules of rulebooks, or asks for what sources and questionnaire do not have.
        QuestionnaireError: there is no such questionnaire, or it cannot be understood.
    """
    from surveys.field_period import field_problems  # noqa: PLC0415  (who reads a run needs no questionnaire)
    from surveys.questionnaire import find_questionnaire  # noqa: PLC0415

    source = read_rulebook(name, None if period is None else named_period(period))
    path = find_questionnaire(source.rulebook)
    rules = checked(Rules(source)) if path is None else with_questionnaire(source, path)
    if period is not None and any(field_problems(rules.rulebook, rules.questionnaire)):
        raise PeriodError(
            _asked_at_other_times(rules, period), "请改写 --period，或用问卷所属评价期的规则（--rulebook）"
        )
    if problems := [*_named(rules, path), *field_problems(rules.rulebook, rules.questionnaire)]:
        raise RulebookError(source.files[0][0], problems)
    return rules


def _asked_at_other_times(rules: Rules, period: str) -> str:
    """Answers belong to the field period as a whole: a part of a year has no questionnaire of its own."""
    asked = rules.questionnaire
    when = (
        "" if asked is None or asked.field_period is None else f"{asked.field_period.start} 至 {asked.field_period.end}"
    )
    return (
        f"不能只评价 {period}：规则 {without_period(rules.rulebook.id)} 用到问卷，调查期 {when} 不全在其内，"
        "答卷不能分到一部分时间；请按规则文件自己的评价期评价，或用不含问卷指标的规则"
    )


def _named(rules: Rules, path: Path | None) -> Iterator[Problem]:
    """A copy of another year's questionnaire under a new name still has that year's id."""
    book, asked = rules.rulebook, rules.questionnaire
    if path is None or asked is None or book.origin.kept or asked.id == book.questionnaire:
        return
    told = f"问卷文件 {path.name} 里写的是 id = {asked.id}，应为 {book.questionnaire}；抄自别的年度的，id 也要改"
    yield Problem("questionnaire", told)


def with_questionnaire(source: RulebookFile, path: Path) -> Rules:
    """The rulebook with the questionnaire of a file. Raises as `read_rules` does."""
    from surveys.questionnaire import load_questionnaire  # noqa: PLC0415

    questionnaire = load_questionnaire(path)
    return checked(Rules(source, questionnaire, path.read_bytes()))


def checked(rules: Rules) -> Rules:
    """The rules, if they fit the sources' contracts and the questionnaire.

    Raises:
        RulebookError: they do not; every problem is told.
    """
    from ipscore.rulebook_fit import check_fit  # noqa: PLC0415  (loads the dataframe library)

    check_fit(rules)
    return rules
