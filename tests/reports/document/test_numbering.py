from __future__ import annotations

import pytest

from reports.document import Document, Exhibit, Figure, Heading, Note, Paragraph, Reference, Text, number
from reports.document.numbering import chinese
from reports.errors import TextError
from reports.table import Table


def test_headings_start_anew_below_a_higher_one_and_unnumbered_ones_do_not_count() -> None:
    headings = [(1, "a"), (2, "b"), (3, "c"), (3, "d"), (2, "e"), (3, "f"), (1, "g"), (2, "h")]
    blocks = [Heading(level, key, key) for level, key in headings]  # type: ignore[arg-type]
    numbers = number(Document("报告", (*blocks, Heading(1, "附录", "z", numbered=False))))
    assert numbers.headings == {
        "a": "一、", "b": "（一）", "c": "1.", "d": "2.", "e": "（二）", "f": "1.", "g": "二、", "h": "（一）",
    }  # fmt: skip
    assert [numbers.labels[key] for key in "adez"] == ["第一章", "第一章（一）2", "第一章（二）", "“附录”"]


def test_figures_and_tables_count_for_themselves_and_notes_in_order() -> None:
    notes = [Note((Text("一"),)), Note((Text("二"), Reference("t")))]
    table = Exhibit("t", Table("", (), ()))
    blocks = (Figure("f", "", {}, ""), table, Figure("g", "", {}, ""), Paragraph(tuple(notes)))
    numbers = number(Document("报告", blocks))
    assert numbers.labels == {"f": "图\u00a01", "t": "表\u00a01", "g": "图\u00a02"}
    assert numbers.notes == tuple(notes)


@pytest.mark.parametrize(
    ("blocks", "message"),
    [
        ((Paragraph((Reference("x"),)),), "没有代号为 x 的标题、图或表"),
        ((Paragraph((Note((Reference("y"),)),)),), "没有代号为 y"),
        ((Figure("f", "", {}, ""), Heading(1, "", "f")), "代号 f 用了两次"),
    ],
)
def test_references_that_lead_nowhere_and_keys_used_twice_are_errors(blocks: tuple[object, ...], message: str) -> None:
    with pytest.raises(TextError, match=message):
        number(Document("报告", blocks))  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "word"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (43, "四十三")])
def test_numbers_in_chinese(count: int, word: str) -> None:
    assert chinese(count) == word
