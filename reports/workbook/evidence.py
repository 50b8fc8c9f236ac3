"""数据依据: what was counted, answered and measured behind the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.quantities import unit_of
from reports.workbook.columns import Column
from reports.workbook.statistics import NAME, NODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.workbook.book import Book
    from reports.workbook.labels import Labels
    from reports.workbook.sheet import Sheet
    from scoring import Evaluation
    from scoring.findings import Findings

_SURVEY = "survey_responses"
_LINES = {"warning": "预警标准", "limit": "监管标准"}
_DIRECTIONS = {"higher_is_better": "不得低于", "lower_is_better": "不得高于"}
_FIRMS = Column("涉及公司", "count", 11, "数量大于 0 的参评公司数", "家")


def add(book: Book, evaluation: Evaluation, findings: Findings, labels: Labels) -> None:
    """Four tables: counts, answers, firms past lines, ratios. Those without rows are left out."""
    sheet = book.sheet(
        "数据依据", "评分所依据的数据", "由各来源的记录汇总而来；逐条记录对得分的影响见各公司的得分明细。"
    )
    freeze = sheet.row
    breaks = []
    for part in (_tallies, _answers, _lines, _ratios):
        start = sheet.row
        part(sheet, evaluation, findings, labels)
        if sheet.row > start:
            breaks.append(start)
    sheet.worksheet.set_h_pagebreaks(breaks[1:])
    sheet.finish((freeze, 2), repeat=(0, 0))


def _tallies(sheet: Sheet, evaluation: Evaluation, findings: Findings, labels: Labels) -> None:
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            row["cause"],
            labels.source(row["source"]),
            row["total"],
            row["firms"],
            row["most"],
            unit_of(row["node"], row["parameter"], evaluation.rulebook),
            row["parameter"],
        )
        for row in findings.tallies.iter_rows(named=True)
    ]
    columns = [
        NODE,
        NAME,
        Column("事项", "text", 26, "计数或计量的事项"),
        Column("来源", "text", 18, "记录的来源"),
        Column("合计", "quantity", 13, "全部参评公司的合计，单位见“单位”列"),
        _FIRMS,
        Column("单家最多", "quantity", 11, "单家公司的最大值，单位见“单位”列"),
        Column("单位", "text", 8, "合计与单家最多的单位"),
        Column("参数", "text", 30, "在规则文件中的位置"),
    ]
    _part(sheet, "计数与数量", columns, rows)


def _answers(sheet: Sheet, _: Evaluation, findings: Findings, labels: Labels) -> None:
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            labels.column(_SURVEY, row["question"]),
            row["answer"],
            row["value"],
            row["respondents"],
            row["share"],
        )
        for row in findings.answers.iter_rows(named=True)
    ]
    columns = [
        NODE,
        NAME,
        Column("题目", "text", 26, "调查问卷的题目"),
        Column("答案", "text", 18, "选项"),
        Column("分值", "points", 13, "该答案的分值", "分"),
        Column("作答人数", "count", 11, "选择该答案的有效答卷数", "份"),
        Column("占比", "percent", 11, "占该题有效答卷的比例；答卷加权时为加权比例", "%"),
    ]
    _part(sheet, "调查答案", columns, rows)


def _lines(sheet: Sheet, _: Evaluation, findings: Findings, labels: Labels) -> None:
    rows = [
        (
            row["node"],
            labels.node(row["node"]),
            row["ratio"],
            f"{_DIRECTIONS.get(row['direction'], '')}{_LINES.get(row['line'], row['line'])}",
            row["value"],
            row["firms"],
        )
        for row in findings.lines.iter_rows(named=True)
    ]
    columns = [
        NODE,
        NAME,
        Column("风控指标", "text", 26, "年报披露的风险控制指标"),
        Column("标准", "text", 18, "预警标准或监管标准"),
        Column("标准值", "percent", 13, "该标准的数值", "%"),
        Column("触及公司", "count", 11, "预警：触及预警而未触及监管标准的公司；监管：触及监管标准的公司", "家"),
    ]
    _part(sheet, "触及预警标准与监管标准的公司", columns, rows)


def _ratios(sheet: Sheet, _: Evaluation, findings: Findings, labels: Labels) -> None:
    rows = [
        (row["node"], labels.node(row["node"]), row["ratio"], None, row["min"], row["firms"], row["median"], row["max"])
        for row in findings.ratios.iter_rows(named=True)
    ]
    columns = [
        NODE,
        NAME,
        Column("风控指标", "text", 26),
        Column("说明", "text", 18),
        Column("最小值", "percent", 13, "各公司该比率的最小值", "%"),
        Column("公司数", "count", 11, "有该比率的公司数", "家"),
        Column("中位数", "percent", 11, "各公司该比率的中位数", "%"),
        Column("最大值", "percent", 11, "各公司该比率的最大值", "%"),
    ]
    _part(sheet, "风控指标的数值", columns, rows)


def _part(sheet: Sheet, caption: str, columns: list[Column], rows: Sequence[tuple[str | float | None, ...]]) -> None:
    if rows:
        sheet.caption(caption)
        sheet.table(columns, rows)
