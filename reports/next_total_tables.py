"""What lifts a firm's whole score into its next band, spelled out as tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import fixed, plain
from reports.firm.next_band import step_words
from reports.table import Table, number, text
from scoring.frames import total_names
from scoring.kinds.registry import relative_nodes
from scoring.precision import settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from scoring.what_if import NextTotal


def next_total_tables(rulebook: Rulebook, found: NextTotal, firm: str) -> list[Table]:
    """One table for the total, and one for the total without bonus where the firm has any."""
    shown = found.targets.filter(pl.struct(settled(pl.col("score")), "edge").is_first_distinct())
    return [_table(rulebook, target, found.steps, firm) for target in shown.to_dicts()]


def nothing_to_change(rulebook: Rulebook, firm: str) -> Table:
    """One sentence on a firm without records that cost it points, and without indicators that it could lift itself."""
    noun = rulebook.words.noun
    if set(rulebook.leaves) <= set(relative_nodes(rulebook)):
        why = f"各指标都由数值与其他{noun}比较得分，没有逐条扣分的记录，也没有只凭自身证据就能进入的上一分段"
    else:
        why = "没有扣分或未按期处理的记录，也没有只改变已有证据就能进入上一分段的指标"
    return Table(f"{firm}：{why}。", (), ())


def _table(rulebook: Rulebook, target: Mapping[str, Any], steps: pl.DataFrame, firm: str) -> Table:
    name = total_names(rulebook)[target["target"]]
    title = f"{firm}：{name}进入上一分段的一组改变"
    if target["next_band"] is None:
        return Table(title, (), (), (f"{name} {fixed(target['score'])} 分，已在最高分段“{target['band']}”",))
    distance = (
        f"{name} {fixed(target['score'])} 分，第 {target['rank']} 位；"
        f"距“{target['next_band']}”分段（{plain(target['edge'])} 分起）差 {fixed(target['gap'])} 分"
    )
    if not target["reached"]:
        best = f"各指标能改变的证据全部改到最好，{name}为 {fixed(target['after'])} 分，仍达不到该段"
        far = best if target["after"] > target["score"] else "没有能由自身证据改变的指标，达不到该段"
        return Table(title, (), (), (f"{distance}；{far}",))
    rows = []
    for node, group in groupby(steps.filter(target=target["target"]).to_dicts(), key=lambda step: step["node"]):
        way = list(group)
        words = "；".join(step_words(step, rulebook) for step in way)
        scores = fixed(way[0]["before"]), fixed(way[0]["score"])
        rows.append((f"{node} {rulebook.indicator[node].name}", words, *scores))
    after = (
        f"以上各项同时改变后，{name} {fixed(target['after'])} 分，第 {target['rank_after']} 位；"
        "任何一项少改一步都达不到该段（逐步选增分最多的得出，未必是唯一的办法）"
    )
    return Table(
        title, (text("指标"), text("改变"), number("此前得分"), number("此后得分")), tuple(rows), (distance, after)
    )
