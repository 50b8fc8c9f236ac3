"""Ratios in sentences: what they are, of which line, and whether they are bounds."""

from __future__ import annotations

import pytest

from indicator_tree.stated_ratios import StatedRatio, stated_ratios

ONE = StatedRatio("8%", 0.08, "limit", None, bound=True, certain=True)


def test_all_that_is_known_of_a_ratio() -> None:
    assert list(stated_ratios("不得低于8%")) == [ONE]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("１２％", [0.12]),
        ("1,200%", [12.0]),
        ("百分之八", [0.08]),
        ("百分之一百二十", [1.2]),
        ("百分之两百零八", [2.08]),
        ("百分之一千二百三十四", [12.34]),
        ("百分之十二", [0.12]),
        ("百分之九点六", [0.096]),
        ("4 倍", [4.0]),
        ("两倍", [2.0]),
        ("8%，9.6%", [0.08, 0.096]),
        ("八", []),
        ("", []),
    ],
)
def test_the_values_of_a_sentence(sentence: str, values: list[float]) -> None:
    assert [one.value for one in stated_ratios(sentence)] == pytest.approx(values, abs=1e-12)


@pytest.mark.parametrize(
    ("sentence", "line", "of", "bound", "certain"),
    [
        ("预警标准为9.6%", "warning", None, False, True),
        ("为8%", "limit", None, False, True),
        ("监管标准的 120%", "warning", "limit", False, False),
        ("预警标准的80%", "limit", "warning", False, False),
        ("不超过净资产的 8%", "limit", None, True, False),
        ("不超过4倍", "limit", None, True, False),
    ],
)
def test_the_line_of_a_ratio(sentence: str, line: str, of: str | None, bound: bool, certain: bool) -> None:
    [found] = stated_ratios(sentence)
    assert (found.line, found.of, found.bound, found.certain) == (line, of, bound, certain)
