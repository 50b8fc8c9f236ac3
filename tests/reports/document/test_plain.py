import json

import pytest

from reports.document import (
    Document,
    Exhibit,
    Figure,
    Heading,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Reference,
    Text,
)
from reports.document.plain import plain
from reports.errors import TextError
from reports.table import Table, number, text

TABLE = Exhibit("scores", Table("各级指标", (text("指标"), number("均值")), (("客户资金", "94.71"),), ("注",)))
NOTED = Paragraph(
    (Text("见"), Reference("means"), Note((Text("出处："), Reference("scores"))), Text("强", strong=True))
)
DOCUMENT = Document(
    "报告",
    front=(Heading(1, "序", "preface", numbered=False), NOTED),
    body=(
        Heading(1, "总体", "whole"),
        Heading(2, "得分", "whole-scores"),
        Paragraph((Text("建议"),), "editor"),
        Listing(((Text("甲"), Note((Text("第二条注"),))), (Reference("whole"),))),
        Figure("means", "均值", {"mark": "bar"}, "横条图"),
        PageBreak(),
        TABLE,
    ),
)


def test_headings_carry_their_numbers_and_what_references_print() -> None:
    found = plain(DOCUMENT)
    headings = [block for block in found["front"] + found["body"] if block["kind"] == "heading"]
    assert [(block["number"], block["text"], block["label"]) for block in headings] == [
        ("", "序", "“序”"),
        ("一、", "总体", "第一章"),
        ("（一）", "得分", "第一章（一）"),
    ]


def test_references_are_resolved_in_text_lists_and_notes() -> None:
    found = plain(DOCUMENT)
    content = found["front"][1]["content"]
    assert content[1] == {"kind": "reference", "target": "means", "text": "图\u00a01"}
    assert content[2]["content"][1] == {"kind": "reference", "target": "scores", "text": "表\u00a01"}
    assert found["body"][3]["items"][1] == [{"kind": "reference", "target": "whole", "text": "第一章"}]


def test_notes_are_numbered_through_the_whole_document() -> None:
    found = plain(DOCUMENT)
    assert found["front"][1]["content"][2]["number"] == 1
    assert found["body"][3]["items"][0][1]["number"] == 2


def test_two_notes_of_the_same_words_are_two_notes() -> None:
    note = Note((Text("同上"),))
    content = plain(Document("报告", (Paragraph((note, note)),)))["body"][0]["content"]
    assert [part["number"] for part in content] == [1, 2]


def test_parts_keep_order_label_and_cells() -> None:
    body = plain(DOCUMENT)["body"]
    assert [block["kind"] for block in body] == [
        "heading", "heading", "paragraph", "listing", "figure", "page_break", "table",
    ]  # fmt: skip
    assert body[4] == {"kind": "figure", "key": "means", "label": "图\u00a01", "caption": "均值", "alt": "横条图"}
    table = body[-1]
    assert (table["label"], table["caption"], table["rows"], table["notes"]) == (
        "表\u00a01", "各级指标", [["客户资金", "94.71"]], ["注"],
    )  # fmt: skip
    assert [(column["header"], column["number"]) for column in table["columns"]] == [("指标", False), ("均值", True)]


def test_the_whole_is_what_json_knows() -> None:
    found = plain(DOCUMENT)
    assert json.loads(json.dumps(found, ensure_ascii=False)) == found


def test_a_reference_to_nothing_is_an_error() -> None:
    with pytest.raises(TextError, match="nowhere"):
        plain(Document("报告", (Paragraph((Reference("nowhere"),)),)))
