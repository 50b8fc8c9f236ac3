"""Phone checks: points off for every step that failed over the rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.page import Absent, Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import PhoneCheckRule
    from scoring.kinds.facts import Facts
    from scoring.kinds.page import Entry


def score_phone_check(node: str, rule: PhoneCheckRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of phone checks: full marks, the faults, the floor.

    A firm with fewer rounds than the rulebook asks for has no score.
    """
    page = Page(node, rule.kind, facts)
    rounds = page.amount("rounds")
    page.open_full(book.scale)
    page.write("rounds", "完成轮次", 0.0, rule.rounds, quantity=rounds)
    for fault in rule.fault:
        key = f"fault.{fault.id}"
        failed = page.amount(key)
        page.write(key, fault.label, failed * -fault.points, fault, quantity=failed, only=failed > 0)
        page.write(key, f"{fault.label}：无", 0.0, fault, quantity=failed, only=failed == 0)
    page.bound(book.scale)
    too_few = Absent(rounds < rule.rounds.count, f"不足 {rule.rounds.count} 轮", rule.rounds, book.missing_policy(node))
    return page.finish(too_few)
