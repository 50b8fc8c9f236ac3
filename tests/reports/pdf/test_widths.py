import pytest

from reports.pdf.weights import weighted
from reports.pdf.widths import ems, wanted


@pytest.mark.parametrize(("text", "width"), [("", 0), ("中文", 2), ("（中）", 3), ("ab", 1.16), ("12（1%）", 4.32)])
def test_a_chinese_character_is_one_em_wide(text: str, width: float) -> None:
    assert ems(text) == pytest.approx(width)


def test_kept_cells_are_never_narrower_than_their_text() -> None:
    assert wanted("列", ("1,234,567.00", "1"), keep=True) == pytest.approx((12 * 0.58, 12 * 0.58))


def test_text_may_be_broken_but_not_within_a_token() -> None:
    whole, least = wanted("原因", ("编号C0001-20170302的记录所说的原因" * 2,), keep=False)
    assert whole > 30
    assert least == pytest.approx(ems("C0001-20170302"))


def test_a_short_header_stays_on_one_line_and_a_long_one_may_take_two() -> None:
    assert wanted("标准差", ("1",), keep=True)[1] == 3
    assert wanted("一个比较长的表头", ("1",), keep=True) == (8, 4)


def test_a_column_without_cells_is_as_wide_as_its_header() -> None:
    assert wanted("指标", (), keep=False) == (2, 2)


def test_the_style_stands_inside_the_drawing() -> None:
    drawn = weighted('<svg width="1"><text font-weight="bold">甲</text></svg>')
    assert drawn.startswith('<svg width="1"><style>text{font-variation-settings:"wght" 400}')
    assert 'text[font-weight="bold"]{font-variation-settings:"wght" 700}' in drawn
