"""同比: means beside those of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook.columns import Column
from reports.workbook.statistics import LEVEL, NAME, NODE, shown, top
from reports.workbook.styles import PALE_BLUE, PALE_ORANGE

if TYPE_CHECKING:
    from indicator_tree.units import Words
    from reports.workbook.book import Book
    from scoring import Evaluation
    from scoring.findings import Findings

PREVIOUS = Column("上期均分", "points", 11, "上一评价期的均分；空格表示没有或不可比", "分")
POINTS = Column("变化（分）", "change", 14, "本期均分减上期均分", "分")
RELATIVE = Column("变化率", "relative", 11, "本期均分除以上期均分再减 1", "%")
_KEYS = ("node", "name", "level", "mean", "previous", "points", "relative")


def mean_column(words: Words) -> Column:
    """The column of means."""
    return Column("本期均分", "points", 11, f"本评价期各{words.noun}得分的算术平均", "分")


def add(book: Book, evaluation: Evaluation, findings: Findings, previous_title: str | None) -> None:
    """Every node with its mean, last year's, and the change in points and per cent."""
    frame = shown(findings.changes, evaluation).select(_KEYS)
    compared = f"与“{previous_title}”比较" if previous_title else "与上一评价期比较"
    sheet = book.sheet("同比", "均分同比", f"{compared}；数据条向右（蓝色）为上升，向左（橙色）为下降。")
    place = sheet.table(
        [NODE, NAME, LEVEL, mean_column(evaluation.rulebook.words), PREVIOUS, POINTS, RELATIVE],
        frame.rows(),
        strong=top(frame),
    )
    at = _KEYS.index("points")
    sheet.worksheet.conditional_format(
        place.first,
        at,
        place.last,
        at,
        {
            "type": "data_bar",
            "bar_color": PALE_BLUE,
            "bar_negative_color": PALE_ORANGE,
            "bar_solid": True,
            "bar_axis_position": "middle",
            "data_bar_2010": True,
        },
    )
    sheet.finish((place.first, 2), repeat=(place.head, place.head))
