"""Deduction by count and severity: points off for every record, at a factor for some, up to a cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct, DeductionRule
    from scoring.kinds.facts import Facts
    from scoring.kinds.page import Entry


def deduct_points(page: Page, deductions: Sequence[Deduct]) -> None:
    """Write the rows of all deductions; a firm without such records has a row with 0 points."""
    for deduct in deductions:
        key = f"deduct.{deduct.id}"
        before = page.total.copy()
        full, at_factor, merged = page.amount(key), page.amount(f"{key}.scaled"), page.amount(f"{key}.same_event")
        page.write(key, deduct.label, full * -deduct.points, deduct, quantity=full, only=full > 0)
        page.write(key, f"{deduct.label}：无", 0.0, deduct, quantity=full, only=(full == 0) & (at_factor == 0))
        if deduct.same_event:
            label = f"{deduct.label}：合并评价的公司同一事项，只计一次"
            page.write(f"{key}.same_event", label, 0.0, deduct, quantity=merged, only=merged > 0)
        if scaled := deduct.scaled:
            label = f"{deduct.label}（{scaled.label}）"
            points = at_factor * -(deduct.points * scaled.factor)
            page.write(f"{key}.scaled", label, points, scaled, quantity=at_factor, only=at_factor > 0)
        if deduct.cap is not None:
            beyond = before - page.total - deduct.cap
            page.write(f"{key}.cap", f"{deduct.label}：最多扣 {deduct.cap:g} 分", beyond, deduct, only=beyond > 0)


def score_deduction(node: str, rule: DeductionRule, facts: Facts, book: Rulebook) -> list[Entry]:
    """Ledger rows of a deduction: full marks, the deductions, the floor."""
    page = Page(node, rule.kind, facts)
    page.open_full(book.scale)
    deduct_points(page, rule.deduct)
    page.bound(book.scale)
    return page.finish()
