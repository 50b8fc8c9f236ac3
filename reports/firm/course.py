"""A firm's own course over years, beside the middle of the industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.charts.course import course
from reports.document import Exhibit, Figure, Heading, Paragraph, Text
from reports.figures import EMPTY, fixed
from reports.table import Table, label, number, text
from reports.trend_tables import LIKE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm
    from scoring.trend import Trend

_CHARTED = {"period": pl.String, "value": pl.Float64, "other": pl.Float64}


@dataclass(frozen=True)
class Course:
    """A firm's rows of a trend, and of the industry what names nobody.

    Attributes:
        periods: the oldest first.
        rows: of `scoring.trend.frames.TREND`, the firm's own.
        medians: of the total, by period.
        changed: whether tree or weights differ, so that scores like for like are told.
        letters: node, period and letter of the firm, where it has one.
        absorbed: period and name of firms that it is evaluated with from then on.
    """

    periods: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    medians: dict[str, float | None]
    changed: bool
    absorbed: tuple[tuple[str, str], ...]
    letters: tuple[tuple[str, str, str], ...] = ()


def own_course(trend: Trend, firm_id: str) -> Course:
    """What a firm's breakdown may know of a trend."""
    totals = trend.scores.filter(node="total")
    medians = totals.group_by("period", maintain_order=True).agg(pl.col("score").median())
    absorbed = trend.firms.filter(into=firm_id).select("period", "firm").iter_rows()
    rows = trend.scores.filter(firm_id=firm_id).to_dicts()
    letters = trend.letters.filter(pl.col("firm_id") == firm_id, pl.col("letter").is_not_null())
    told = tuple(letters.select("node", "period", "letter").iter_rows())
    return Course(trend.periods, tuple(rows), dict(medians.iter_rows()), trend.changed, tuple(absorbed), told)


def course_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 历年走势; nothing where no earlier runs were given."""
    found = firm.course
    if found is None:
        return
    words = firm.rulebook.words
    yield Heading(1, "历年走势", "course")
    totals = {row["period"]: row for row in found.rows if row["node"] == "total" and row["score"] is not None}
    if not totals:
        yield Paragraph((Text(f"{words.own}在所列各期都没有总分。"),))
        return
    yield Paragraph(_sentence(found, totals))
    rows = [
        (each, totals[each]["score"] if each in totals else None, found.medians.get(each)) for each in found.periods
    ]
    drawn = course(pl.DataFrame(rows, _CHARTED, orient="row"), own=f"{words.own}总分", other=f"{words.whole}中位数")
    yield Figure("course-total", "各期总分", drawn.chart, drawn.alt)
    yield Exhibit("course-nodes", _table(found))


def _sentence(found: Course, totals: dict[str, dict[str, Any]]) -> tuple[Text, ...]:
    told = "、".join(
        f"{period} {fixed(totals[period]['score'])} 分（第 {totals[period]['rank']} 位）"
        if period in totals
        else f"{period}没有总分"
        for period in found.periods
    )
    parts = [Text(f"各期总分：{told}。")]
    parts += [Text(f"{told}。") for told in _letters(found)]
    parts += [Text(f"{period}起含{name}（合并评价）。") for period, name in found.absorbed]
    if found.changed:
        parts.append(
            Text(
                f"其间体系或权重有变化；“{LIKE}”只计各期都有的末级指标，按最近一期的体系与权重合成，评分规则的变化不在此列。"
            )
        )
    return tuple(parts)


def _letters(found: Course) -> Iterator[str]:
    """`总分的等级：2022年度 A、2023年度 B`, a line per node; nothing without letters."""
    names = {row["node"]: row["name"] for row in found.rows}
    by_node: dict[str, list[str]] = {}
    for node, period, letter in found.letters:
        by_node.setdefault(node, []).append(f"{period} {letter}")
    for node, told in by_node.items():
        yield f"{names.get(node, node)}的等级：{'、'.join(told)}"


def _table(found: Course) -> Table:
    by: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for row in found.rows:
        by.setdefault((row["node"], row["name"]), {})[row["period"]] = row
    columns = [label("指标"), text("名称"), *map(number, found.periods)]
    columns += [number(f"{LIKE} {period}") for period in found.periods] if found.changed else []
    cells = tuple(
        (
            *key,
            *(_cell(own, period, "score") for period in found.periods),
            *(_cell(own, period, "like") for period in (found.periods if found.changed else ())),
        )
        for key, own in by.items()
    )
    return Table("各期各项得分", tuple(columns), cells)


def _cell(own: dict[str, dict[str, Any]], period: str, key: str) -> str:
    return fixed(own[period][key]) if period in own else EMPTY
