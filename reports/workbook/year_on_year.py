"""较上年: means beside those of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.system.words import PARTS, like_for_like
from reports.workbook.columns import Column
from reports.workbook.statistics import LEVEL, NAME, NODE, shown, top
from reports.workbook.styles import PALE_BLUE, PALE_ORANGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from indicator_tree import Rulebook
    from indicator_tree.periods import PeriodWords
    from reports.system import System
    from reports.workbook.book import Book
    from scoring import Evaluation
    from scoring.findings import Findings

_PARTS = (
    Column(PARTS["weights"], "change", 16, "变化中由指标体系、权重与合成方法改变而来的部分（Shapley 分解）", "分"),
    Column(PARTS["rules"], "change", 11, "变化中由计分规则与参数改变而来的部分（Shapley 分解）", "分"),
    Column(PARTS["records"], "change", 11, "变化中由记录不同而来的部分（Shapley 分解）", "分"),
)
_LIKE = Column("可比的变化", "change", 11, "变化减去由指标体系、权重与计分规则而来的部分", "分")
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


def add(
    book: Book, evaluation: Evaluation, findings: Findings, previous_title: str, system: System | None = None
) -> None:
    """Every node with its mean, last year's, and the change in points and per cent.

    Where the system is another, nodes are marked, it is said what differs, and the change is split as far as the
    evaluation before is known.

    Args:
        book: the workbook.
        evaluation: what was scored.
        findings: whose changes are told.
        previous_title: what the means are compared with.
        system: what of the system differs; None for nothing.
    """
    rulebook, period = evaluation.rulebook, evaluation.rulebook.period_words
    frame = shown(findings.changes, evaluation).select(_KEYS)
    rows, more = frame.rows(), _more(system, rulebook)
    if system is not None:
        told_of = _of_system(system)
        rows = [
            (
                row[0],
                marked_name(row[0], row[1], row[5], system),
                *row[2:],
                *told_of(row[0], compared=row[5] is not None),
            )
            for row in rows
        ]
    told = f"与“{previous_title}”比较；数据条向右（蓝色）为上升，向左（橙色）为下降。"
    sheet = book.sheet(sheet_of(period), f"均分较{period.before}的变化", told, *notes(system))
    place = sheet.table(
        [NODE, NAME, LEVEL, *columns_of(rulebook, compared=True), *more],
        rows,
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


def marked_name(node: str, name: str, points: float | None, system: System | None) -> str:
    """The name of a node, marked where its change rests on another system."""
    return name if system is None or points is None else system.marked(name, node)


def notes(system: System | None) -> tuple[str, ...]:
    """What the mark means, and what is not known of the system before."""
    return () if system is None else tuple(filter(None, (system.note, system.unknown)))


def _more(system: System | None, rulebook: Rulebook) -> tuple[Column, ...]:
    if system is None:
        return ()
    before, noun, both = rulebook.period_words.before, rulebook.words.noun, f"两{rulebook.period_words.one}"
    differs = Column(f"与{before}的不同", "text", 34, "指标或其下级的体系、权重或规则有何不同；空格表示没有不同")
    if system.change.comparison is None:
        return (differs,)
    meaning = f"变化中由{both}有得分的{noun}不同而来的部分"
    return (*_PARTS, Column(f"参评{noun}不同", "change", 11, meaning, "分"), _LIKE, differs)


def _of_system(system: System) -> Callable[..., tuple[float | str | None, ...]]:
    """What the further columns say of a node; parts are empty where it has no change."""
    comparison = system.change.comparison
    split = {} if comparison is None else {row["node"]: row for row in comparison.means.filter(kind="both").to_dicts()}

    def told(node: str, *, compared: bool) -> tuple[float | str | None, ...]:
        differs = system.differs(node) if compared else ""
        if comparison is None:
            return (differs,)
        row = split.get(node)
        if not compared or row is None or row["rules"] is None:
            return (*(None,) * 5, differs)
        return (*(row[name] for name in (*PARTS, "population")), like_for_like(row), differs)

    return told
