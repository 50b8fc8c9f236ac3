"""Graded quantity: every part of a submission earns the points of the tier that it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.page import Absent, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import GradedRule, Part
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.page import Entry


def grade_parts(page: Page, parts: Sequence[Part]) -> Where:
    """Write a row per part; returns which firms have any record of any part."""
    submitted = np.zeros(page.facts.count, dtype=bool)
    for part in parts:
        found = page.quantity(f"part.{part.id}")
        submitted |= ~np.isnan(found)
        if part.measure == "best":
            _grade_category(page, part)
        else:
            amount = np.nan_to_num(found)
            page.write(f"part.{part.id}", part.label, _tier_points(amount, part), part, quantity=amount)
    return submitted


def _grade_category(page: Page, part: Part) -> None:
    key = f"part.{part.id}"
    held = dict(page.categories(key))
    none = np.full(page.facts.count, np.nan)
    unlisted = np.isnan(page.quantity(key))
    for category, points in part.grades.items():
        has = ~np.isnan(held.get(category, none))
        page.write(key, f"{part.label}：{category}", points, part, only=has)
        if category == part.absent:
            page.write(key, f"{part.label}：没有记录，视为{category}", points, part, only=unlisted)


def _tier_points(amount: Values, part: Part) -> Values:
    lows = np.array([tier.at_least for tier in reversed(part.tiers)])
    points = np.array([0.0, *(tier.points for tier in reversed(part.tiers))])
    return points[np.searchsorted(lows, amount, side="right")]


def score_graded(node: str, rule: GradedRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a graded submission: 0, plus the points of every part, at most full marks.

    A firm that submitted nothing for any part has no score.
    """
    page = Page(node, rule.kind, facts)
    page.write("start", "起始 0 分，按分项计分", 0.0, book.scale)
    submitted = grade_parts(page, rule.part)
    page.bound(book.scale)
    return page.finish(Absent(~submitted, "没有提交材料", rule.part[0], book.missing_policy(node)))
