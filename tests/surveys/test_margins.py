"""Known margins as a table: what is read, and what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveys.errors import MarginError
from surveys.margin import Margin
from surveys.margins import margins_table, read_margins
from tests.surveys.support import QUESTIONNAIRE

ATTRIBUTE = QUESTIONNAIRE.attribute[0]
FIRST, *OTHERS = ATTRIBUTE.options


def written(folder: Path, shares: dict[str, str], attribute: str = ATTRIBUTE.label) -> Path:
    path = folder / "边际.csv"
    rows = [f"{attribute},{category},{share}" for category, share in shares.items()]
    path.write_text("\n".join(["变量,类别,占比", *rows]) + "\n", encoding="utf-8")
    return path


def even(first: float) -> dict[str, str]:
    """The first category's share, the others' alike, as per cent."""
    rest = (100 - first) / len(OTHERS)
    return {FIRST: f"{first}%"} | dict.fromkeys(OTHERS, f"{rest}%")


@pytest.mark.parametrize("attribute", [ATTRIBUTE.label, ATTRIBUTE.code])
def test_a_variable_goes_by_its_label_or_its_code(tmp_path: Path, attribute: str) -> None:
    [found] = read_margins(written(tmp_path, even(40), attribute), QUESTIONNAIRE)
    assert (found.name, found.categories) == (ATTRIBUTE.code, ATTRIBUTE.options)
    assert found.shares == pytest.approx((0.4, *[0.6 / len(OTHERS)] * len(OTHERS)), abs=1e-12)


@pytest.mark.parametrize("total", [0.9981, 1.0019])
def test_shares_that_are_all_but_for_rounding_are_divided_by_their_sum(tmp_path: Path, total: float) -> None:
    shares = {FIRST: "0.4"} | dict.fromkeys(OTHERS, f"{(total - 0.4) / len(OTHERS):.12f}")
    [found] = read_margins(written(tmp_path, shares), QUESTIONNAIRE)
    assert found.shares[0] == pytest.approx(0.4 / total, abs=1e-9)
    assert sum(found.shares) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(("total", "told"), [(0.9979, "99.79%"), (1.0021, "100.21%")])
def test_shares_that_are_not_all_are_refused(tmp_path: Path, total: float, told: str) -> None:
    shares = {FIRST: "0.4"} | dict.fromkeys(OTHERS, f"{(total - 0.4) / len(OTHERS):.12f}")
    with pytest.raises(
        MarginError, match=f"边际.csv：变量 {ATTRIBUTE.label} 的占比之和应为 100%，实为 {told}；请改正 边际.csv 中"
    ):
        read_margins(written(tmp_path, shares), QUESTIONNAIRE)


def test_a_category_that_the_questionnaire_does_not_have(tmp_path: Path) -> None:
    allowed = "、".join(ATTRIBUTE.options)
    told = f"边际.csv：变量 {ATTRIBUTE.label} 没有类别 外星；可用：{allowed}；请改正 边际.csv 中的类别"
    with pytest.raises(MarginError) as caught:
        read_margins(written(tmp_path, even(40) | {"外星": "1%"}), QUESTIONNAIRE)
    assert str(caught.value) == told


def test_a_category_that_is_not_there(tmp_path: Path) -> None:
    shares = {category: share for category, share in even(40).items() if category != OTHERS[-1]}
    told = f"边际.csv：变量 {ATTRIBUTE.label} 缺少类别 {OTHERS[-1]}；请在 边际.csv 中补上这些类别"
    with pytest.raises(MarginError) as caught:
        read_margins(written(tmp_path, shares), QUESTIONNAIRE)
    assert str(caught.value) == told


def test_a_variable_that_the_questionnaire_does_not_have(tmp_path: Path) -> None:
    names = "、".join(f"{each.label}（{each.code}）" for each in QUESTIONNAIRE.attribute)
    with pytest.raises(MarginError) as caught:
        read_margins(written(tmp_path, even(40), "星座"), QUESTIONNAIRE)
    assert str(caught.value) == f"边际.csv：问卷没有变量 星座；可用：{names}；请改正 边际.csv 中的变量"


def test_a_row_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(MarginError, match=r"边际表有读不出的行：.*请改正 边际\.csv$"):
        read_margins(written(tmp_path, even(40) | {FIRST: "四成"}), QUESTIONNAIRE)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MarginError):
        read_margins(tmp_path / "边际.csv", QUESTIONNAIRE)


def test_margins_as_a_table() -> None:
    margins = [Margin("sex", ("男", "女"), (0.4, 0.6)), Margin("age", ("青年",), (1.0,))]
    found = margins_table(margins)
    assert found.columns == ["attribute", "category", "share"]
    assert found.rows() == [("sex", "男", 0.4), ("sex", "女", 0.6), ("age", "青年", 1.0)]
