"""Handling rate: the share of records that were done in time, in per cent of full marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.page import Page

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import RateRule
    from scoring.kinds.facts import Facts
    from scoring.kinds.page import Entry


def score_rate(node: str, rule: RateRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a handling rate: full marks less full marks × not done / received.

    A firm that received none has the score that the rulebook gives it.
    """
    page = Page(node, rule.kind, facts)
    received, not_done = page.amount("received"), page.amount("done")
    any_received = received > 0
    full = book.scale.full_marks
    lost = np.divide(not_done * full, received, out=np.zeros(facts.count), where=any_received)
    page.open_full(book.scale)
    page.write("received", "受理", 0.0, rule.done, quantity=received, only=any_received)
    page.write("done", "未按期办结", -lost, rule.done, quantity=not_done, only=any_received)
    points = rule.none_received.score - full
    page.write("none_received", "全年无此类记录", points, rule.none_received, quantity=received, only=~any_received)
    page.bound(book.scale)
    return page.finish()
