"""What is too large to be held is told with its place, before room is made for it."""

import polars as pl
import pyreadstat
import pytest
import xlwt

from data_sources.errors import UnreadableFileError
from data_sources.limits import Limits
from data_sources.stage.input_files import InputFile
from data_sources.stage.sheets import open_file
from tests.data_sources.stage import test_dbf_files, test_ods, test_spreadsheetml

SMALL = Limits(sheet_cells=100, sparse_cells=50, sparsity=10, cell_characters=20, part_bytes=5000)


def xls(cells):
    def write(folder):
        book = xlwt.Workbook(encoding="utf-8")
        page = book.add_sheet("表")
        for (row, column), text in cells.items():
            page.write(row, column, text)
        book.save(folder / "a.xls")
        return folder / "a.xls"

    return write


def ods(table):
    return lambda folder: test_ods.write(folder / "a.ods", table)


def ods_row(cells, more=""):
    return f"<table:table-row {more}>{cells}</table:table-row>"


def spreadsheetml(table):
    def write(folder):
        (folder / "a.xls").write_text(test_spreadsheetml.page(table), encoding="utf-8")
        return folder / "a.xls"

    return write


def html(table):
    def write(folder):
        (folder / "a.xls").write_text(f"<html><meta charset=utf-8><table>{table}</table></html>", encoding="utf-8")
        return folder / "a.xls"

    return write


def dbf(records, size=30, text="甲"):
    fields = [("a", "C", size, 0), ("b", "C", size, 0)]

    def write(folder):
        cells = test_dbf_files.text(text, size)
        (folder / "a.dbf").write_bytes(test_dbf_files.by_hand(fields, [b" " + cells + cells] * records))
        return folder / "a.dbf"

    return write


def sav(rows, text="a", declared=None):
    def write(folder):
        path = folder / "a.sav"
        pyreadstat.write_sav(pl.DataFrame({"q1": [text] * rows, "q2": [1.0] * rows}), path)
        if declared is not None:
            content = bytearray(path.read_bytes())
            content[80:84] = declared.to_bytes(4, "little", signed=True)
            path.write_bytes(content)
        return path

    return write


def parquet(rows, columns=2):
    def write(folder):
        frame = pl.DataFrame(
            [pl.repeat(None, rows, dtype=pl.Int64, eager=True).alias(f"c{at}") for at in range(columns)]
        )
        frame.write_parquet(folder / "a.parquet", compression="zstd", compression_level=22)
        return folder / "a.parquet"

    return write


