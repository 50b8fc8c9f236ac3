"""概览: what was evaluated, the means of totals and level-1 indicators, and what the sheets hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports.decisions import decisions_text
from reports.left_out import excluded_text
from reports.letters_text import counted_lines, letters_lines
from reports.node_rules_text import ORDER, node_rule_lines
from reports.rejected_rows import rejected_text
from reports.workbook.columns import Column
from reports.workbook.statistics import TOP_LEVEL, shown
from reports.workbook.styles import BLUE, FONT, GREY, INK, ORANGE
from reports.workbook.year_on_year import columns_of, marked_name, notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from reports.system import System
    from reports.workbook.book import Book
    from reports.workbook.sheet import Place, Sheet
    from scoring import Evaluation
    from scoring.findings import Findings

SHEET = "概览"
_NODE = Column("指标", "text", 14, "指标代码；total 为总分")
_NAME = Column("名称", "text", 46, "指标名称")
_NUMERALS = "零一二三四五六七八九"
_STATUS = {"merged": "合并评价", "excluded": "不参加评价"}
_CHART_TOP, _CHART_WIDTH, _CHART_COLUMNS, _CHART_GAP = 3, 600, 11, 24  # row; pixels; columns taken up; pixels
_ROW_PIXELS = 24


def add(
    book: Book,
    evaluation: Evaluation,
    findings: Findings,
    previous_title: str | None,
    sheets: Sequence[tuple[str, str]],
    *,
    system: System | None = None,
) -> None:
    """The first sheet.

    Args:
        book: the workbook.
        evaluation: what was scored.
        findings: whose changes give means and changes.
        previous_title: what the means are compared with; without it there are no columns of change.
        sheets: name and purpose of every sheet that follows.
        system: what of the system differs from the one before; nodes whose change rests on it are marked.
    """
    sheet = book.sheet(SHEET, evaluation.rulebook.title, "评价结果工作簿：数值取自评价运行的结果表，显示时四舍五入。")
    _facts(sheet, evaluation, previous_title)
    sheet.caption("总分与一级指标")
    frame = shown(findings.changes, evaluation).filter(pl.col("level") <= TOP_LEVEL)
    keys = ["node", "name", "mean", *(["previous", "points", "relative"] if previous_title else [])]
    columns = [
        _NODE,
        _NAME,
        *columns_of(evaluation.rulebook, compared=previous_title is not None),
    ]
    names = [
        marked_name(node, name, points, system) for node, name, points in frame["node", "name", "points"].iter_rows()
    ]
    rows = frame.with_columns(pl.Series("name", names, dtype=pl.String)).select(keys).rows()
    place = sheet.table(columns, rows, strong=[not level for level in frame["level"]])
    for note in notes(system):
        sheet.row -= 1
        sheet.line(note)
        sheet.row += 1
    _draw(sheet, frame, place, columns, evaluation.rulebook.scale.full_marks)
    sheet.caption("怎样阅读")
    for name, purpose in sheets:
        row = sheet.row
        sheet.worksheet.write_url(row, 0, f"internal:'{name}'!A1", book.styles.link, name)
        sheet.cell(row, 1, purpose, _NAME)
        sheet.row += 1
    sheet.row += 1
    _others(sheet, evaluation)
    sheet.finish((1, 0), repeat=(0, 0), whole=True, right=place.right + _CHART_COLUMNS)


def _facts(sheet: Sheet, evaluation: Evaluation, previous_title: str | None) -> None:
    rulebook = evaluation.rulebook
    total = evaluation.summary.row(by_predicate=pl.col("node") == "total", named=True)
    evaluated = evaluation.firms.filter(pl.col("status") == "evaluated").height
    facts: list[tuple[str, Any]] = [
        ("评价期", f"{rulebook.period.start} 至 {rulebook.period.end}"),
        (f"参评{rulebook.words.noun}", evaluated),
        *([(f"有总分的{rulebook.words.noun}", total["firms"])] if total["firms"] < evaluated else []),
        ("指标体系", _levels(rulebook)),
        ("权重方案", rulebook.weights[evaluation.scheme].title),
        ("规则", rulebook.id),
        *([("节点规则", f"{'；'.join(lines)}。{ORDER}")] if (lines := node_rule_lines(rulebook)) else []),
        *([("等级", f"{'；'.join(told_letters)}。")] if (told_letters := letters_lines(rulebook)) else []),
        *([("各等级", f"{'；'.join(counted)}。")] if (counted := counted_lines(evaluation)) else []),
        *([("比较对象", previous_title)] if previous_title else []),
        *([("不合格记录", told)] if (told := rejected_text(evaluation.intake)) else []),
        *([("另存不计", told)] if (told := excluded_text(evaluation)) else []),
        *([("更正", told)] if (told := decisions_text(evaluation)) else []),
        *([("答卷", "已按已知分布加权" if evaluation.survey.weighted else "未加权")] if evaluation.survey else []),
    ]
    left = sheet.book.styles.plain_count
    for name, content in facts:
        sheet.cell(sheet.row, 0, name, _NODE, strong=True)
        if isinstance(content, str):
            sheet.cell(sheet.row, 1, content, _NAME)
        else:
            sheet.worksheet.write_number(sheet.row, 1, content, left)
        sheet.row += 1
    sheet.row += 1


def _levels(rulebook: Rulebook) -> str:
    """`一级 4 项、二级 11 项、三级 23 项`, from the tree itself."""
    levels = [rulebook.level(code) for code in rulebook.nodes]
    return "、".join(f"{_NUMERALS[level]}级 {levels.count(level)} 项" for level in sorted(set(levels)))


def _draw(sheet: Sheet, frame: pl.DataFrame, place: Place, columns: Sequence[Column], full_marks: float) -> None:
    """Bars of the level-1 means, from the cells beside them."""
    tops = [at for at, level in enumerate(frame["level"]) if level]
    if not tops:
        return
    first, last = place.first + tops[0], place.first + tops[-1]
    chart = sheet.book.workbook.add_chart({"type": "bar"})
    font = {"name": FONT, "size": 9, "color": GREY}
    means = [(at, column.header) for at, column in enumerate(columns) if column.header.endswith("均分")]
    drawn = [(title, at, colour) for (at, title), colour in zip(means, (BLUE, ORANGE), strict=False)]
    for name, at, colour in drawn:
        chart.add_series(
            {
                "name": name,
                "categories": [SHEET, first, 1, last, 1],
                "values": [SHEET, first, at, last, at],
                "fill": {"color": colour},
                "data_labels": {"value": True, "num_format": "0.00", "font": font},
                "gap": 60,
            }
        )
    chart.set_title({"name": "一级指标均分", "name_font": {"name": FONT, "size": 11, "color": INK}})
    chart.set_legend({"position": "bottom", "font": font} if len(drawn) > 1 else {"none": True})
    chart.set_x_axis({"visible": False, "min": 0, "max": full_marks, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": GREY}, "major_tick_mark": "none"})
    chart.set_size({"width": _CHART_WIDTH, "height": (place.last + 1 - _CHART_TOP) * _ROW_PIXELS})
    chart.set_chartarea({"border": {"none": True}})
    sheet.worksheet.insert_chart(_CHART_TOP, place.right + 1, chart, {"x_offset": _CHART_GAP})


def _others(sheet: Sheet, evaluation: Evaluation) -> None:
    """Registered firms that have no row of their own, and why."""
    rows = evaluation.firms.filter(pl.col("status").is_in(list(_STATUS))).select("firm", "status", "reason").rows()
    if not rows:
        return
    sheet.caption(f"没有单独评价的{evaluation.rulebook.words.noun}")
    for firm, status, reason in rows:
        sheet.cell(sheet.row, 0, _STATUS[status], _NODE)
        sheet.cell(sheet.row, 1, f"{firm}（{reason}）" if reason else firm, _NAME)
        sheet.row += 1
