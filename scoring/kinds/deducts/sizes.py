"""Sizes that points off are divided by: how many times `each` a firm has, and what follows where it has no size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.errors import SizeError
from scoring.kinds.page import Absent

if TYPE_CHECKING:
    from indicator_tree.rules import Deduct
    from indicator_tree.tree import Missing
    from scoring.kinds.facts import Values, Where
    from scoring.kinds.page import Page


def size_key(deduct: Deduct) -> str:
    """The key of the size of a deduction, from the leaf on."""
    return f"deduct.{deduct.id}.size"


def times_of_points(page: Page, deduct: Deduct, has_records: Where, named: str) -> tuple[Values, Where]:
    """By what every point off is multiplied, and which firms with records have no size.

    Args:
        page: of the ledger; gets a row with the size of every firm with records.
        deduct: says what its points are for.
        has_records: which firms have any.
        named: what the leaf is called.

    Returns:
        `each` / size, 1 where nothing is divided; 0 where a size is lacking or no number above 0 and something was to
        be divided by it, which the second array says.

    Raises:
        SizeError: a size is lacking where the rulebook says that this is an error.
    """
    if (per := deduct.per) is None:
        return np.ones(page.facts.count), np.zeros(page.facts.count, dtype=np.bool_)
    size = page.quantity(size_key(deduct))
    sound = (size > 0) & np.isfinite(size)
    lacking = has_records & ~sound
    if lacking.any() and per.without == "error":
        told = f"没有填写或不是大于 0 的数，却有{deduct.label}"
        firms = page.facts.firms.gather(np.flatnonzero(lacking)).to_list()
        raise SizeError(named, per.size.label, per.size.source, told, firms=firms)
    label = f"{deduct.label}：{per.size.label}（{per.size.unit}），以每 {per.each:g} {per.size.unit}计"
    page.write(size_key(deduct), label, 0.0, deduct, quantity=size, only=has_records & sound)
    return np.divide(per.each, size, out=np.zeros(page.facts.count), where=sound), lacking


def without_size(page: Page, deduct: Deduct, lacking: Where, before: Values, policy: Missing) -> Absent | None:
    """What follows for firms with records and without a size: the whole cap, or no score.

    Args:
        page: of the ledger; gets a row where the cap is taken.
        deduct: says what follows.
        lacking: these firms.
        before: the points before the deduction.
        policy: what a missing score does.
    """
    if (per := deduct.per) is None or not lacking.any():
        return None
    reason = f"{deduct.label}：{per.size.label}没有填写或不大于 0"
    if per.without == "missing":
        return Absent(lacking, reason, deduct, policy)
    most = before - (deduct.cap or 0.0) - page.total
    page.write(f"deduct.{deduct.id}.cap", f"{reason}，扣至 {deduct.cap:g} 分", most, deduct, only=lacking)
    return None
