import io
import re
import tomllib
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import fastexcel
import openpyxl
import pytest
import xlsxwriter

from data_sources.errors import UnreadableFileError
from data_sources.limits import DEFAULT
from data_sources.stage.marks import EPOCH_1900
from data_sources.stage.xlsx import read_xlsx
from tests.data_sources.stage.xlsx_builder import MAIN, STRICT, STRICT_OFFICE, package, zipped

CASES = tomllib.loads(Path(__file__).with_name("xlsx.toml").read_text(encoding="utf-8"))["case"]
FORMULA = '<row r="2"><c r="A2"><f>A1</f></c></row>'
SEVEN = '<row r="1"><c r="A1"><v>7</v></c></row>'
RIGHT = ("name", "cells", "marks", "remarks", "serials_from")


def read(content, limits=DEFAULT):
    """The sheets, which are the same whether they are parsed or cut into columns."""
    parsed, cut = (outcome(content, replace(limits, cut_from_bytes=size)) for size in (DEFAULT.cut_from_bytes, 0))
    assert isinstance(parsed, list) == isinstance(cut, list)
    if isinstance(parsed, UnreadableFileError):
        assert str(parsed) == str(cut)
        raise parsed
    assert list(map(told, parsed)) == list(map(told, cut))
    return cut


def outcome(content, limits):
    try:
        return read_xlsx(content, "甲.xlsx", limits)
    except UnreadableFileError as error:
        return error


def told(sheet):
    return sheet.name, sheet.hidden, sheet.head.rows(), sorted(sheet.marks.rows()), sheet.remarks, sheet.serials_from


def cells(sheet):
    return [[cell or "" for cell in row] for row in sheet.head.rows()]


def held_against(case, sheet):
    assert cells(sheet) == case["cells"]
    assert sorted(map(list, sheet.marks.rows())) == case.get("marks", [])
    assert list(sheet.remarks) == case.get("remarks", [])
    assert sheet.serials_from == case.get("serials_from", EPOCH_1900)
    (table,) = sheet.tables()
    assert table.equals(sheet.head)


def by_name(parametrised):
    return parametrised["name"]


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_cells_are_as_shown(case):
    (sheet,) = read(package(**{name: value for name, value in case.items() if name not in RIGHT}))
    held_against(case, sheet)


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_cells_are_as_shown_when_the_fast_reader_fails(case, monkeypatch):
    def fail(*_):
        raise fastexcel.CalamineError("broken")

    monkeypatch.setattr(fastexcel, "read_excel", fail)
    test_cells_are_as_shown(case)


@pytest.mark.parametrize("case", CASES, ids=by_name)
def test_cells_are_as_shown_in_strict_workbooks(case):
    given = {name: value for name, value in case.items() if name not in RIGHT}
    (sheet,) = read(package(**given, main=STRICT, office=STRICT_OFFICE))
    held_against(case, sheet)


@pytest.mark.parametrize("case", [case for case in CASES if "strings" not in case], ids=by_name)
def test_cells_are_as_shown_whatever_the_prefix(case):
    given = {name: value for name, value in case.items() if name not in RIGHT}
    for part in ("rows", "before", "after", "workbook", "calculation"):
        given[part] = prefixed(given.get(part, ""))
    (sheet,) = read(package(**given, prefix="x:"))
    held_against(case, sheet)


def prefixed(xml):
    return re.sub(r"<(/?)([a-zA-Z])(?![^<]*]])", r"<\1x:\2", xml)


