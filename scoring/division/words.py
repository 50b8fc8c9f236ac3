"""A division into classes in words, with all its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.spelling import number, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicator_tree.division import Division

_TIES = {"up": "都归上一级", "down": "都归下一级"}


def division_words(
    division: Division, spelled: Callable[[float], str], *, noun: str, measure: str, higher: bool = True
) -> str:
    """How units are divided, by `noun`, without what the classes are called.

    Args:
        division: what the rulebook says.
        spelled: a cut-off in words, with its unit.
        noun: what is compared: `得分`, `数值`.
        measure: of the units.
        higher: whether higher numbers are better.
    """
    match division.method:
        case "edges":
            edges = zip(division.labels, division.edges, strict=False)
            return "、".join(f"{label} {'不低于' if higher else '不高于'} {spelled(edge)}" for label, edge in edges)
        case "quota":
            pairs = zip(division.labels, division.shares or division.counts, strict=False)
            many = [f"{label} {share(one) if division.shares else f'{one} {measure}'}" for label, one in pairs]
            rest = "" if division.shares else f"，其余 {division.labels[-1]}"
            down = "，个数向下取整" if division.shares else ""
            return f"按名额：{'、'.join(many)}{rest}{down}，界线上{noun}相同的{_TIES[division.ties or 'up']}"
        case "clusters":
            times = division.fences
            fences = f"，先剔除四分位距之外 {number(times)} 倍的{noun}" if times is not None else ""
            if division.algorithm == "k_means":
                how = f"k 均值，随机数种子 {division.seed}，{division.starts} 组起点"
                return f"按{noun}聚类（{how}）{fences}"
            return f"按{noun}聚类（自然断点，组内平方和最小）{fences}"


def guardrail_words(division: Division, spelled: Callable[[float], str]) -> str:
    """How far cut-offs may move, and from where; empty without a guardrail."""
    if (rail := division.guardrail) is None:
        return ""
    written = "；".join(
        f"{f'{group} ' if group else ''}{'、'.join(map(spelled, edges))}" for group, edges in rail.previous.items()
    )
    before = "取自上一次的运行" if rail.from_previous_run else written
    return f"各条界线与上一次（{before}）相比至多移动 {spelled(rail.points)}"
