"""How nodes are made of their children, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.aggregation import METHOD_LABELS
from reports.figures import percent
from scoring.aggregation import Hierarchy, methods_of, minimum_present

if TYPE_CHECKING:
    from indicator_tree import Rulebook

_LEVELS = "一二三四五六七八九"


def aggregation_text(rulebook: Rulebook) -> str:
    """A clause without a full stop: `上级指标为下级指标的加权平均`, or which level is made how."""
    methods = methods_of(rulebook)
    groups = Hierarchy.of(rulebook).groups
    own = rulebook.aggregation.node if rulebook.aggregation else {}
    usual = [group for group in reversed(groups) if group.node not in own]
    by_level = {group.level: METHOD_LABELS[methods[group.node]] for group in usual}
    other = "其余" if own else ""
    if set(methods.values()) == {"arithmetic"}:
        text = "上级指标为下级指标的加权平均"
    elif len(set(by_level.values())) == 1:
        text = f"{other}上级指标由下级指标{next(iter(by_level.values()))}得出"
    else:
        text = "，".join(
            f"{'其余' if own else ''}{_level(level)}由下级指标{label}得出" for level, label in by_level.items()
        )
    if own and set(methods.values()) != {"arithmetic"}:
        named = "，".join(
            f"{_node(node, rulebook)}由下级指标{METHOD_LABELS[method]}得出" for node, method in own.items()
        )
        text = "，".join(filter(None, [named, text]))
    if least := minimum_present(rulebook):
        text += f"；有得分的下级指标不足 {percent(least, 0)} 的，没有得分"
    return text


def _node(node: str, rulebook: Rulebook) -> str:
    return f"{node} {rulebook.indicator[node].name}" if node in rulebook.indicator else "总分"


def _level(level: int) -> str:
    return f"{_LEVELS[level - 1]}级指标" if level else "总分"
