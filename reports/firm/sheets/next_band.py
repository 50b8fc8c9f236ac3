"""The sheet 距下一段: how far every indicator is from the next band, and what would reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.firm.next_band import next_band_sentence, step_words
from reports.firm.sheets.shapes import NODE, Column, Sheet

if TYPE_CHECKING:
    from reports.firm.firm import Firm


def next_band(firm: Firm) -> Sheet:
    """距下一段: one row per step of a way, or per indicator that has none."""
    columns = (
        *NODE,
        *(Column("得分", "points"), Column("分段", "text"), Column("下一分段", "text"), Column("差距", "points")),
        *(Column("说明", "text", 60), Column("方案", "count", 6), Column("步骤", "count", 6)),
        *(Column("改变", "text", 60), Column("现在", "quantity", 12), Column("需要", "quantity", 12)),
        Column("改后得分", "points"),
    )
    rows: list[tuple[Any, ...]] = []
    for node, target in firm.targets.items():
        head = (node, firm.nodes[node]["name"], target["score"], target["band"], target["next_band"], target["gap"])
        lines: list[tuple[Any, ...]] = [
            (way, step["step"], step_words(step, firm.rulebook), step["now"], step["needed"], step["score"])
            for way, steps in enumerate(firm.options.get(node, []), 1)
            for step in steps
        ] or [(None,) * 6]
        rows += [(*head, next_band_sentence(firm, node), *line) for line in lines]
    return Sheet("距下一段", columns, rows)