SPACES = (
    '<table:table-cell office:value-type="string"><text:p><text:s text:c="2000000000"/>x</text:p></table:table-cell>'
)
FAR = "表格大得不像是数据"
TOO_LARGE = {
    "xls: a cell far below": (xls({(0, 0): "x", (99, 1): "y"}), rf"a\.xls\[表\]：第 100 行第 2 列还有内容，{FAR}"),
    "xls: almost empty": (
        xls({(0, 0): "x", (29, 2): "y"}),
        r"a\.xls\[表\]：第 30 行第 3 列还有内容，而 90 格里只有 2 格",
    ),
    "xls: a long text": (xls({(1, 2): "x" * 21}), r"a\.xls\[表\]：第 2 行第 3 列的文字超过 20 个字"),
    "ods: rows repeated to the last": (
        ods(ods_row(test_ods.cell("string", "", "x"), 'table:number-rows-repeated="1048576"')),
        rf"a\.ods\[表\]：第 101 行第 1 列还有内容，{FAR}",
    ),
    "ods: a cell far to the right": (
        ods(ods_row('<table:table-cell table:number-columns-repeated="900"/>' + test_ods.cell("string", "", "x"))),
        rf"第 1 行第 901 列还有内容，{FAR}",
    ),
    "ods: two thousand million blanks": (ods(ods_row(SPACES)), r"第 1 行第 1 列的文字超过 20 个字"),
    "ods: much to unpack": (ods(ods_row("")), r"a\.ods：解压后超过 0 MB"),
    "spreadsheetml: a row far below": (
        spreadsheetml(f'<Row ss:Index="90000000">{test_spreadsheetml.cell("String", "x")}</Row>'),
        rf"a\.xls\[表\]：第 90000000 行第 1 列还有内容，{FAR}",
    ),
    "spreadsheetml: a long text": (
        spreadsheetml(f"<Row>{test_spreadsheetml.cell('String', 'x' * 21)}</Row>"),
        r"第 1 行第 1 列的文字超过 20 个字",
    ),
    "html: a long text": (
        html(f"<tr><td>a</td><td>{'x' * 21}</td></tr><tr><td>b<td>c</tr>"),
        r"a\.xls：第 1 行第 2 列的文字",
    ),
    "html: wide cells": (
        html("<tr><td colspan=900>a</td><td>b</td></tr><tr><td>b<td>c</tr>"),
        rf"第 901 列还有内容，{FAR}",
    ),
    "html: marks within marks": (
        html(f"<tr><td>{'<i>' * 240}{'<b>' * 900}x</td><td>b</td></tr><tr><td>b<td>c</tr>"),
        "标记嵌套得过深",
    ),
    "dbf: many records": (dbf(51), r"a\.dbf：有 51 条记录、2 列，超过 100 格"),
    "dbf: a long text": (dbf(1, text="x" * 21), r"a\.dbf：第 2 行列 a 的文字超过 20 个字"),
    "sav: many cases": (sav(51), r"a\.sav：2 个变量，超过 50 份答卷"),
    "sav: a header that does not say": (sav(51, declared=-1), r"a\.sav：2 个变量，超过 50 份答卷"),
    "sav: texts of many blanks": (sav(23, "a" * 1600), r"a\.sav：2 个变量，超过 [0-9] 份答卷"),
    "sav: a long text": (sav(2, "x" * 21), r"a\.sav：第 3 行变量 q1 的文字超过 20 个字"),
    "parquet: a million rows of nothing": (
        parquet(1_000_000),
        r"a\.parquet：写着有 1,000,000 行、2 列，而文件只有 [0-9,]+ 字节，大得不像是数据",
    ),
    "parquet: many columns": (parquet(1, columns=101), r"a\.parquet：写着有 1 行、101 列"),
}


@pytest.mark.parametrize(("write", "says"), TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_is_too_large_is_told_with_its_place(tmp_path, write, says):
    limits = Limits(part_bytes=100) if "解压后" in says else SMALL
    with pytest.raises(UnreadableFileError, match=says):
        open_file(InputFile.of(write(tmp_path)), limits, 1 << 20)


LARGE_ENOUGH = {
    "xls": xls({(row, column): "x" * 20 for row in range(20) for column in range(5)}),
    "ods": ods(ods_row(test_ods.cell("string", "", "x" * 20), 'table:number-rows-repeated="100"')),
    "spreadsheetml": spreadsheetml(f"<Row>{test_spreadsheetml.cell('String', 'x' * 20)}</Row>" * 100),
    "html": html(f"<tr><td>{'x' * 20}</td><td>b</td></tr>" * 50),
    "html with cells over many rows": html("<tr><td rowspan=40>a</td><td>b</td></tr>" + "<tr><td>b</td></tr>" * 39),
    "dbf": dbf(50, text="x" * 20),
    "sav": sav(50, "x" * 20),
    "sav whose header says more than it holds": sav(1, declared=1 << 30),
    "parquet": parquet(50),
}


@pytest.mark.parametrize("write", LARGE_ENOUGH.values(), ids=LARGE_ENOUGH)
def test_what_is_just_within_is_read(tmp_path, write):
    assert open_file(InputFile.of(write(tmp_path)), SMALL, 1 << 20).sheets
