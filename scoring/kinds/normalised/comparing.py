"""Among whom a unit is compared: all units, or those of its group of the register."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.normalised.methods import Compared, Worth
from scoring.kinds.page import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree.rules.groups import Groups
    from scoring.kinds.facts import Facts, Where
    from scoring.kinds.normalised.figures import Figures
    from scoring.kinds.normalised.refusing import Refusal

WITHIN = "within_groups"
"""The key of the ledger's rows."""


@dataclass(frozen=True)
class Comparison:
    """What the figures are worth.

    Attributes:
        worth: by method, and by group.
        absent: who has a figure and no score, and why.
    """

    worth: tuple[Worth, ...]
    absent: tuple[Absent, ...] = ()


def compared(figures: Figures, facts: Facts, refusal: Refusal) -> Comparison:
    """What every figure is worth among those it is compared with.

    Raises:
        NormalisationError: figures cannot be compared, or a unit has no group where the rule wants one.
    """
    groups = refusal.rule.groups
    if groups is None:
        return Comparison(tuple(_worth(figures, figures.known, refusal)))
    return _within(groups, figures, facts, refusal)


def _within(groups: Groups, figures: Figures, facts: Facts, refusal: Refusal) -> Comparison:
    by = refusal.book.register_title(groups.by)
    belongs = facts.groups(refusal.node, groups.by)
    nowhere = figures.known & ~np.any([*belongs.values(), np.zeros(facts.count, dtype=np.bool_)], axis=0)
    if groups.without == "error" and nowhere.any():
        raise refusal.error(f"{refusal.names(nowhere)}在名录里没有写明{by}，不知与谁比较")
    policy = refusal.book.missing_policy(refusal.node)
    found: list[Worth] = []
    absent = [Absent(nowhere, f"名录里没有写明{by}，不知与谁比较", groups, policy)]
    for name, here in belongs.items():
        units = here & figures.known
        many = int(units.sum())
        if not many:
            continue
        if many >= groups.minimum:
            found += [_named(one, f"{name}（{many} 个）之内，") for one in _worth(figures, units, refusal, name)]
            continue
        few = f"{name}只有 {many} 个数值，不足 {groups.minimum} 个"
        if groups.below == "missing":
            absent.append(Absent(units, few, groups, policy))
        else:
            whole = _worth(figures, figures.known, refusal)
            found += [_named(replace(one, where=one.where & here), f"{few}，与全部一同换算，") for one in whole]
    return Comparison(tuple(found), tuple(one for one in absent if one.where.any()))


def _worth(figures: Figures, units: Where, refusal: Refusal, group: str = "") -> Iterator[Worth]:
    """What the figures of some units are worth among themselves; arrays are those of all units."""
    if not units.any():
        return
    for one in Compared(figures.values[units], lambda figure: figures.spelled(figure, refusal), refusal, group).worth():
        points, where = np.full(len(units), np.nan), np.zeros(len(units), dtype=np.bool_)
        points[units], where[units] = one.points, one.where
        yield Worth(points, where, one.cause)


def _named(worth: Worth, among: str) -> Worth:
    return replace(worth, cause=f"{among}{worth.cause}")
