"""XML Spreadsheet 2003: what is read is what it shows."""

# ruff: noqa: E501

import pytest

from data_sources.errors import UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets

HEAD = '<?xml version="1.0"{encoding}?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
STYLES = """<Styles><Style ss:ID="Default"/><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>
<Style ss:ID="pp" ss:Parent="p"/><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>
<Style ss:ID="t"><NumberFormat ss:Format="h:mm;@"/></Style><Style ss:ID="w"><NumberFormat ss:Format="0!.0,&quot;万&quot;"/></Style>
</Styles>"""


DATED, SECOND, THIRD = 'ss:StyleID="d"', 'ss:Index="2"', 'ss:Index="3"'
DOWN, ACROSS = 'ss:MergeDown="1"', 'ss:MergeAcross="1"'


def page(table, options="", name="表", top=""):
    inside = f'{top}{STYLES}<Worksheet ss:Name="{name}"><Table>{table}</Table>{options}</Worksheet></Workbook>'
    return HEAD.format(encoding="") + inside


def cell(kind, value, more=""):
    return f'<Cell {more}><Data ss:Type="{kind}">{value}</Data></Cell>'


def read(tmp_path, text, encoding="utf-8"):
    (tmp_path / "a.xls").write_bytes(text.encode(encoding))
    return sheet(tmp_path / "a.xls")


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (cell("Number", "0.85", 'ss:StyleID="p"'), "85%"),
        (cell("Number", "0.4555", 'ss:StyleID="pp"'), "45.55%"),
        (cell("Number", "42799", 'ss:StyleID="d"'), "2017-03-05"),
        (cell("Number", "123456", 'ss:StyleID="w"'), "12.3456万"),
        (cell("Number", "1.5E3"), "1500"),
        (cell("DateTime", "2017-03-05T00:00:00.000"), "2017-03-05"),
        (cell("DateTime", "2017-03-05T08:30:00.000"), "2017-03-05 08:30:00"),
        (cell("DateTime", "1899-12-31T08:30:00.000", 'ss:StyleID="t"'), "08:30:00"),
        (cell("Boolean", "1"), "true"),
        (cell("String", "甲&#10;乙"), "甲\n乙"),
        (
            '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>甲</B>乙</ss:Data></Cell>',
            "甲乙",
        ),
        ('<Cell><Data ss:Type="String">甲</Data><Comment><ss:Data>批注</ss:Data></Comment></Cell>', "甲"),
        ('<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>', "2"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(tmp_path, xml, shown):
    found = read(tmp_path, page(f"<Row>{xml}</Row>"))
    assert (rows(found), marks(found)) == ([[shown]], [])


@pytest.mark.parametrize(
    ("xml", "mark"),
    [
        (cell("Error", "#N/A"), (1, 0, "error")),
        (cell("String", "#DIV/0!"), (1, 0, "error")),
        ('<Cell ss:Formula="=RC[1]*1"></Cell>', (1, 0, "no_result")),
        (cell("Number", "201801000000012345"), (1, 0, "cut")),
    ],
)
def test_a_cell_that_is_not_what_it_seems_is_marked(tmp_path, xml, mark):
    assert marks(read(tmp_path, page(f"<Row>{xml}</Row>"))) == [mark]


def test_rows_and_cells_that_are_left_out_are_counted(tmp_path):
    table = f"<Column/><Row>{cell('String', 'a')}{cell('String', 'c', THIRD)}</Row><Row ss:Index='4'>{cell('String', 'd')}</Row>"
    assert rows(read(tmp_path, page(table))) == [["a", None, "c"], [None] * 3, [None] * 3, ["d", None, None]]


def test_merged_cells_hidden_rows_and_column_styles(tmp_path):
    table = (
        '<Column ss:Index="2" ss:StyleID="p"/>'
        f"<Row>{cell('String', '甲', DOWN)}{cell('Number', '0.5')}</Row>"
        f"<Row ss:Hidden='1'>{cell('Number', '0.25', SECOND)}</Row>"
        f"<Row>{cell('String', '合', ACROSS)}{cell('String', '后')}</Row>"
    )
    found = read(tmp_path, page(table))
    assert rows(found) == [["甲", "50%", None], ["甲", "25%", None], ["合", "合", "后"]]
    assert "第 2 行" in found.remarks[0]


def test_hidden_sheets_and_the_epoch(tmp_path):
    options = '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
    top = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    found = read(tmp_path, page(f"<Row>{cell('Number', '41337', DATED)}</Row>", options, top=top))
    assert (rows(found), found.hidden) == ([["2017-03-05"]], True)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_what_is_declared_does_not_matter(tmp_path, encoding):
    text = page(f"<Row>{cell('String', '喆镕')}</Row>").replace('"1.0"', '"1.0" encoding="gb2312"')
    assert rows(read(tmp_path, text, encoding)) == [["喆镕"]]


def test_a_file_that_breaks_off_is_an_error(tmp_path):
    (tmp_path / "a.xls").write_text(page(f"<Row>{cell('String', '甲')}</Row>")[:-40], encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="不是完好的 XML 表格"):
        sheets(tmp_path / "a.xls")
