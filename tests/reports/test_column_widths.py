"""How wide columns want to be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reports.column_widths import ems, needs
from reports.table import Column, label, number, text


@pytest.mark.parametrize(
    ("said", "width"),
    [("", 0), ("中文", 2), ("（中）", 3), ("ab", 1.16), ("12（1%）", 4.32), ("2016年度", 4.57), ("甲\n乙丙", 2)],
)
def test_a_chinese_character_is_one_em_wide_and_stands_apart_from_digits(said: str, width: float) -> None:
    assert ems(said) == pytest.approx(width)


@pytest.mark.parametrize("kind", [label, number])
def test_kept_cells_are_never_narrower_than_their_text(kind: Callable[[str], Column]) -> None:
    found = needs(kind("列"), ("1,234,567.00", "1"))
    assert [found.whole, found.good, found.least] == pytest.approx([12 * 0.58] * 3)


def test_text_may_be_broken_but_not_within_a_token() -> None:
    found = needs(text("原因"), ("编号C0001-20170302的记录所说的原因" * 2,))
    assert found.whole > 30
    assert found.least == pytest.approx(ems("C0001-20170302"))


def test_running_text_would_have_few_lines() -> None:
    found = needs(text("指标"), ("证券公司是否因资金、资产、交易、账户安全等问题被处罚",))
    assert found.whole / found.good < 3
    assert found.least == 6


@pytest.mark.parametrize("header", ["标准差", "同级权重", "2016年度", "[80,90)", "100分"])
def test_a_short_header_stays_on_one_line(header: str) -> None:
    assert needs(number(header), ("1",)).least == ems(header)


def test_a_long_header_may_take_two_lines_but_keeps_its_words() -> None:
    assert needs(number("一个比较长的表头"), ("1",)).least == 4
    assert needs(number("上限[100000,900000)家"), ("1",)).least == ems("[100000,900000)")


def test_a_column_without_cells_is_as_wide_as_its_header() -> None:
    assert needs(text("指标"), ()).whole == 2
