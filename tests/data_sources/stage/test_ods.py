"""OpenDocument spreadsheets: what is read is what they show."""

# ruff: noqa: E501

import zipfile
from datetime import date

import pytest

from data_sources.errors import UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets

NAMES = " ".join(
    [
        *(
            f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for short, name in {
                "office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle"
            }.items()
        ),
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"',
    ]
)  # fmt: skip
STYLES = """<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:display-factor="10000"/><number:text>万</number:text></number:number-style>
<number:number-style style:name="N2"/>
<number:number-style style:name="N3P0"><number:number/><number:text>家</number:text></number:number-style>
<number:number-style style:name="N3"><number:text>-</number:text><number:number/>
<style:map style:condition="value()&gt;=0" style:apply-style-name="N3P0"/></number:number-style>
<style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="c2" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="c3" style:family="table-cell" style:data-style-name="N3"/>
<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def write(path, table, top="", more=""):
    body = f'<office:body><office:spreadsheet>{top}<table:table table:name="表" {more}>{table}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", f"<office:document-content {NAMES}>{STYLES}{body}</office:document-content>")
    return path


def cell(kind, more="", text=""):
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{text}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("xml", "shown"),
    [
        (cell("float", 'office:value="1234.567"', "1,234.57"), "1234.567"),
        (cell("percentage", 'office:value="0.4555"', "46%"), "45.55%"),
        (cell("currency", 'office:value="12.5" office:currency="CNY"', "￥12.50"), "12.5"),
        (cell("date", 'office:date-value="2017-03-05"', "17/3/5"), "2017-03-05"),
        (cell("date", 'office:date-value="2017-03-05T08:30:00"', "x"), "2017-03-05 08:30:00"),
        (cell("time", 'office:time-value="PT26H05M03S"', "02:05"), "26:05:03"),
        (cell("boolean", 'office:boolean-value="true"', "TRUE"), "true"),
        (cell("string", "", '甲<text:s text:c="2"/>乙<text:tab/>丙<text:line-break/>丁<text:span>戊</text:span>'), "甲  乙\t丙\n丁戊"),
        (cell("string", "", "甲</text:p><text:p>乙"), "甲\n乙"),
        ('<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p></table:table-cell>', "甲"),
        (cell("float", 'office:value="123456" table:style-name="c1"', "12万"), "12.3456万"),
        (cell("float", 'office:value="5" table:style-name="c3"', "5家"), "5家"),
        (cell("float", 'office:value="-5" table:style-name="c3"', "-5"), "-5"),
        (cell("string", 'table:formula="of:=&quot;&quot;"', "") + cell("string", "", "甲"), "甲"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_is_shown(tmp_path, xml, shown):
    found = sheet(write(tmp_path / "a.ods", f"<table:table-row>{xml}</table:table-row>"))
    assert (rows(found)[0][-1], marks(found)) == (shown, [])


@pytest.mark.parametrize(
    ("xml", "text", "mark"),
    [
        (cell("string", 'table:formula="of:=NA()" calcext:value-type="error"', "#N/A"), "#N/A", "error"),
        (cell("float", 'table:formula="of:=1/0" office:value="0"', "#DIV/0!"), "#DIV/0!", "error"),
        (cell("string", 'table:formula="of:=x"', "Err:502"), "Err:502", "error"),
        ('<table:table-cell table:formula="of:=[.B1]*1"/>', "=[.B1]*1", "no_result"),
        (cell("float", 'office:value="201801000000012345"', "2E+17"), "201801000000012350", "cut"),
        (cell("float", 'office:value="5" table:style-name="c2"', ""), "5", "hidden"),
    ],
)
def test_a_cell_that_is_not_what_it_seems_is_marked(tmp_path, xml, text, mark):
    found = sheet(write(tmp_path / "a.ods", f"<table:table-row>{xml}</table:table-row>"))
    assert rows(found)[0][0][:15] == text[:15]
    assert marks(found) == [(1, 0, mark)]


def test_repeated_merged_and_hidden(tmp_path):
    a = cell("string", "", "甲")
    twice = cell("string", 'table:number-columns-repeated="2"', "甲")
    table = (
        '<table:table-header-rows><table:table-row><table:table-cell office:value-type="string" '
        'table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>头</text:p></table:table-cell>'
        f'<table:table-cell table:number-columns-repeated="2"/>{a}</table:table-row></table:table-header-rows>'
        f'<table:table-row table:visibility="filter"><table:covered-table-cell/>{a}</table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{twice}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    found = sheet(write(tmp_path / "a.ods", table))
    assert rows(found) == [
        ["头", None, None, "甲"],
        ["头", "甲", None, None],
        [None] * 4,
        [None] * 4,
        ["甲", "甲", None, None],
        ["甲", "甲", None, None],
    ]
    assert "第 2 行" in found.remarks[0]


def test_hidden_sheets_and_the_epoch(tmp_path):
    top = '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    row = f"<table:table-row>{cell('string', '', '甲')}</table:table-row>"
    found = sheet(write(tmp_path / "a.ods", row, top, 'table:style-name="t"'))
    assert (found.hidden, found.serials_from) == (True, date(1904, 1, 1))


def test_damaged_ones_are_errors(tmp_path):
    write(tmp_path / "a.ods", "<table:table-row>")
    with pytest.raises(UnreadableFileError, match="不是完好的 ODS 表格"):
        sheets(tmp_path / "a.ods")