def sheet_xml(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def test_hidden_and_very_hidden_sheets_are_read_and_empty_ones_left_out():
    names = ["甲", "乙", "丙", "丁"]
    content = package(
        sheets={name: sheet_xml("" if name == "丙" else SEVEN) for name in names},
        states=["visible", "hidden", "visible", "veryHidden"],
    )
    assert [(sheet.name, sheet.hidden) for sheet in read(content)] == [("甲", False), ("乙", True), ("丁", True)]


@pytest.mark.parametrize("target", ["worksheets/", "/xl/worksheets/", "./worksheets/", "../xl/worksheets/"])
def test_targets_are_absolute_or_relative(target):
    assert cells(read(package(SEVEN, target=target))[0]) == [["7"]]


def test_xlsxwriter():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("甲")
        form = {code: book.add_format({"num_format": code}) for code in ("0%", "yyyy-mm-dd", '0"元"')}
        sheet.merge_range(0, 0, 0, 2, "题")
        sheet.write_number(1, 0, 0.5, form["0%"])
        sheet.write_datetime(1, 1, datetime(2017, 3, 5), form["yyyy-mm-dd"])
        sheet.write_number(1, 2, 12, form['0"元"'])
        sheet.write_formula(2, 0, "=A2*1")
        sheet.write_formula(2, 1, "=A2*2", value=1)
        sheet.write_formula(2, 2, "=NA()", value="#N/A")
        sheet.set_row(2, None, None, {"hidden": True})
    (sheet,) = read(content.getvalue())
    assert cells(sheet) == [["题", "题", "题"], ["50%", "2017-03-05", "12元"], ["=A2*1", "1", "#N/A"]]
    assert sorted(sheet.marks.rows()) == [(3, 0, "no_result"), (3, 2, "error")]
    assert sheet.remarks == ("甲.xlsx[甲]：有 1 行是隐藏的（第 3 行），已照常读入",)


def test_small_numbers_keep_their_digits_and_texts_that_look_like_escapes_stay():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("甲")
        sheet.write_row(0, 0, [1.5e-10, 1.234e-07, 0.5, 12345678])
        sheet.write_row(1, 0, ["_x0009_", "一\r二", "_x0041_乙", "丙"])
        sheet.write_formula(2, 0, '="甲"&CHAR(13)', None, "甲_x000D_")
    (sheet,) = read(content.getvalue())
    first, second, third = cells(sheet)
    assert [float(cell) for cell in first] == [1.5e-10, 1.234e-07, 0.5, 12345678]
    assert second == ["_x0009_", "一\r二", "_x0041_乙", "丙"]
    assert third[0] == "甲\r"


def test_xlsxwriter_with_texts_in_the_cells_and_dates_of_1904():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("甲")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["头", " 空格 "])
        sheet.write_datetime(1, 0, datetime(2017, 3, 5), day)
    (sheet,) = read(content.getvalue())
    assert cells(sheet) == [["头", " 空格 "], ["2017-03-05", ""]]
    assert sheet.serials_from == date(1904, 1, 1)


@pytest.mark.parametrize("write_only", [False, True])
def test_openpyxl(write_only):
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet("甲") if write_only else book.active
    for row in [["头", None, 12], [date(2017, 3, 5), datetime(2017, 3, 5, 13, 45), "=A1"], [True, 0.25, "001"]]:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    (sheet,) = read(content.getvalue())
    assert cells(sheet) == [["头", "", "12"], ["2017-03-05", "2017-03-05 13:45:00", "=A1"], ["true", "0.25", "001"]]
    assert sheet.marks.rows() == [(2, 2, "no_result")]


def damaged(change):
    parts = {}
    with zipfile.ZipFile(io.BytesIO(package(SEVEN, strings="<si><t>甲</t></si>"))) as book:
        parts = {name: book.read(name).decode().partition("?>")[2] for name in book.namelist()}
    change(parts)
    return zipped(parts)


def wrong_checksum(path):
    content = bytearray(package(SEVEN, compression=zipfile.ZIP_STORED))
    place = content.index(b"<v>7</v>")
    content[place + 3] = ord("8")
    assert path in content
    return bytes(content)


BAD = {
    "cut short": (package(SEVEN)[:-40], "甲.xlsx：不是完好的 Excel 工作簿（压缩包不完整）"),
    "no archive": (b"PK\x03\x04nothing", "压缩包不完整"),
    "wrong checksum": (wrong_checksum(b"xl/worksheets/sheet1.xml"), r"甲.xlsx\[Sheet1\].*校验和不符"),
    "no workbook": (zipped({"a.xml": "<a/>"}), "缺少 xl/workbook.xml"),
    "no sheet": (damaged(lambda parts: parts.pop("xl/worksheets/sheet1.xml")), r"甲.xlsx\[Sheet1\].*内容不在文件里"),
    "sheet cut short": (
        damaged(lambda parts: parts.update({"xl/worksheets/sheet1.xml": sheet_xml(SEVEN)[:-30]})),
        r"甲.xlsx\[Sheet1\]：不是完好的 Excel 工作簿",
    ),
    "styles cut short": (damaged(lambda parts: parts.update({"xl/styles.xml": "<a>"})), "xl/styles.xml 不是合法的 XML"),
    "a string that is not there": (package('<row r="1"><c r="A1" t="s"><v>9</v></c></row>'), "共享字符串 9 不存在"),
    "a document type": (
        damaged(lambda parts: parts.update({"xl/worksheets/sheet1.xml": "<!DOCTYPE a>" + sheet_xml(SEVEN)})),
        "含有 DTD",
    ),
    "a cell cut short": (
        damaged(lambda parts: parts.update({"xl/worksheets/sheet1.xml": sheet_xml(SEVEN + FORMULA)[:-50]})),
        r"甲.xlsx\[Sheet1\]：不是完好的 Excel 工作簿",
    ),
    "row 0": (package('<row r="1"><c r="A1"><v>9</v></c><c r="A0"><f>1</f></c></row>'), "单元格地址 A0 超出工作表"),
    "no address": (package('<row r="1"><c r="AAAA1"><v>9</v></c></row>'), "单元格地址 AAAA1 不合法"),
    "all empty": (package(""), "各工作表（Sheet1）都是空的"),
}


