"""Fill-in workbooks of readings: one per owner, with a row for every reading that is due.

White cells are to be filled in, those with a thick frame must be; everything else is grey and locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from data_sources.assignment import TEMPLATE_SHEETS
from data_sources.new_workbook import new_workbook
from data_sources.readings.form_cells import asked_cells
from data_sources.readings.form_looks import NUMBER_FORMATS, REQUIRED, FormLooks
from data_sources.readings.names import label
from data_sources.readings.source import SOURCE
from indicator_tree.catalogue_labels import ENTRY_LABELS, FREQUENCY_LABELS, KIND_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from indicator_tree.catalogue import Catalogue, CatalogueNode

_HELP, _LISTS = TEMPLATE_SHEETS
_MADE_ON = datetime(2020, 7, 13)
_HEADER = {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "font_color": "#FFFFFF"}
_GIVEN, _ASKED, _OPTIONAL = "#1F4E79", REQUIRED, "#7F8FA6"
_PROTECTED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
"""What a person may do with a protected sheet beside filling it in; it has no password."""
_COLUMNS = (("firm", 20, _GIVEN), ("indicator", 46, _GIVEN), ("system", 18, _GIVEN), ("date", 13, _GIVEN))
_CELLS = (("value", 20, _ASKED), ("text", 40, _OPTIONAL))
_ROW_HEIGHT = 20
_SYSTEM, _VALUE, _TEXT = 2, 4, 5


@dataclass(frozen=True)
class Asked:
    """What a template asks for.

    Attributes:
        firm: written into every row; empty to be filled in.
        first: the first day on which readings are due.
        last: the last one.
        systems: the names of open splits (banks, mirror sites); a split without names has one row per date, its system
            to be filled in.
    """

    firm: str
    first: date
    last: date
    systems: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Form:
    """A workbook that was written: where, how many cells are to be filled in, and how many of them must be."""

    path: Path
    white: int
    required: int


def template_name(owner: str) -> str:
    """`运营指标读数_清算岗.xlsx`, which the intake takes as readings."""
    return f"{SOURCE.title}_{owner}.xlsx"


def write_reading_templates(folder: Path, catalogue: Catalogue, owners: Sequence[str], asked: Asked) -> list[Form]:
    """Write a workbook per owner with only the owner's indicators: a row per indicator, system and due date.

    Systems and states have drop-downs; a number outside its plausible range is warned of as it is typed.
    Rows that are left empty are set apart by the intake.

    Args:
        folder: made if it is not there.
        catalogue: the indicators.
        owners: roles of the catalogue.
        asked: firm, period and systems.

    Returns:
        the workbooks, in the order of the owners.
    """
    folder.mkdir(parents=True, exist_ok=True)
    forms = []
    for owner in owners:
        path = folder / template_name(owner)
        codes = [code for code in catalogue.leaves if catalogue.indicator[code].owner == owner]
        with new_workbook(path) as book:
            book.set_properties({"title": f"{SOURCE.title}：{owner}", "created": _MADE_ON})
            white, required = _write(book, catalogue, codes, asked, owner)
        forms.append(Form(path, white, required))
    return forms


def due_rows(catalogue: Catalogue, codes: Sequence[str], asked: Asked) -> Iterator[tuple[str, str, date]]:
    """Indicator, system and date of every reading that is due, by indicator, system, date."""
    for code in codes:
        names = catalogue.splits(code)
        if names is None:
            names = ("",)
        elif not names:
            names = tuple(asked.systems.get(catalogue.indicator[code].split or "", ())) or ("",)
        for name in names:
            for day in catalogue.due_days(catalogue.indicator[code].frequency, asked.first, asked.last):
                yield code, name, day


def _write(book: Any, catalogue: Catalogue, codes: Sequence[str], asked: Asked, owner: str) -> tuple[int, int]:
    """The sheets; returns how many cells are to be filled in, and how many must be."""
    sheet = book.add_worksheet(SOURCE.title)
    sheet.set_default_row(_ROW_HEIGHT)
    _write_help(book, catalogue, codes, owner)
    lists = _write_lists(book, catalogue, codes, asked)
    for position, (name, width, colour) in enumerate((*_COLUMNS, *_CELLS)):
        column = SOURCE.column(name)
        sheet.write(0, position, column.title, book.add_format({**_HEADER, "bg_color": colour}))
        sheet.write_comment(0, position, column.description)
        sheet.set_column(position, position, width)
    looks = FormLooks(book)
    rows = list(due_rows(catalogue, codes, asked))
    white, required = 0, 0
    for row, (code, system, day) in enumerate(rows, start=1):
        node = catalogue.indicator[code]
        cells = asked_cells(node, firm=asked.firm, system=system)
        white, required = white + len(cells), required + sum(cells.values())
        given = {"firm": asked.firm, "indicator": _labelled(catalogue, code), "system": system}
        for position, (name, *_) in enumerate((*_COLUMNS, *_CELLS)):
            look = looks.of(name, node.kind, cells.get(name))
            if name == "date":
                sheet.write_datetime(row, position, datetime(day.year, day.month, day.day), look)
            else:
                sheet.write(row, position, given.get(name) or None, look)
    last = 0
    for code in codes:
        first, last = last + 1, last + sum(other == code for other, _, _ in rows)
        if last >= first:
            _guide(sheet, catalogue, code, (first, last), lists)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), _TEXT)
    sheet.protect("", _PROTECTED)
    _print_wide(sheet)
    return white, required


def _labelled(catalogue: Catalogue, code: str) -> str:
    """`2.1.1 主数据库服务器CPU利用率（%）`."""
    node = catalogue.indicator[code]
    return f"{label(catalogue, code)}（{node.unit}）" if node.is_numeric else label(catalogue, code)


def _guide(sheet: Any, catalogue: Catalogue, code: str, rows: tuple[int, int], lists: Mapping[str, str]) -> None:
    """What the spreadsheet lets a person type into the rows of an indicator; the intake checks everything again."""
    node = catalogue.indicator[code]
    first, last = rows
    told = {"input_title": node.name[:32], "input_message": _told(node)[:255], "ignore_blank": True}
    if node.states:
        sheet.data_validation(first, _VALUE, last, _VALUE, {**told, "validate": "list", "source": list(node.states)})
    elif node.kind in NUMBER_FORMATS and node.plausible is not None:
        low, high = node.plausible
        rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        warned = {
            "error_title": "超出合理范围",
            "error_message": f"{node.name}：{_range(node)}",
            "error_type": "warning",
        }
        sheet.data_validation(first, _VALUE, last, _VALUE, {**told, **rule, **warned})
    else:
        sheet.data_validation(first, _VALUE, last, _VALUE, {**told, "validate": "any"})
    if node.split is not None and node.split in lists:
        sheet.data_validation(first, _SYSTEM, last, _SYSTEM, {"validate": "list", "source": lists[node.split]})


def _told(node: CatalogueNode) -> str:
    if node.kind == "text":
        return "在“说明”一列写明原因；没有则留空"
    if node.kind == "time":
        return "写时刻，如 18:30；次日写“次日 02:00”"
    if node.kind == "state":
        return f"选择{'或'.join(node.states)}{'；异常时在“说明”一列写明原因' if node.needs_cause else ''}"
    return f"单位：{node.unit}{'；大于零时在“说明”一列写明原因' if node.needs_cause else ''}"


def _range(node: CatalogueNode) -> str:
    return "" if node.plausible is None else f"{node.plausible[0]:,.15g} 至 {node.plausible[1]:,.15g}"


def _write_help(book: Any, catalogue: Catalogue, codes: Sequence[str], owner: str) -> None:
    sheet = book.add_worksheet(_HELP)
    bold = book.add_format({"bold": True})
    head = book.add_format({**_HEADER, "bg_color": _GIVEN})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.write(0, 0, f"{catalogue.title}：{owner}", bold)
    sheet.write(
        1,
        0,
        "请填写第一个工作表里的白色格：粗框的必填，其余有则填写；灰色格已经写好或不需填写，工作表保护没有密码。一项读数有几个存管银行或镜像站点而只列了一行的，撤销保护后复制该行，各填一个。",
    )
    headers = ["代码", "指标", "含义", "单位", "类型", "频率", "采集", "合理范围", "如何填写"]
    sheet.write_row(3, 0, headers, head)
    for row, code in enumerate(codes, start=4):
        node = catalogue.indicator[code]
        cells = [code, node.name, node.meaning, node.unit, KIND_LABELS[node.kind], FREQUENCY_LABELS[node.frequency]]
        sheet.write_row(row, 0, [*cells, ENTRY_LABELS[node.entry], _range(node), _told(node)], body)
        sheet.set_row(row, 2 * _ROW_HEIGHT)
    for position, width in enumerate((9, 34, 46, 10, 10, 8, 10, 24, 40)):
        sheet.set_column(position, position, width)
    sheet.freeze_panes(4, 0)
    _print_wide(sheet)


def _write_lists(book: Any, catalogue: Catalogue, codes: Sequence[str], asked: Asked) -> dict[str, str]:
    """The lists behind the drop-downs; `indicator` or the name of a split → where its list stands."""
    splits = dict.fromkeys(split for code in codes if (split := catalogue.indicator[code].split) is not None)
    lists = {"indicator": [_labelled(catalogue, code) for code in codes]}
    lists |= {split: list(catalogue.systems[split] or asked.systems.get(split, ())) for split in splits}
    sheet = book.add_worksheet(_LISTS)
    ranges = {}
    for position, (name, values) in enumerate((name, values) for name, values in lists.items() if values):
        title = SOURCE.column("indicator" if name == "indicator" else "system").title
        sheet.write(0, position, title, book.add_format({"bold": True}))
        sheet.write_column(1, position, values)
        sheet.set_column(position, position, 46 if name == "indicator" else 18)
        letter = xlsxwriter.utility.xl_col_to_name(position, col_abs=True)
        ranges[name] = f"='{_LISTS}'!{letter}$2:{letter}${len(values) + 1}"
    return ranges


def _print_wide(sheet: Any) -> None:
    """Landscape A4, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
