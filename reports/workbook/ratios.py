"""Tables of 数据依据 on ratios: firms past regulatory lines and within other cut-offs, and how the ratios spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.workbook.columns import Column
from reports.workbook.parts import Part
from reports.workbook.statistics import NAME, NODE

if TYPE_CHECKING:
    from reports.labels import Labels
    from scoring import Evaluation
    from scoring.findings import Findings

_LINES = {"warning": "预警标准", "limit": "监管标准"}
_DIRECTIONS = {"higher_is_better": "不得低于", "lower_is_better": "不得高于"}


def line_rows(_: Evaluation, findings: Findings, labels: Labels) -> Part:
    """Firms past the warning line or the limit of a ratio."""
    words = labels.words
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
    columns = (
        NODE,
        NAME,
        Column("风控指标", "text", 26, "年报披露的风险控制指标"),
        Column("标准", "text", 18, "预警标准或监管标准"),
        Column("标准值", "percent", 13, "该标准的数值", "%"),
        Column(
            f"触及{words.noun}",
            "count",
            11,
            f"预警：触及预警而未触及监管标准的{words.noun}；监管：触及监管标准的{words.noun}",
            words.measure,
        ),
    )
    return Part(f"触及预警标准与监管标准的{words.noun}", columns, rows)


def cutoff_rows(_: Evaluation, findings: Findings, labels: Labels) -> Part:
    """Firms within the other cut-offs that the rulebook names."""
    words = labels.words
    rows = [
        (row["node"], labels.node(row["node"]), row["figure"], row["condition"], row["firms"], row["known"])
        for row in findings.cutoffs.iter_rows(named=True)
    ]
    columns = (
        NODE,
        NAME,
        Column("数值", "text", 26, "规则另要说明界限的数值"),
        Column("界限", "text", 18, "规则所写的界限"),
        Column(f"界限内{words.noun}", "count", 13, f"数值在界限内的{words.noun}数", words.measure),
        Column(f"{words.noun}数", "count", 11, f"有该数值的{words.noun}数", words.measure),
    )
    return Part(f"其他界限内的{words.noun}", columns, rows)


def ratio_rows(_: Evaluation, findings: Findings, labels: Labels) -> Part:
    """How the ratios spread over the firms."""
    words = labels.words
    rows = [
        (row["node"], labels.node(row["node"]), row["ratio"], row["median"], row["min"], row["max"], row["firms"])
        for row in findings.ratios.iter_rows(named=True)
    ]
    columns = (
        NODE,
        NAME,
        Column("风控指标", "text", 26),
        Column("中位数", "percent", 18, f"各{words.noun}该比率的中位数", "%"),
        Column("最小值", "percent", 13, f"各{words.noun}该比率的最小值", "%"),
        Column("最大值", "percent", 11, f"各{words.noun}该比率的最大值", "%"),
        Column(f"{words.noun}数", "count", 11, f"有该比率的{words.noun}数", words.measure),
    )
    return Part("风控指标的数值", columns, rows)
