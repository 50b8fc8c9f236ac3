"""Answer values, then deductions: the mean value of a question's answers, less points for records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import UnknownAnswerError
from scoring.rules.deduction import deduct_points
from scoring.rules.page import Absent, Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import AnswersRule
    from scoring.rules.facts import Facts
    from scoring.rules.page import Entry


def score_answers(node: str, rule: AnswersRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a survey question: the mean Σ value × answers / Σ answers, the deductions, the floor.

    A firm without answers has no score. Every respondent weighs the same.

    Raises:
        UnknownAnswerError: an answer to which the rulebook gives no value.
    """
    page = Page(node, rule.kind, facts)
    counts = page.categories("answers")
    values = rule.answers.values
    if unknown := [answer for answer, _ in counts if answer not in values]:
        raise UnknownAnswerError(node, unknown, values)
    nothing = np.zeros(facts.count)
    respondents = sum((np.nan_to_num(count) for _, count in counts), nothing)
    worth = sum((values[answer] * np.nan_to_num(count) for answer, count in counts), nothing)
    unanswered = respondents == 0
    mean = np.divide(worth, respondents, out=np.zeros(facts.count), where=~unanswered)
    page.write("answers", "答卷均值", mean, rule.answers, quantity=respondents)
    deduct_points(page, rule.deduct)
    page.bound(book.scale)
    return page.finish(Absent(unanswered, "没有有效答卷", rule.answers, book.missing_policy(node)))