@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_damaged_workbooks_are_refused(content, message):
    with pytest.raises(UnreadableFileError, match=message):
        read(content)


FAR = '<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576"><v>8</v></c></row>'

SHARED = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'


@pytest.mark.parametrize(
    ("limits", "rows", "message"),
    [
        ({}, FAR, "最右下的单元格在 XFD1048576.*删去"),
        ({"sparse_cells": 5, "sparsity": 2}, '<row r="1"><c r="A1"><v>7</v></c><c r="F1"><v>7</v></c></row>', "在 F1"),
        (
            {"sparse_cells": 5, "sparsity": 2},
            '<row r="1"><c r="A1"><v>7</v></c></row><row r="6"><c r="A6"><v>1</v></c></row>',
            "在 A6",
        ),
        ({"sheet_cells": 1}, '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>7</v></c></row>', "在 B1"),
        (
            {"cell_characters": 3},
            '<row r="1"><c r="A1" t="str"><v>甲乙丙丁</v></c></row>',
            "单元格 A1 的文字超过 3 个字",
        ),
        ({"package_bytes": 100}, SEVEN, "整个工作簿 解压后有"),
        ({"part_bytes": 100}, SEVEN, "解压后有"),
        ({"sheets": 0}, SEVEN, "有 1 张工作表（最多 0 张）"),
        ({"small_part_bytes": 10, "compression": 1000}, SEVEN, "解压后有"),
        ({"small_part_bytes": 10, "compression": 1}, SEVEN, "解压后是压缩时的"),
    ],
)
def test_what_is_too_large_is_refused(limits, rows, message):
    with pytest.raises(UnreadableFileError, match=message):
        read(package(rows), replace(DEFAULT, **limits))


@pytest.mark.parametrize(
    ("limits", "rows"),
    [
        ({"sparse_cells": 6}, '<row r="1"><c r="A1"><v>7</v></c><c r="F1"><v>7</v></c></row>'),
        ({"sparse_cells": 5, "sparsity": 3}, '<row r="1"><c r="A1"><v>7</v></c><c r="F1"><v>7</v></c></row>'),
        ({"sheet_cells": 2}, '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>7</v></c></row>'),
        ({"cell_characters": 4}, '<row r="1"><c r="A1" t="str"><v>甲乙丙丁</v></c></row>'),
        ({"sheets": 1}, SEVEN),
    ],
)
def test_what_is_just_small_enough_is_read(limits, rows):
    assert read(package(rows), replace(DEFAULT, **limits))


def test_a_panic_of_the_fast_reader_stops_nothing(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_):
        raise PanicException("index out of range")

    monkeypatch.setattr(fastexcel, "read_excel", panic)
    assert cells(read(package(SEVEN))[0]) == [["7"]]


def test_overlapping_merges_are_bounded():
    rows = '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>7</v></c></row>'
    content = package(rows, after='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A1:B1"/></mergeCells>')
    with pytest.raises(UnreadableFileError, match="合并的单元格互相重叠"):
        read(content, replace(DEFAULT, sheet_cells=3))
    assert cells(read(content, replace(DEFAULT, sheet_cells=4))[0]) == [["7", "7"]]


def test_shared_texts_are_bounded():
    content = package(SHARED, strings="<si><r><t>甲乙</t></r><r><t>丙丁</t></r></si>")
    with pytest.raises(UnreadableFileError, match="单元格 A1 的文字超过 3 个字"):
        read(content, replace(DEFAULT, cell_characters=3))
    assert cells(read(content, replace(DEFAULT, cell_characters=4))[0]) == [["甲乙丙丁"]]
