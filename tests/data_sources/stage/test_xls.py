"""Binary workbooks: what is read is what they show."""

import io
from datetime import date, datetime, time

import pytest
import xlwt

from data_sources.errors import EmptyFileError, UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets


def write(path, cells, *, dates_1904=False, change=lambda page: None):
    """A workbook of one sheet; a cell is a value or (value, number format)."""
    book = xlwt.Workbook()
    book.dates_1904 = dates_1904
    page = book.add_sheet("表")
    for row, column, value, *code in cells:
        page.write(row, column, value, xlwt.easyxf(num_format_str=code[0]) if code else xlwt.Style.default_style)
    change(page)
    book.save(str(path))
    return path


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.85, "0%", "85%"),
        (0.4555, "0.0%", "45.55%"),
        (42799, "yyyy-mm-dd", "2017-03-05"),
        (42799, 'yyyy"年"m"月"d"日"', "2017-03-05"),
        (42799.5, "yyyy-mm-dd hh:mm", "2017-03-05 12:00:00"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.25, "hh:mm:ss", "06:00:00"),
        (123456, '0!.0,"万"', "12.3456万"),
        (1234.5, "#,##0.00", "1234.5"),
        (5, "General", "5"),
        (-2.5, "0.0;(0.0)", "-2.5"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(tmp_path, value, code, shown):
    assert rows(sheet(write(tmp_path / "a.xls", [(0, 0, value, code)]))) == [[shown]]


@pytest.mark.parametrize("ending", ["xls", "et", "xlsx", "csv", "dat"])
def test_it_is_known_by_its_content(tmp_path, ending):
    cells = [
        (0, 0, "甲"),
        (0, 1, date(2017, 3, 5), "yyyy/m/d"),
        (1, 0, True),
        (1, 1, datetime(2017, 3, 5, 8, 30), "m/d"),
    ]
    found = sheet(write(tmp_path / f"a.{ending}", cells))
    assert rows(found) == [["甲", "2017-03-05"], ["true", "2017-03-05 08:30:00"]]


def test_dates_of_the_older_macintosh_epoch_are_the_days_that_are_shown(tmp_path):
    found = sheet(write(tmp_path / "a.xls", [(0, 0, 41337, "yyyy-mm-dd")], dates_1904=True))
    assert rows(found) == [["2017-03-05"]]
    assert found.serials_from == date(1904, 1, 1)


def test_errors_are_marked(tmp_path):
    def errors(page):
        for row, code in enumerate((0, 7, 15, 23, 29, 36, 42)):
            page.row(row).set_cell_error(1, code)

    found = sheet(write(tmp_path / "a.xls", [(0, 0, "甲")], change=errors))
    shown = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"]
    assert [row[1] for row in rows(found)] == shown
    assert marks(found) == [(row, 1, "error") for row in range(1, 8)]


def test_formulas_that_nobody_calculated_are_marked(tmp_path):
    cells = [(0, 0, xlwt.Formula("1+1")), (0, 1, 3)]
    assert marks(sheet(write(tmp_path / "a.xls", cells))) == [(1, 0, "no_result")]


def test_a_number_of_more_digits_than_are_kept_is_marked(tmp_path):
    found = sheet(write(tmp_path / "a.xls", [(0, 0, 201801000000012345, "0"), (0, 1, 999999999999999, "0")]))
    assert marks(found) == [(1, 0, "cut")]


def test_a_number_that_is_not_shown_is_marked(tmp_path):
    assert marks(sheet(write(tmp_path / "a.xls", [(0, 0, 5, ";;;")]))) == [(1, 0, "hidden")]


def test_merged_cells_are_filled_and_hidden_rows_read_with_a_remark(tmp_path):
    def change(page):
        page.write_merge(1, 3, 0, 0, "甲证券")
        page.write_merge(0, 0, 0, 1, "表头")
        page.row(2).hidden = True

    found = sheet(write(tmp_path / "a.xls", [(1, 1, 1), (2, 1, 2), (3, 1, 3)], change=change))
    assert rows(found) == [["表头", "表头"], ["甲证券", "1"], ["甲证券", "2"], ["甲证券", "3"]]
    assert found.remarks == ("a.xls[表]：有 1 行是隐藏的（第 3 行），已照常读入",)


@pytest.mark.parametrize("visibility", [1, 2])
def test_hidden_sheets_are_known(tmp_path, visibility):
    book = xlwt.Workbook()
    for name in ("甲", "乙"):
        book.add_sheet(name).write(0, 0, name)
    book.get_sheet(1).visibility = visibility
    book.save(str(tmp_path / "a.xls"))
    assert [(page.name, page.hidden) for page in sheets(tmp_path / "a.xls")] == [("甲", False), ("乙", True)]


def test_an_empty_workbook_and_a_damaged_one_are_errors(tmp_path):
    with pytest.raises(EmptyFileError, match="都是空的"):
        sheets(write(tmp_path / "a.xls", []))
    content = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "甲")
    book.save(content)
    damaged = bytearray(content.getvalue())
    for at in range(600, len(damaged) - 2000, 7):
        damaged[at] ^= 0x5A
    (tmp_path / "b.xls").write_bytes(damaged)
    with pytest.raises(UnreadableFileError, match=r"b\.xls"):
        sheets(tmp_path / "b.xls")


def test_a_time_of_day(tmp_path):
    assert rows(sheet(write(tmp_path / "a.xls", [(0, 0, time(9, 30), "h:mm")]))) == [["09:30:00"]]
