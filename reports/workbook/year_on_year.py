"""较上年: means beside those of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook.columns import Column
from reports.workbook.statistics import LEVEL, NAME, NODE, shown, top
from reports.workbook.styles import PALE_BLUE, PALE_ORANGE

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.periods import PeriodWords
    from reports.workbook.book import Book
    from scoring import Evaluation
    from scoring.findings import Findings

_KEYS = ("node", "name", "level", "mean", "previous", "points", "relative")


def sheet_of(period: PeriodWords) -> str:
    """The sheet: `较上年`."""
    return f"较{period.before}"


def columns_of(rulebook: Rulebook, *, compared: bool) -> list[Column]:
    """The column of means, and those that compare them where there is a year before."""
    now, before = (f"{when}均分" for when in (rulebook.period_words.now, rulebook.period_words.before))
    mean = Column(now if compared else "均分", "points", 11, f"各{rulebook.words.noun}得分的算术平均", "分")
    if not compared:
        return [mean]
    return [
        mean,
        Column(before, "points", 11, f"{rulebook.period_words.before}的均分；空格表示没有或不可比", "分"),
        Column("变化（分）", "change", 14, f"{now}减{before}", "分"),
        Column("变化率", "relative", 11, f"{now}除以{before}再减 1", "%"),
    ]


def add(book: Book, evaluation: Evaluation, findings: Findings, previous_title: str) -> None:
    """Every node with its mean, last year's, and the change in points and per cent.

    Args:
        book: the workbook.
        evaluation: what was scored.
        findings: whose changes are told.
        previous_title: what the means are compared with.
    """
    frame = shown(findings.changes, evaluation).select(_KEYS)
    period = evaluation.rulebook.period_words
    told = f"与“{previous_title}”比较；数据条向右（蓝色）为上升，向左（橙色）为下降。"
    sheet = book.sheet(sheet_of(period), f"均分较{period.before}的变化", told)
    place = sheet.table(
        [NODE, NAME, LEVEL, *columns_of(evaluation.rulebook, compared=True)],
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
