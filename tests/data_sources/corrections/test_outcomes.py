"""A decision whose record does not count in the end is told: rejected it stops everything, excluded it is a remark."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import CorrectionsError
from tests.data_sources.corrections.support import ROWS, added, corrected, decision, write

RATIOS = """证券公司,指标名称,分子,分母,截止日期
华夏证券,资本杠杆率,54,100,2017-12-31
北海证券,资本杠杆率,55,100,2017-12-31
"""
OF_RATIO = {"指标名称": "资本杠杆率", "分子": "60", "分母": "100", "截止日期": "2017-12-31", "证券公司": "华夏证券"}

REJECTED: dict[str, tuple[list[str], str]] = {
    "a move to a firm that has such a record": (
        [decision("年报风控指标.csv#3", "改列", "", "北海证券", "华夏证券", source="年报风控指标")],
        "第 2 行：决定 更1 的年报风控指标 年报风控指标.csv#3 改列后仍不能计入：",
    ),
    "a new record of what there is": (
        [decision("新1", "补录", name, "", value, source="年报风控指标") for name, value in OF_RATIO.items()],
        "第 2 行：决定 更1 的年报风控指标 新1 补录后仍不能计入：",
    ),
    "a corrected row with another fault": (
        [decision("G5", "更正", "是否存在过错", "是", "否")],
        "第 2 行：决定 更1 的12386投诉工单 G5 更正后仍不能计入：投诉类别：不在可选值之内",
    ),
    "a corrected row that shares its number with another": (
        [decision("G7", "更正", "投诉类别", "交易系统", "开户、转户（销户）")],
        "决定 更1 的12386投诉工单 G7 更正后仍不能计入：同一工单编号的内容不一致",
    ),
}


@pytest.mark.parametrize(("decisions", "told"), REJECTED.values(), ids=REJECTED)
def test_a_record_that_stays_rejected_stops(tmp_path: Path, decisions: list[str], told: str) -> None:
    write(tmp_path, decisions)
    (tmp_path / "年报风控指标.csv").write_text(RATIOS, encoding="utf-8")
    with pytest.raises(CorrectionsError) as error:
        corrected(tmp_path)
    assert told in str(error.value)
    assert len(error.value.problems) == 1


EXCLUDED: dict[str, tuple[list[str], str]] = {
    "a date outside the period": (
        [decision("G4", "更正", "受理日期", "2017-05-05", "2016-05-05")],
        "决定 更1 的12386投诉工单 G4 更正后仍不计：",
    ),
    "a firm that is not evaluated": (
        [decision("G1", "改列", "", "华夏证券", "新设证券")],
        "决定 更1 的12386投诉工单 G1 改列后仍不计：",
    ),
    "a new record outside the period": (added(受理日期="2016-10-01"), "决定 更9 的12386投诉工单 G9 补录后仍不计："),
    "a new record of a number that is only told again": (
        [decision("G3", "更正", "投诉类别", "交易系统", "其他")],
        "决定 更1 的12386投诉工单 G3 更正后仍不计：",
    ),
}


@pytest.mark.parametrize(("decisions", "told"), EXCLUDED.values(), ids=EXCLUDED)
def test_a_record_that_is_excluded_is_a_remark(tmp_path: Path, decisions: list[str], told: str) -> None:
    remarks = corrected(write(tmp_path, decisions)).remarks
    assert [remark for remark in remarks if remark.startswith(told) and remark != told]


@pytest.mark.parametrize(
    "row",
    [decision("G1", "撤销"), decision("G8", "更正", "是否存在过错", "否", "是")],
    ids=["a withdrawn record", "a record with a copy, of which one counts"],
)
def test_nothing_is_remarked_of_others(tmp_path: Path, row: str) -> None:
    assert not [remark for remark in corrected(write(tmp_path, [row], ROWS)).remarks if "仍不" in remark]
