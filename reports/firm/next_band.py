"""The distance to the next band, and what would have closed it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import fixed, percent, plain
from reports.quantities import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from reports.firm.firm import Firm, Row

_COUNTED = {"records": "条", "open": "条", "faults": "次"}
_FINER = 4


def next_band_sentence(firm: Firm, node: str) -> str | None:
    """How far it is, and whether one change is enough; None without a score."""
    target = firm.targets.get(node)
    if target is None:
        return None
    if target["next_band"] is None:
        return f"已在最高分段“{target['band']}”。"
    distance = f"距“{target['next_band']}”分段（{plain(target['edge'])} 分起）差 {fixed(target['gap'])} 分。"
    ways = firm.options.get(node, [])
    if not ways:
        return f"{distance}按本指标的计分规则，只改变{firm.rulebook.words.own}已有的证据达不到该段。"
    if len(ways[0]) > 1:
        return f"{distance}任何一项单独改变都不够，需同时："
    return f"{distance}{'以下任何一项单独改变即可' if len(ways) > 1 else '其他不变，只需'}："


def options(firm: Firm, node: str) -> list[str]:
    """One line per way, or per step of the only one."""
    ways = firm.options.get(node, [])
    if len(ways) == 1 and len(ways[0]) > 1:
        *steps, last = (step_words(step, firm.rulebook) for step in ways[0])
        return [*(f"{words}；" for words in steps), f"{last}。{_result(ways[0])}"]
    return [f"{step_words(step, firm.rulebook)}。{_result(way)}" for way in ways for step in way]


def _result(way: Sequence[Row]) -> str:
    return f"如此可得 {fixed(way[0]['score'])} 分。"


def step_words(step: Row, rulebook: Rulebook) -> str:
    """`“提示关注”由 3 条减至 0 条（少 3 条）`."""
    cause, now, needed, difference = (step[name] for name in ("cause", "now", "needed", "difference"))
    match step["kind"]:
        case "open":
            return f"总件数不变，{cause}由 {plain(now)} 条减至 {plain(needed)} 条（少 {plain(difference)} 条）"
        case "records" | "faults" | "amount" as kind:
            unit = _COUNTED.get(kind) or unit_of(step["node"], step["parameter"], rulebook)
            return f"“{cause}”由 {plain(now)} {unit}减至 {plain(needed)} {unit}（少 {plain(difference)} {unit}）"
        case "ratio":
            before, after = change_of_ratio(now, needed)
            return f"{cause}由 {before} {'升' if needed > now else '降'}至 {after}"
        case "mean":
            return f"{cause}由 {fixed(now)} 分升至 {fixed(needed)} 分"
        case "grade":
            return f"{cause}由“{step['grade_now']}”提高到“{step['grade']}”"
        case _:
            unit = unit_of(step["node"], step["parameter"], rulebook)
            return f"{cause}由 {plain(now)} {unit}增至 {plain(needed)} {unit}（多 {plain(difference)} {unit}）"


def change_of_ratio(now: float, needed: float) -> tuple[str, str]:
    """Both in per cent, with as many decimals as tell them apart."""
    decimals = 2 if percent(now, 2) != percent(needed, 2) else _FINER
    return percent(now, decimals), percent(needed, decimals)
