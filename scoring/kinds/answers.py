"""Answer values, then deductions: the mean value of a question's answers, less points for records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import UnknownAnswerError
from scoring.kinds.deduction import deduct_points
from scoring.kinds.page import Absent, Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import AnswersRule
    from scoring.kinds.facts import Facts
    from scoring.kinds.page import Entry


def score_answers(node: str, rule: AnswersRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a survey question: the mean Σ w v / Σ w over respondents, the deductions, the floor.

    A firm with fewer answers than the rulebook asks for has no score.

    Raises:
        UnknownAnswerError: an answer to which the rulebook gives no value.
    """
    page = Page(node, rule.kind, facts)
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
    how = "未加权" if np.array_equal(weight, respondents) else "加权"
    page.write("answers", f"答卷均值（{how}）", mean, rule.answers, quantity=respondents)
    deduct_points(page, rule.deduct)
    page.bound(book.scale)
    least = book.sampling.minimum_respondents
    too_few = Absent(respondents < least, f"有效作答不足 {least} 份", book.sampling, book.missing_policy(node))
    return page.finish(too_few)
