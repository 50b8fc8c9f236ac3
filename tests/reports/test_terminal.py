"""Tables keep their numbers and their widths, in a pipe and on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len

from reports.explanation_tables import explanation_table
from reports.folding import fold
from reports.table import Table, label, number, text
from reports.terminal import console, show
from tests.reports.small import WITH_SURVEY, A, evaluation

WIDE = Table(
    title="表",
    columns=(label("指标"), text("名称"), number("数"), text("说明")),
    rows=(
        (
            "1.1.1",
            "证券公司是否因资金、资产、交易、账户安全等问题被处罚" * 2,
            "12,940,000",
            "[90,100) 不是标记 :smile:",
        ),
    ),
    notes=("注：" + "很长的说明，" * 30,),
)


def printed(width: int, *items: Table | str) -> list[str]:
    out = io.StringIO()
    show(*items, to=console(out, width=width))
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [60, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_number_is_cut(width: int) -> None:
    lines = printed(width, WIDE)
    assert max(cell_len(line) for line in lines) <= width
    assert any("12,940,000" in line for line in lines)


def test_in_a_pipe_there_are_no_colours_and_no_trailing_blanks() -> None:
    lines = printed(100, WIDE, "一段话")
    assert not any("\x1b" in line or line != line.rstrip() for line in lines)


def test_text_is_taken_as_it_is() -> None:
    assert "[90,100) 不是标记 :smile:" in "".join(printed(200, WIDE))


def test_what_cannot_be_folded_is_printed_wider_not_cut() -> None:
    table = Table("", (number("甲"), number("乙")), (("1" * 30, "2" * 30),))
    assert any("1" * 30 in line and "2" * 30 in line for line in printed(40, table))


SPARED = Table(
    "",
    (text("原因"), number("数量"), label("", spare=2), label("参数", spare=1)),
    (("行业自律组织的惩戒措施（分支机构）", "12 条", "█" * 20, "3.3.2.deduct.measure.scaled"),),
)


@pytest.mark.parametrize(
    ("width", "bar", "parameter"), [(120, True, True), (80, False, True), (60, False, False), (20, False, False)]
)
def test_columns_that_can_be_spared_make_room(width: int, bar: bool, parameter: bool) -> None:
    shown = "".join("".join(printed(width, SPARED)).split())
    assert "原因" in shown
    assert "12条" in shown
    assert ("█" * 20 in shown, "scaled" in shown) == (bar, parameter)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_text_never_vanishes_beside_what_cannot_be_broken(width: int) -> None:
    table = Table("", (text("原因"), label("长"), label("也长")), (("提示关注", "甲" * 20, "乙" * 20),))
    shown = "".join(printed(width, table))
    assert "提示关注" in shown
    assert "甲" * 20 in shown


def test_the_waterfall_keeps_what_matters_at_80_columns() -> None:
    table = explanation_table(evaluation(WITH_SURVEY), A, "某证券", "1.1")
    lines = printed(80, table)
    assert max(cell_len(line) for line in lines) <= 80
    for told in ("原因", "数量", "分值", "累计", "依据", "提示关注", "3 条", "公布"):
        assert any(told in line for line in lines), told


@pytest.mark.parametrize(
    ("line", "width", "folded"),
    [
        ("甲乙丙丁", 4, ["甲乙", "丙丁"]),
        ("甲乙，丙丁", 4, ["甲", "乙，", "丙丁"]),
        ("共 590.5 分", 4, ["共", "590.", "5 分"]),
        ("得（甲）分", 6, ["得", "（甲）", "分"]),
        ("GD201700593、GD201702626", 14, ["GD201700593、", "GD201702626"]),
        ("", 10, [""]),
    ],
)
def test_lines_fold_between_chinese_characters_but_not_within_words(line: str, width: int, folded: list[str]) -> None:
    assert fold(line, width) == folded
