"""A correction file has the headers that its rows need, and none that somebody believes to be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import CorrectionsError
from tests.data_sources.corrections.support import HEADER, corrected, write

REPLACED = "12386投诉工单,G1,更正,办结日期,2017-04-05,2017-04-06,录入有误,更1,2018-05-10"
WITHDRAWN = "12386投诉工单,G1,撤销,录入有误,更1,2018-05-10"
SHORT = "来源,记录编号,处理,理由,决定文号,决定日期"

BAD: dict[str, tuple[str, str, str]] = {
    "the new value under another name": (
        HEADER.replace("新值", "改正后内容"),
        REPLACED,
        "更正决定.csv：表头“改正后内容”不是更正决定的列；可用：来源、记录编号、处理、列、原值、新值、理由、决定文号、决定日期",
    ),
    "no header of the new value": (
        HEADER.replace(",新值", ""),
        REPLACED.replace(",2017-04-06", ""),
        "更正决定.csv 第 2 行：处理是“更正”，而表头里没有新值",
    ),
    "no header of column and values": (SHORT, WITHDRAWN.replace("撤销", "更正"), "表头里没有列、原值、新值"),
    "no header of the old value of a move": (
        "来源,记录编号,处理,新值,理由,决定文号,决定日期",
        "12386投诉工单,G1,改列,北海证券,录入有误,更1,2018-05-10",
        "处理是“改列”，而表头里没有原值",
    ),
    "a misspelt header beside one that is there": (
        HEADER + ",决定时间",
        REPLACED + ",上午",
        "表头“决定时间”不是更正决定的列；可用：来源、记录编号、处理、列、原值、新值、理由、决定文号、决定日期，是否想写“决定文号”？",
    ),
    "a unit of all new values": (
        HEADER.replace("新值", "新值（万元）"),
        REPLACED,
        "表头“新值（万元）”写着单位，而各行的单位不同",
    ),
    "a unit above the table": (
        f"单位：万元\n{HEADER}",
        REPLACED,
        "表上方写着“单位：万元”，而各行的单位不同；请在列里写明单位，如 金额（万元）",
    ),
}


def lay(folder: Path, header: str, row: str) -> Path:
    write(folder, None)
    (folder / "更正决定.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(("header", "row", "told"), BAD.values(), ids=BAD)
def test_a_header_that_does_not_fit_is_told(tmp_path: Path, header: str, row: str, told: str) -> None:
    with pytest.raises(CorrectionsError) as error:
        corrected(lay(tmp_path, header, row))
    assert told in str(error.value)


GOOD = {
    "an alias": (HEADER.replace("新值", "更正后"), REPLACED),
    "withdrawals alone need neither column nor values": (SHORT, WITHDRAWN),
    "a number and a note beside": (f"序号,{HEADER},备注", f"1,{REPLACED},已电话核对"),
}


@pytest.mark.parametrize(("header", "row"), GOOD.values(), ids=GOOD)
def test_a_header_that_fits_is_read(tmp_path: Path, header: str, row: str) -> None:
    assert corrected(lay(tmp_path, header, row)).corrections.decisions == ["更1"]
