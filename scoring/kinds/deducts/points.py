"""Points off, as rows of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.deducts.groups import (
    SAME_CAUSE,
    Group,
    groups_of,
)
from scoring.kinds.deducts.sizes import times_of_points, without_size
from scoring.kinds.spelling import share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.rules import Deduct
    from scoring.kinds.facts import Values
    from scoring.kinds.page import Absent, Page


def deduct_points(page: Page, deductions: Sequence[Deduct], book: Rulebook, leaf: str) -> list[Absent]:
    """Write the rows of all deductions; a firm without such records has a row with 0 points.

    Args:
        page: of the ledger; its node is where the evidence stands.
        deductions: what is written.
        book: knows what the leaf is called, and what a missing score does.
        leaf: what is scored.

    Returns:
        Firms that have no score, since what their records are divided by is lacking.

    Raises:
        SizeError: it is lacking, and the rulebook says that this is an error.
    """
    return [absent for deduct in deductions if (absent := _deduct(page, deduct, book, leaf)) is not None]


def _deduct(page: Page, deduct: Deduct, book: Rulebook, leaf: str) -> Absent | None:
    key, groups = f"deduct.{deduct.id}", groups_of(page.node, deduct)
    before = page.total.copy()
    counted = {group.key: page.amount(group.key) for group in groups}
    none = np.logical_and.reduce([amount == 0 for amount in counted.values()])
    times, lacking = times_of_points(page, deduct, ~none, f"{leaf} {book.indicator[leaf].name}")
    plain = [group for group in groups if not group.factors]
    for group in plain:
        _write(page, group, counted[group.key], times)
    page.write(key, deduct.label, 0.0, deduct, quantity=np.zeros(page.facts.count), only=none)
    if deduct.same_event:
        merged = page.amount(f"{key}.same_event")
        label = f"{deduct.label}：合并评价的公司同一事项，只计一次"
        page.write(f"{key}.same_event", label, 0.0, deduct, quantity=merged, only=merged > 0)
    if deduct.same_cause:
        left_out = page.amount(f"{key}.same_cause")
        page.write(
            *(f"{key}.same_cause", f"{deduct.label}：{SAME_CAUSE}", 0.0, deduct),
            quantity=left_out,
            only=left_out > 0,
        )
    for group in groups:
        if group.factors:
            _write(page, group, counted[group.key], times)
    _give_back(page, deduct, groups, before, times)
    if deduct.cap is not None:
        beyond = before - page.total - deduct.cap
        page.write(f"{key}.cap", f"{deduct.label}：最多扣 {deduct.cap:g} 分", beyond, deduct, only=beyond > 0)
    return without_size(page, deduct, lacking, before, book.missing_policy(leaf))


def _write(page: Page, group: Group, amount: Values, times: Values) -> None:
    page.write(group.key, group.label, amount * -group.points * times, group.cited, quantity=amount, only=amount > 0)


def _give_back(page: Page, deduct: Deduct, groups: Sequence[Group], before: Values, times: Values) -> None:
    """A share of what remedied records cost, up to the limit and never more than they cost."""
    if (mitigated := deduct.mitigated) is None:
        return
    remedied = [np.minimum(page.amount(f"{group.key}.mitigated"), page.amount(group.key)) for group in groups]
    back = sum((amount * (group.points * mitigated.share) for amount, group in zip(remedied, groups, strict=True)), 0.0)
    limit = np.inf if mitigated.limit is None else mitigated.limit
    given = np.minimum(np.minimum(back * times, limit), before - page.total)
    most = "" if mitigated.limit is None else f"，至多 {mitigated.limit:g} 分"
    label = f"{deduct.label}：{mitigated.label}，返还所扣分数的 {share(mitigated.share)}{most}"
    page.write(
        *(f"deduct.{deduct.id}.mitigated", label, given, deduct), quantity=sum(remedied, 0.0 * given), only=given > 0
    )
