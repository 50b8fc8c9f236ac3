"""Every command works on the examples as it does on securities firms, and calls what is evaluated by its name."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from ipscore.cli import run as run_command
from tests.docs_examples.conftest import EXAMPLES

pytestmark = pytest.mark.xdist_group("examples")

INSPECTION, SUBSIDIARIES, BRANCHES = "compliance_inspection", "subsidiaries", "branch_kpis"
RULES, FIGURES = "compliance_2024q1.toml", "subsidiaries_2023.toml"
COMMANDS: list[tuple[str, str, str]] = [
    (INSPECTION, f"rulebook check {RULES}", "2 项一级、5 项二级指标"),
    (INSPECTION, f"rulebook show {RULES} 1.1", "重大问题"),
    (INSPECTION, f"check records -r {RULES}", "部门名录里没有这个部门，是否指：债券融资部"),
    (INSPECTION, f"template forms -r {RULES}", "问题台账.xlsx"),
    (INSPECTION, f"dictionary -r {RULES}", "部门的名称、简称、曾用名、部门编号均可，须见于部门名录"),
    (INSPECTION, "distribution q1 total", "14 个，均分"),
    (INSPECTION, "explain q1 BM02 1.1", "-48.00"),
    (INSPECTION, "explain q1 债券投资部", "固定收益部（BM06）"),
    (INSPECTION, "sql q1 'select firm, peer_group from firms'", "投资银行"),
    (INSPECTION, "compare q1 q2", "total 总分：分段改变的部门"),
    (INSPECTION, "compare q1 q2 --firm 债券融资部", "+25.21"),
    (INSPECTION, "whatif q1 --drop problems:HG24-004 --records records", "债券融资部"),
    (INSPECTION, "whatif q1 --set 1.2.deduct.repeated.points=25", "5 个下降"),
    (INSPECTION, "rulebook diff compliance_2024q1.toml compliance_2024q2.toml", "没有不同"),
    (INSPECTION, "verify q2 records", "结论：一致"),
    (SUBSIDIARIES, f"rulebook check {FIGURES}", "10 项三级指标"),
    (SUBSIDIARIES, f"rulebook show {FIGURES} 1.2.1", "越低越好，最小最大法，下端 0.3，上端 1"),
    (SUBSIDIARIES, f"check records -r {FIGURES}", "另存不计"),
    (SUBSIDIARIES, f"template forms -r {FIGURES}", "财务指标.xlsx"),
    (SUBSIDIARIES, f"dictionary -r {FIGURES} --format csv", "prior_revenue"),
    (SUBSIDIARIES, "distribution 2024", "得分分布（家）：领先、中上、中下、落后"),
    (SUBSIDIARIES, "explain 2024 白塔期货 1.1.1", "最小最大法"),
    (SUBSIDIARIES, "explain 2024 白塔期货", "各子公司均分"),
    (SUBSIDIARIES, "compare 2023 2024", "total 总分：上升最多的子公司"),
    (SUBSIDIARIES, "whatif 2024 --set 1.2.1.normalisation.high=0.9", "12 家下降"),
    (SUBSIDIARIES, "verify 2023 records", "结论：一致"),
    (BRANCHES, "rulebook check divisions_2024.toml", "没有问题"),
    (BRANCHES, "rulebook show divisions_2024.toml 1.1", "按 member，权数 weight，加权平均"),
    (BRANCHES, "dictionary -r divisions_2024.toml", "评价期末、指标与下级对象"),
    (BRANCHES, "distribution divisions/2024-02", "得分分布（家）：优秀、良好、达标、待改进"),
    (BRANCHES, "explain 2024 珠海分公司 1.1", "拱北桥营业部，占"),
    (BRANCHES, "record 2024 2024-01-31/1/拱北桥营业部", "2024-01/scores"),
    (BRANCHES, "whatif 2024 --drop checks:JC24-001 --records divisions", "上升"),
    (BRANCHES, "verify 2024 divisions", "结论：一致"),
]


@pytest.mark.parametrize("case", COMMANDS, ids=[command for _, command, _ in COMMANDS])
def test_a_command_says_what_the_example_is_about(
    examples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], case: tuple[str, str, str]
) -> None:
    example, command, said = case
    monkeypatch.chdir(examples / example)
    monkeypatch.setenv("COLUMNS", "160")
    assert run_command(shlex.split(command)) == 0
    printed = capsys.readouterr().out
    assert said in printed
    assert "公司" not in printed.replace("子公司", "").replace("分公司", "").replace("有限公司", "")


@pytest.mark.parametrize(("example", "run"), [(INSPECTION, "q2"), (SUBSIDIARIES, "2024")])
def test_ranks_of_an_example_have_intervals(
    examples: Path, capsys: pytest.CaptureFixture[str], example: str, run: str
) -> None:
    at = examples / example / run
    assert run_command(["robustness", str(at), "--draws", "300", "--force"]) == 0
    assert "Sobol" in capsys.readouterr().out
    study = json.loads((at / "robustness" / "manifest.json").read_text(encoding="utf-8"))
    assert study


def test_a_unit_that_is_not_there_is_told_by_its_noun(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["explain", str(examples / INSPECTION / "q1"), "债券部"]) == 1
    assert "没有名为“债券部”的部门" in capsys.readouterr().err


@pytest.mark.parametrize("example", [INSPECTION, SUBSIDIARIES])
def test_what_a_readme_quotes_stands_in_its_rulebook(examples: Path, example: str) -> None:
    text = (examples / example / "README.md").read_text(encoding="utf-8")
    rules = [line for path in (examples / example).glob("*.toml") for line in path.read_text("utf-8").splitlines()]
    quoted = [line for block in re.findall(r"```toml\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert quoted
    assert [line for line in quoted if line not in rules] == []


def test_the_examples_need_no_python() -> None:
    files = {path.suffix for path in EXAMPLES.rglob("*") if path.is_file()}
    assert files == {".toml", ".md", ".csv", ".xls", ".xlsx"}
