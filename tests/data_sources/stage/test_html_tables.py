"""Web tables under the name .xls."""

import tomllib
from pathlib import Path

import pytest

from data_sources.errors import EmptyFileError, UnreadableFileError
from tests.data_sources.stage.support import marks, rows, sheet, sheets

CASES = tomllib.loads((Path(__file__).parent / "html_tables.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_table_is_read_as_a_browser_shows_it(tmp_path, case):
    path = tmp_path / "a.xls"
    path.write_bytes(case["page"].encode(case.get("encoding", "utf-8")))
    found = sheet(path)
    assert [[cell or "" for cell in row] for row in rows(found)] == case["rows"]
    assert [list(mark) for mark in marks(found)] == case.get("marks", [])


def test_several_tables_are_several_sheets_and_a_hidden_one_is_hidden(tmp_path):
    (tmp_path / "a.xls").write_text(
        "<p>x</p><table><tr><td>甲<td>1</table><table style='display:none'><tr><td>乙<td>2</table>", encoding="utf-8"
    )
    found = sheets(tmp_path / "a.xls")
    assert [(page.name, rows(page), page.hidden) for page in found] == [
        ("表1", [["甲", "1"]], False),
        ("表2", [["乙", "2"]], True),
    ]


def test_hidden_rows_are_read_with_a_remark(tmp_path):
    page = "<table><tr><td>甲</tr><tr style='display: none'><td>乙</tr></table>"
    (tmp_path / "a.xls").write_text(page, encoding="utf-8")
    assert "第 2 行" in sheet(tmp_path / "a.xls").remarks[0]


@pytest.mark.parametrize(
    ("page", "error", "says"),
    [
        ("<html><body>请登录</body></html>", EmptyFileError, "没有表格"),
        ("<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>", UnreadableFileError, "外框"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related", UnreadableFileError, "MHTML"),
        ("<table><tr><td colspan=1000 rowspan=65000>甲</table>", None, ""),
    ],
)
def test_pages_without_a_table_are_errors_and_wild_spans_harmless(tmp_path, page, error, says):
    (tmp_path / "a.xls").write_text(page, encoding="utf-8")
    if error is None:
        assert [row[0] for row in rows(sheet(tmp_path / "a.xls"))] == ["甲"]  # as deep as the page, not as the span
        return
    with pytest.raises(error, match=says):
        sheets(tmp_path / "a.xls")
