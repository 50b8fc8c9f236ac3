from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.document import Exhibit, Figure, Heading, Listing, Note, PageBreak, Paragraph, Reference, Text
from reports.document.markdown import escaped, parse, placeholder
from reports.errors import TextError
from reports.table import Table, text

FIGURE = Figure("fig", "图题", {}, "说明")
EXHIBIT = Exhibit("tab", Table("表题", (text("列"),), (("值",),)))
PARTS = {"fig": FIGURE, "tab": EXHIBIT}


@pytest.mark.parametrize(
    ("source", "block"),
    [
        ("# 总体情况 {#sec-1}", Heading(1, "总体情况", "sec-1")),
        ("### 附表 {#a .unnumbered}", Heading(3, "附表", "a", numbered=False)),
        ("得分**94.71**。", Paragraph((Text("得分"), Text("94.71", strong=True), Text("。")))),
        ("**联系人**：见通知", Paragraph((Text("联系人", strong=True), Text("：见通知")))),
        (r"两星\*\*", Paragraph((Text("两星**"),))),
        ("一行\n又一行", Paragraph((Text("一行又一行"),))),
        ("见[](#fig)", Paragraph((Text("见"), Reference("fig")))),
        ("甲^[见[](#fig)]乙", Paragraph((Text("甲"), Note((Text("见"), Reference("fig"))), Text("乙")))),
        ("> 建议", Paragraph((Text("建议"),), "editor")),
        ("- 甲\n- **乙**", Listing(((Text("甲"),), (Text("乙", strong=True),)))),
        ("---", PageBreak()),
        (placeholder("fig"), FIGURE),
        (placeholder("tab"), EXHIBIT),
    ],
)
def test_markdown_becomes_blocks(source: str, block: object) -> None:
    assert parse(source, PARTS) == (block,)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# 没有代号", "标题应写明代号.*没有代号"),
        ("#### 太深 {#x}", "标题最多三级，不能有第 4 级：太深"),
        (placeholder("nothing"), "没有代号为 nothing 的图或表"),
        ("1. 编号", "正文中不能有 ordered_list：编号"),
        ("**联系人：**见通知", r"\*\* 没有配成对（标点之后.*请写到 \*\* 之外.*：\*\*联系人：\*\*见通知"),
        ("**没有写完", r"\*\* 没有配成对.*没有写完"),
        ("`code`", "正文中不能有 code_inline"),
        ("<b>粗</b>", "正文中不能有 html_inline"),
    ],
)
def test_markdown_that_reports_do_not_understand_is_an_error(source: str, message: str) -> None:
    with pytest.raises(TextError, match=message):
        parse(source, PARTS)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_escaped_text_comes_through_as_it_is(text: str) -> None:
    assert parse(f"前{escaped(text)}后", {}) == (Paragraph((Text(f"前{text}后"),)),)
