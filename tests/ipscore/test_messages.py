"""What commands say when something is wrong: one message, no traceback, exit code 1 (2 for wrong usage)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

CASES = {
    "no such folder": (["explain", "{here}/nowhere", "甲证券"], 1, "没有文件夹"),
    "a folder that is no run": (["explain", "{here}/records", "甲证券"], 1, "不是运行文件夹"),
    "the folder above the run": (["distribution", "{here}"], 1, "是否指其中的 run？"),
    "an unknown firm": (["explain", "{run}", "甲证卷"], 1, "运行中没有名为“甲证卷”的公司"),
    "a firm that was probably meant": (["explain", "{run}", "甲证卷"], 1, "；是否指：甲证券"),
    "a firm that was not evaluated": (["explain", "{run}", "戊证券"], 1, "戊证券 没有参加评价：成立不满一年"),
    "an unknown indicator": (
        ["explain", "{run}", "甲证券", " 1.11 "],
        1,
        "没有指标 1.11；可用：1、1.1、1.2、2、2.1、2.2、base、bonus、total；是否指 1.1？",
    ),
    "the bonus has no bands": (["distribution", "{run}", "bonus"], 1, "加分（bonus）没有分段"),
    "a name that was meant": (["explain", "{run}", "甲证券", "融资融卷余额占比"], 1, "；是否指 2.2 融资融券余额占比？"),
    "part of a name": (["explain", "{run}", "甲证券", " 余额占比"], 1, "是否指 2.2 融资融券余额占比？"),
    "xlsx cannot be printed": (["distribution", "{run}", "-f", "xlsx"], 2, "xlsx 不能打印，请写 --out FILE"),
    "an unknown format": (["distribution", "{run}", "--format", "xls"], 2, "的值 xls 不在可选值之内：table, csv"),
    "an unknown rulebook": (["check", "{here}/records", "--rulebook", "2018"], 1, "找不到规则文件 2018"),
    "an unknown weight scheme": (
        ["score", "{here}/records", "-r", "{small}", "-w", "equl", "-o", "{here}/x"],
        1,
        "规则文件没有权重方案 equl；可用：equal、given",
    ),
    "no records": (["check", "{here}/nowhere", "-r", "{small}"], 1, "找不到文件夹"),
    "a missing source": (["check", "{here}/records", "-r", "2017"], 1, "投资者调查答卷"),
    "rejected rows accepted in words that say nothing": (
        ["score", "{here}/records", "-r", "{small}", "-o", "{here}/x", "--accept-rejected", "firm_register:3"],
        1,
        "是否想写“firm_register::3”（第 3 行）或“firm_register=3”（3 行）？",
    ),
    "an unknown command": (["scor"], 2, "没有命令 scor；是否指 score, record？"),
    "an unknown option": (["sql", "{run}", "select 1", "--forma", "csv"], 2, "没有选项 --forma；是否指"),
    "a missing argument": (["sql", "{run}"], 2, "缺少参数 SQL"),
    "a missing option": (["score", "{here}/records"], 2, "缺少选项 --out"),
    "too many arguments": (["rulebook", "check", "2017", "2016"], 2, "多余的参数 2016"),
    "an option without value": (["score", "{here}/records", "--out"], 2, "选项 --out 后面应有值"),
    "too few draws": (["robustness", "{run}", "--draws", "0"], 2, "--draws 的值不对：应不小于 1\n"),
    "a seed below zero": (["robustness", "{run}", "--seed", "-1"], 2, "--seed 的值不对：应不小于 0\n"),
    "a number that is none": (["robustness", "{run}", "--draws", "1.5"], 2, "--draws 的值不对：应为整数\n"),
    "a width above one": (["weights", "recover", "x.xlsx", "--width", "2"], 2, "--width 的值不对：应不大于 1\n"),
    "a width that is no number": (["weights", "recover", "x.xlsx", "--width", "x"], 2, "--width 的值不对：应为数字\n"),
    "a day that is none": (
        ["ops", "template", "--from", "2018/1/1"], 2, "--from 的值不对：2018/1/1 不是日期，应写成 2017-12-31 的样子\n"
    ),
    "out is a file": (["score", "{here}/records", "-r", "{small}", "-o", "{small}"], 1, "不是文件夹"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    command, code, told = CASES[case]
    printed = ipscore(*(word.format(run=run, here=tmp_path, small=SMALL) for word in command))
    assert printed.code == code
    assert told in printed.err
    assert "Traceback" not in printed.err


def test_a_damaged_run_says_which_file(run: Path, ipscore: Ipscore) -> None:
    (run / "ledger.parquet").write_bytes(b"")
    printed = ipscore("explain", run, "甲证券")
    assert printed.code == 1
    assert "不完整：无法读取 ledger.parquet" in printed.err


def test_an_unknown_error_keeps_its_traceback(run: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipscore.query.query", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ipscore("sql", run, "select 1")


def test_version(ipscore: Ipscore) -> None:
    printed = ipscore("--version")
    assert (printed.code, printed.out) == (0, "ipscore 0.1.0\n")
