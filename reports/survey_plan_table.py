"""A sample plan, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import fixed, plain
from reports.table import Table, label, number

if TYPE_CHECKING:
    import polars as pl

_MARK = "*"


def plan_table(firms: pl.DataFrame, half_width: float, level: float) -> Table:
    """Respondents needed per firm and in total.

    Args:
        firms: firm, node, name, respondents, sd, assumed, design_effect, needed; one row per firm.
        half_width: of the interval, in points.
        level: of confidence.
    """
    assumed = int(firms["assumed"].sum())
    total = (f"{int(firms[name].sum()):,}" for name in ("respondents", "needed"))
    last, needed = total
    return Table(
        title=f"各公司需要的有效答卷：{plain(level * 100)}% 置信区间为均分 ±{plain(half_width)} 分",
        columns=(
            label("公司"),
            number("需要"),
            number("上年"),
            number("还差"),
            label("取决于"),
            number("标准差"),
            number("设计效应"),
        ),
        rows=(
            *(
                (
                    row["firm"],
                    f"{row['needed']:,}",
                    f"{row['respondents']:,}",
                    f"{max(row['needed'] - row['respondents'], 0):,}",
                    f"{row['node']} {row['name']}",
                    fixed(row["sd"]) + (_MARK if row["assumed"] else ""),
                    fixed(row["design_effect"]),
                )
                for row in firms.iter_rows(named=True)
            ),
            ("合计", needed, last, f"{_missing(firms):,}", "", "", ""),
        ),
        notes=(
            "需要 = 设计效应 ×（z × 标准差 / 半宽）²；一人回答全部题目，故取各题中最多的",
            *([f"{_MARK} {assumed} 家上年答案没有差异或没有答案，标准差取该题可能的最大值"] if assumed else []),
        ),
    )


def _missing(firms: pl.DataFrame) -> int:
    return int((firms["needed"] - firms["respondents"]).clip(lower_bound=0).sum())
