"""What the levels of a tree are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicator_tree import Rulebook

_NUMERALS = "零一二三四五六七八九"


def level_words(rulebook: Rulebook, nodes: Iterable[str]) -> str:
    """What nodes are called together, by the levels that they lie on: `一、二级指标`; `指标` for none."""
    levels = sorted({rulebook.level(node) for node in nodes if node in rulebook.indicator})
    return f"{'、'.join(_NUMERALS[level] for level in levels)}级指标" if levels else "指标"
