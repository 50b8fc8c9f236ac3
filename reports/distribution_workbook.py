"""The distributions as a workbook: summary, bands, and a column chart per node."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter

from reports.distribution import by_bands

if TYPE_CHECKING:
    from pathlib import Path

    from scoring import Evaluation

_SUMMARY = {
    "node": "指标",
    "name": "名称",
    "level": "级别",
    "weight": "权重",
    "firms": "公司数",
    "mean": "均分",
    "median": "中位数",
    "min": "最低分",
    "max": "最高分",
    "sd": "标准差",
    "low": "均分区间下限",
    "high": "均分区间上限",
}
_CHART_ROWS, _CHART_COLUMNS = 15, 8  # cells that a chart takes up
_CHARTS_ABREAST = 2
_CHART_ROWS_A_PAGE = 2
_CHART_SCALE = 72  # per cent at which two charts abreast, and two below one another, fit a landscape page of A4
_A4 = 9


def write_workbook(path: Path, evaluation: Evaluation, node: str | None = None) -> None:
    """Write 汇总, 得分分布 and 分布图 for one node or all; the charts draw the cells of 得分分布.

    The same evaluation gives the same bytes: the creation date is the last day of the evaluation period.
    """
    workbook = xlsxwriter.Workbook(path)
    workbook.set_properties(
        {"title": evaluation.rulebook.title, "created": datetime.combine(evaluation.rulebook.period.end, time())}
    )
    formats = {
        "head": workbook.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "align": "center"}),
        "points": workbook.add_format({"num_format": "0.00"}),
        "percent": workbook.add_format({"num_format": "0.00%"}),
        "count": workbook.add_format({"num_format": "#,##0"}),
        "text": workbook.add_format(),
        "bold": workbook.add_format({"bold": True}),
    }
    _summary(workbook, formats, evaluation, node)
    _bands(workbook, formats, evaluation, node)
    workbook.close()


def _summary(workbook: Any, formats: dict[str, Any], evaluation: Evaluation, node: str | None) -> None:
    sheet = workbook.add_worksheet("汇总")
    _fit_to_page(sheet)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 48)
    shown = {
        key: header
        for key, header in _SUMMARY.items()
        if key not in ("low", "high") or evaluation.summary[key].is_not_null().any()
    }
    sheet.set_column(2, len(shown) - 1, 12)
    kinds = {"weight": "percent", "level": "count", "firms": "count", "node": "text", "name": "text"}
    sheet.write_row(0, 0, shown.values(), formats["head"])
    rows = evaluation.summary if node is None else evaluation.summary.filter(evaluation.summary["node"] == node)
    for line, row in enumerate(rows.iter_rows(named=True), 1):
        for place, key in enumerate(shown):
            _cell(sheet, line, place, row[key], formats[kinds.get(key, "points")])


def _bands(workbook: Any, formats: dict[str, Any], evaluation: Evaluation, node: str | None) -> None:
    sheet, charts = workbook.add_worksheet("得分分布"), workbook.add_worksheet("分布图")
    _fit_to_page(sheet)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 8, 10)
    charts.hide_gridlines(2)
    charts.set_landscape()
    charts.set_paper(_A4)
    charts.set_print_scale(_CHART_SCALE)
    line = drawn = 0
    for group in by_bands(evaluation, node):
        head = line
        sheet.write_row(head, 0, ["指标", "名称", "均分", *group.labels], formats["head"])
        for found in group.nodes:
            line += 1
            code, name = found.summary["node"], found.summary["name"]
            _cell(sheet, line, 0, code, formats["text"])
            _cell(sheet, line, 1, name, formats["text"])
            _cell(sheet, line, 2, found.summary["mean"], formats["points"])
            sheet.write_row(line, 3, found.firms, formats["count"])
            down, right = divmod(drawn, _CHARTS_ABREAST)
            charts.insert_chart(
                down * _CHART_ROWS,
                right * _CHART_COLUMNS,
                _chart(workbook, f"{code} {name}", head, line, len(found.firms)),
            )
            drawn += 1
        line += 2
    rows = -(-drawn // _CHARTS_ABREAST)
    charts.print_area(0, 0, rows * _CHART_ROWS - 1, _CHARTS_ABREAST * _CHART_COLUMNS - 1)
    charts.set_h_pagebreaks([at * _CHART_ROWS for at in range(_CHART_ROWS_A_PAGE, rows, _CHART_ROWS_A_PAGE)])


def _fit_to_page(sheet: Any) -> None:
    """As wide as a landscape page, the headers again on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _chart(workbook: Any, title: str, head: int, line: int, bands: int) -> Any:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "categories": ["得分分布", head, 3, head, 2 + bands],
            "values": ["得分分布", line, 3, line, 2 + bands],
            "data_labels": {"value": True},
            "fill": {"color": "#4472A8"},
            "gap": 60,
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"name": "家", "major_gridlines": {"visible": False}})
    return chart


def _cell(sheet: Any, line: int, place: int, value: Any, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(line, place, value, style)
    elif value is not None:
        sheet.write_number(line, place, value, style)
