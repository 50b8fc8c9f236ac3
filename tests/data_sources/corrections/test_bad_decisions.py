"""A decision that does not fit stops everything, and says which one and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import CorrectionsError
from tests.data_sources.corrections.support import added, corrected, decision, write

SAME_TWICE = decision("G4", "更正", "投诉类别", "交易系统", "其他")

BAD: dict[str, tuple[list[str], str]] = {
    "an unknown source": (
        [decision("G1", "撤销", source="12386投诉单")],
        "第 2 行：没有可更正的来源“12386投诉单”；可用：资金监控预警",
    ),
    "the register": ([decision("x", "撤销", source="证券公司名录")], "没有可更正的来源“证券公司名录”"),
    "a correction of a correction": ([decision("x", "撤销", source="更正决定")], "更正决定本身不能再更正"),
    "an unknown action": ([decision("G1", "删除")], "处理“删除”：不在可选值之内（撤销、更正、补录、改列）"),
    "an unknown column": (
        [decision("G1", "更正", "受理日", "2017-03-05", "2017-03-06")],
        "没有列“受理日”；可用：证券公司、投诉类别、受理日期、办结日期、是否存在过错，是否想写“受理日期”？",
    ),
    "the record's number": ([decision("G1", "更正", "工单编号", "G1", "G11")], "记录编号不能更正"),
    "a fingerprint": (
        [decision("D1", "更正", "受访者编号", "a", "b", source="投资者调查答卷")],
        "只保存指纹，不能更正",
    ),
    "an unknown record": ([decision("G11", "撤销")], "12386投诉工单里没有记录 G11，是否指：G1"),
    "a record of a source without a file": (
        [decision("YJ1", "撤销", source="资金监控预警")],
        "数据里没有资金监控预警，也就没有记录 YJ1",
    ),
    "another old value": (
        [decision("G4", "更正", "投诉类别", "开户、转户（销户）", "其他")],
        "写的原值是“开户、转户（销户）”，文件里是“交易系统”（12386投诉工单.csv 第 5 行）",
    ),
    "an old value where the cell is empty": (
        [decision("G4", "更正", "办结日期", "2017-06-01", "2017-06-02")],
        "写的原值是“2017-06-01”，文件里是空（12386投诉工单.csv 第 5 行）",
    ),
    "no old value where the cell is not empty": (
        [decision("G4", "更正", "投诉类别", "", "其他")],
        "写的原值是空，文件里是“交易系统”",
    ),
    "another firm": ([decision("G1", "改列", "", "北海证券", "南山证券")], "写的原值是“北海证券”，文件里是“华夏证券”"),
    "an unknown new firm": (
        [decision("G1", "改列", "", "华夏证券", "南山证劵")],
        "证券公司名录里没有“南山证劵”，是否指：南山证券",
    ),
    "the same firm": ([decision("G1", "改列", "", "华夏证券", "华中信托")], "新旧是同一家公司（华中信托）"),
    "no new firm": ([decision("G1", "改列", "", "华夏证券", "")], "须写明新公司"),
    "the same value": ([decision("G4", "更正", "投诉类别", "交易系统", "交易系统")], "新值与原值相同（交易系统）"),
    "the same day": (
        [decision("G4", "更正", "受理日期", "2017-5-5", "2017年5月5日")],
        "新值与原值相同（2017年5月5日）",
    ),
    "the same value in full width": (
        [decision("G4", "更正", "投诉类别", "交易系统", "交易 系统")],
        "新值与原值相同（交易 系统）",
    ),
    "the same flag": ([decision("G4", "更正", "是否存在过错", "是", "Y")], "新值与原值相同（Y）"),
    "the same text in full width": (
        [decision("CX1", "更正", "作出机构", "监管部门A", "监管部门Ａ", source="诚信档案措施")],
        "新值与原值相同（监管部门Ａ）",
    ),
    "an empty cell in the place of an empty cell": (
        [decision("G4", "更正", "办结日期", "", "（空）")],
        "新值与原值相同（（空））",
    ),
    "a cell that is emptied without the word for it": (
        [decision("G1", "更正", "办结日期", "2017-04-05", "")],
        "第 2 行：没有写新值；若办结日期应当没有内容，新值写“（空）”",
    ),
    "a cell that is emptied with a dash": (
        [decision("G1", "更正", "办结日期", "2017-04-05", "—")],
        "没有写新值；若办结日期应当没有内容，新值写“（空）”",
    ),
    "a move of another column": (
        [decision("G4", "改列", "投诉类别", "交易系统", "其他")],
        "若要改投诉类别，处理应写“更正”",
    ),
    "no column": ([decision("G4", "更正", "", "交易系统", "其他")], "更正须写明列"),
    "a new value that is none": (
        [decision("G4", "更正", "受理日期", "2017-05-05", "2017-13-05")],
        "第 2 行：12386投诉工单 G4的受理日期“2017-13-05”：没有这一天",
    ),
    "a new value outside the vocabulary": (
        [decision("G4", "更正", "投诉类别", "交易系统", "其它")],
        "12386投诉工单 G4的投诉类别“其它”：不在可选值之内",
    ),
    "a new value at odds with another column": (
        [decision("G1", "更正", "办结日期", "2017-04-05", "2017-01-05")],
        "12386投诉工单 G1的办结日期“2017-01-05”：办结日期不得早于受理日期",
    ),
    "an emptied cell that may not be empty": (
        [decision("G4", "更正", "投诉类别", "交易系统", "（空）")],
        "投诉类别不得留空，新值须填写",
    ),
    "a new value of a withdrawn record": ([decision("G1", "撤销", "投诉类别", "其他", "其他")], "请把新值留空"),
    "half a condition": ([decision("G1", "撤销", "投诉类别")], "列和原值须同写"),
    "two decisions about one record": (
        [decision("G1", "撤销"), decision("G1", "更正", "是否存在过错", "否", "是", "更2")],
        "第 3 行：12386投诉工单 G1 已有决定 更1（更正决定.csv 第 2 行），又有决定 更2；一条记录只能有一个决定",
    ),
    "two dates of one decision in other brackets": (
        [
            decision("G1", "撤销", number="更〔2018〕1号"),
            decision("G4", "撤销", number="更[2018] 1号", on="2018-05-11"),
        ],
        "决定 更〔2018〕1号 的日期 2018-05-11 与 更正决定.csv 第 2 行的 2018-05-10 不同",
    ),
    "two dates of one decision": (
        [decision("G1", "撤销"), decision("G4", "撤销", on="2018-05-11")],
        "决定 更1 的日期 2018-05-11 与 更正决定.csv 第 2 行的 2018-05-10 不同",
    ),
    "the same column twice": ([SAME_TWICE, SAME_TWICE], "的同一处已在 更正决定.csv 第 2 行 写过"),
    "withdrawn and replaced": (
        [decision("G1", "撤销"), decision("G1", "更正", "是否存在过错", "否", "是")],
        "既是更正，又是撤销（更正决定.csv 第 2 行）",
    ),
    "a new record with a number that exists": (
        added("G1"),
        "12386投诉工单 G1已有，在 12386投诉工单.csv 第 2 行；不能补录",
    ),
    "a new record without a column": (added(投诉类别="（空）"), "12386投诉工单 G9的投诉类别：缺少投诉类别，不得留空"),
    "a new record with a row that says nothing": (added(投诉类别=""), "没有写新值"),
    "a new record with an old value": ([decision("G9", "补录", "投诉类别", "其他", "其他")], "请把原值留空"),
    "a new record of an unknown firm": (added(证券公司="华夏"), "证券公司名录里没有“华夏”"),
    "two rows with that number": (
        [decision("G7", "撤销")],
        "G7在文件里有 2 行而内容不同（12386投诉工单.csv 第 8 行、12386投诉工单.csv 第 9 行）；请写明列和原值",
    ),
    "a condition that fits neither row": (
        [decision("G7", "撤销", "投诉类别", "开户、转户（销户）")],
        "文件里是“其他”（12386投诉工单.csv 第 8 行）、“交易系统”（12386投诉工单.csv 第 9 行）",
    ),
    "a decision before its record": (
        [decision("G4", "更正", "投诉类别", "交易系统", "其他", on="2017-05-04")],
        "决定 更1 的日期 2017-05-04 早于12386投诉工单 G4的受理日期 2017-05-05",
    ),
    "a withdrawal before its record": (
        [decision("G4", "撤销", on="2017-05-04")],
        "决定 更1 的日期 2017-05-04 早于12386投诉工单 G4的受理日期 2017-05-05",
    ),
    "a new record after its decision": (added(受理日期="2018-05-11"), "早于12386投诉工单 G9的受理日期 2018-05-11"),
    "a date that is none": ([decision("G1", "撤销", on="2018-13-01")], "第 2 行：决定日期“2018-13-01”：没有这一天"),
    "no reason": ([decision("G1", "撤销", reason="")], "第 2 行：理由：缺少理由，不得留空"),
}


@pytest.mark.parametrize(("decisions", "message"), BAD.values(), ids=BAD)
def test_a_decision_that_does_not_fit_is_told(tmp_path: Path, decisions: list[str], message: str) -> None:
    with pytest.raises(CorrectionsError) as error:
        corrected(write(tmp_path, decisions))
    assert message in str(error.value)
    assert "一条也没有采用" in str(error.value)


def test_everything_that_does_not_fit_is_told_at_once(tmp_path: Path) -> None:
    wrong = [
        decision("G11", "撤销", number="更1"),
        decision("G4", "更正", "投诉类别", "其他", "交易系统", "更2"),
        decision("G1", "改列", "", "华夏证券", "南山证劵", "更3"),
        decision("G5", "删除", number="更4"),
    ]
    with pytest.raises(CorrectionsError) as error:
        corrected(write(tmp_path, wrong))
    assert len(error.value.problems) == 4


def test_a_decision_that_fits_on_the_day_of_its_record_is_applied(tmp_path: Path) -> None:
    row = decision("G4", "更正", "投诉类别", "交易系统", "其他", on="2017-05-05")
    assert corrected(write(tmp_path, [row])).corrections.decisions == ["更1"]


def test_personal_numbers_do_not_leave_in_a_message(tmp_path: Path) -> None:
    row = decision("G4", "更正", "投诉类别", "13812345678", "其他")
    with pytest.raises(CorrectionsError) as error:
        corrected(write(tmp_path, [row]))
    assert "13812345678" not in str(error.value)
