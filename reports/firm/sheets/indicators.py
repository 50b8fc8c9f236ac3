"""The sheet 指标: every node with its score, its place and what it lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.firm.sheets.shapes import NODE, Column, Sheet

if TYPE_CHECKING:
    from reports.firm.firm import Firm


def indicators(firm: Firm) -> Sheet:
    """指标: one row per node."""
    words = firm.rulebook.words
    own = ("level", "weight", "score", "low", "high", "rank", "firms", "rank_low", "rank_high")
    columns = (
        *NODE,
        *(Column("级别", "count", 6), Column("同级权重", "percent"), Column("得分", "points")),
        *(Column("区间下限", "points"), Column("区间上限", "points"), Column("位次", "count", 7)),
        *(
            Column(f"{words.noun}数", "count", 8),
            Column("位次区间（高）", "count", 13),
            Column("位次区间（低）", "count", 13),
        ),
        *(Column("总分权重", "percent"), Column("贡献", "points"), Column("失分", "points")),
        *(Column(f"{words.whole}{name}", "points") for name in ("最低", "第一四分位", "中位数", "第三四分位", "最高")),
        *(Column(f"低于{words.own}（{words.measure}）", "count", 15), Column("分段", "text")),
    )
    rows = []
    for node, row in firm.nodes.items():
        loss, at, place = firm.losses.get(node, {}), firm.quartiles[node], firm.places[node]
        rows.append(
            (
                *(node, row["name"], *(row[name] for name in own)),
                *(loss.get(name) for name in ("weight", "points", "lost")),
                *(at[name] for name in ("min", "q1", "median", "q3", "max")),
                *(place["above"], place["band"]),
            )
        )
    return Sheet("指标", columns, rows)
