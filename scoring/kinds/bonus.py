"""The bonus: graded parts on top of the total, capped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.graded import grade_parts
from scoring.kinds.page import Page

if TYPE_CHECKING:
    from indicator_tree.rules import Bonus
    from scoring.kinds.facts import Facts
    from scoring.kinds.page import Entry


def score_bonus(bonus: Bonus, facts: Facts) -> list[Entry]:
    """Ledger rows of the bonus, node `bonus`. Who submitted nothing gets 0."""
    page = Page("bonus", "bonus", facts)
    page.write("start", "起始 0 分，按分项加分", 0.0, bonus)
    grade_parts(page, bonus.part)
    page.write("cap", f"加分不超过 {bonus.cap:g} 分", bonus.cap - page.total, bonus, only=page.total > bonus.cap)
    return page.finish()
