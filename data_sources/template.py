"""Fill-in workbooks, derived from the contracts: one per source, ready for the intake."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data_sources.assignment import TEMPLATE_SHEETS
from data_sources.columns import KIND_TITLES, Kind
from data_sources.dictionary import example
from data_sources.file_names import distinct_part
from data_sources.new_workbook import new_workbook
from data_sources.sheet_names import sheet_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data_sources.columns import Column
    from data_sources.source import Source, Vocabulary

_LAST_ROW = 1_048_575
_HELP, _LISTS = TEMPLATE_SHEETS
_FORMATS: Mapping[Kind, str] = {"date": "yyyy-mm-dd", "number": "#,##0.00##", "count": "#,##0"}
_WIDTHS: Mapping[Kind, int] = {
    "text": 24,
    "identifier": 18,
    "code": 24,
    "date": 14,
    "number": 16,
    "count": 12,
    "flag": 14,
    "secret": 18,
}
_HEADER = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "font_color": "#FFFFFF"}
_REQUIRED, _OPTIONAL = "#1F4E79", "#7F8FA6"
_VALIDATED = {"count": "integer", "number": "decimal"}
_LARGEST = 10**15
_STEM = 200
"""Bytes of a title that may be the name of a file."""
_MADE_ON = datetime(2017, 1, 1)


def write_templates(folder: Path, sources: Sequence[Source], vocabulary: Vocabulary, year: int = 2017) -> list[Path]:
    """Write one XLSX template per source, named by its Chinese title.

    The first sheet holds only the header, to be filled in; 填写说明 explains every column and gives an example row;
    可选值 holds the lists behind the drop-downs. Examples of days and numbers are of the year.

    Returns:
        the files, in the order of the sources.

    Raises:
        VocabularyError: the vocabulary names a column that a source does not have.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for source in sources:
        path = folder / template_name(source)
        with new_workbook(path) as book:
            book.set_properties({"title": source.title, "created": _MADE_ON})
            _write(book, source, source.allowed(vocabulary), year)
        paths.append(path)
    return paths


def template_name(source: Source) -> str:
    """What the template of a source is called."""
    return f"{distinct_part(source.title, _STEM)}.xlsx"


def _write(book: Any, source: Source, closed: Mapping[str, Sequence[str]], year: int) -> None:
    sheet = book.add_worksheet(sheet_name(source.title))
    _write_help(book, source, closed, year)
    ranges = _write_lists(book, source, closed)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _print_wide(sheet)
    sheet.set_row(0, 30)
    for position, column in enumerate(source.columns):
        colour = _REQUIRED if column.required else _OPTIONAL
        sheet.write(0, position, _title(column), book.add_format({**_HEADER, "bg_color": colour}))
        sheet.write_comment(
            0, position, f"{column.description}\n示例：{example(column, closed.get(column.name, ()), year)}"
        )
        cells = book.add_format({"num_format": _FORMATS.get(column.kind, "@")})
        sheet.set_column(position, position, _WIDTHS[column.kind], cells)
        rule = _rule(column, ranges.get(column.name))
        if rule:
            sheet.data_validation(1, position, _LAST_ROW, position, rule)


def _title(column: Column) -> str:
    return f"{column.title}（{column.unit}）" if column.unit else column.title


def _rule(column: Column, listed: str | None) -> dict[str, Any] | None:
    """What the spreadsheet lets a person type; the intake checks everything again."""
    common = {"input_title": column.title[:32], "input_message": column.description[:255], "ignore_blank": True}
    if listed:
        return {**common, "validate": "list", "source": listed}
    if column.kind == "flag":
        return {**common, "validate": "list", "source": ["是", "否"]}
    if column.kind == "date":
        return {**common, "validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
    if column.kind in ("count", "number"):
        least = -_LARGEST if column.lowest is None else column.lowest
        return {**common, "validate": _VALIDATED[column.kind], "criteria": ">=", "value": least}
    return None


def _write_help(book: Any, source: Source, closed: Mapping[str, Sequence[str]], year: int) -> None:
    sheet = book.add_worksheet(_HELP)
    bold = book.add_format({"bold": True})
    head = book.add_format({**_HEADER, "bg_color": _REQUIRED})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.write(0, 0, source.title, bold)
    sheet.write(1, 0, f"{source.description}请在第一个工作表里填写，表头不要改动；深色表头必填，浅色可以留空。")
    sheet.write_row(3, 0, ["列", "英文名", "类型", "必填", "单位", "说明", "可选值", "示例", "也可写作"], head)
    for row, column in enumerate(source.columns, start=4):
        allowed = closed.get(column.name, ())
        cells = [column.title, column.name, KIND_TITLES[column.kind], "是" if column.required else "否", column.unit]
        cells += [column.description, "、".join(allowed), example(column, allowed, year), "、".join(column.aliases)]
        sheet.write_row(row, 0, cells, body)
    below = 4 + len(source.columns) + 1
    sheet.write(below, 0, "示例行（勿填在此处）", bold)
    sheet.write_row(below + 1, 0, [column.title for column in source.columns], head)
    sheet.write_row(
        below + 2, 0, [example(column, closed.get(column.name, ()), year) for column in source.columns], body
    )
    sheet.set_column(0, 4, 16)
    sheet.set_column(5, 8, 40)
    sheet.freeze_panes(4, 0)
    _print_wide(sheet)


def _print_wide(sheet: Any) -> None:
    """Landscape A4, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_lists(book: Any, source: Source, closed: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The lists behind the drop-downs; column name → where its list stands."""
    if not closed:
        return {}
    sheet = book.add_worksheet(_LISTS)
    ranges = {}
    for position, (name, allowed) in enumerate(closed.items()):
        sheet.write(0, position, source.column(name).title, book.add_format({"bold": True}))
        sheet.write_column(1, position, allowed)
        letter = xlsxwriter.utility.xl_col_to_name(position, col_abs=True)
        ranges[name] = f"='{_LISTS}'!{letter}$2:{letter}${len(allowed) + 1}"
    sheet.set_column(0, len(closed) - 1, 24)
    return ranges
