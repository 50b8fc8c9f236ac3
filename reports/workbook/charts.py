"""分布图: a column chart per indicator, drawn from the cells of 得分分布."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.figures import fixed
from reports.workbook import bands
from reports.workbook.styles import BLUE, FONT, GREY, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.units import Words
    from reports.workbook.bands import BandCells
    from reports.workbook.book import Book

_ROWS, _COLUMNS = 15, 8  # cells that a chart takes up
_ABREAST, _ROWS_A_PAGE = 2, 2
_CELL_WIDTH, _CELL_HEIGHT = 64, 24  # pixels
_GAP = 10  # pixels between charts
_SCALE = 80  # per cent at which two charts abreast, and two below one another, fit a landscape page of A4
_HEADING_ROWS = 3
_PLOT = {"x": 0.04, "y": 0.2, "width": 0.92, "height": 0.66}  # parts of the chart; leaves room for a title of two lines


def add(book: Book, cells: Sequence[BandCells], words: Words) -> None:
    """One chart per node, two abreast, four on a printed page."""
    sheet = book.sheet(
        "分布图", f"各指标得分分布图（{words.measure}）", f"横轴为分段，柱上为{words.noun}数；数据见“得分分布”。"
    )
    sheet.worksheet.set_column(0, _ABREAST * _COLUMNS - 1, None)
    for drawn, found in enumerate(cells):
        down, right = divmod(drawn, _ABREAST)
        sheet.worksheet.insert_chart(_HEADING_ROWS + down * _ROWS, right * _COLUMNS, _chart(book, found, words))
    lines = -(-len(cells) // _ABREAST)
    sheet.row = _HEADING_ROWS + lines * _ROWS
    sheet.finish((2, 0), repeat=(0, 1), right=_ABREAST * _COLUMNS - 1)
    sheet.worksheet.set_print_scale(_SCALE)
    sheet.worksheet.set_h_pagebreaks([_HEADING_ROWS + at * _ROWS for at in range(_ROWS_A_PAGE, lines, _ROWS_A_PAGE)])


def _chart(book: Book, found: BandCells, words: Words) -> Any:
    summary = found.summary
    chart = book.workbook.add_chart({"type": "column"})
    font = {"name": FONT, "size": 9, "color": GREY}
    chart.add_series(
        {
            "name": f"{words.noun}数",
            "categories": [bands.SHEET, found.head, found.left, found.head, found.right],
            "values": [bands.SHEET, found.row, found.left, found.row, found.right],
            "data_labels": {"value": True, "font": {"name": FONT, "size": 9, "color": INK}},
            "fill": {"color": BLUE},
            "gap": 60,
        }
    )
    title = f"{summary['node']} {summary['name']}（均分 {fixed(summary['mean'])}）"
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 10, "bold": True, "color": INK}})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": _PLOT})
    chart.set_x_axis({"num_font": font, "line": {"color": GREY}, "major_tick_mark": "none"})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_size({"width": _COLUMNS * _CELL_WIDTH - _GAP, "height": _ROWS * _CELL_HEIGHT - _GAP})
    chart.set_chartarea({"border": {"color": "#D5DCE4"}})
    return chart
