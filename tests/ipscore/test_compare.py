"""ipscore compare: two runs, as a person types it."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore, score_another
from tests.ipscore.test_json_documents import valid
from tests.reports.small import SMALL, A, B

SUBSIDIARIES = Path(__file__).parents[2] / "docs" / "examples" / "subsidiaries"
NEXT = """
extends = "small"
id = "next"
title = "小规则（修订，2017年度）"
default_weights = "given"
remove = [["indicator", "1.2"]]

[indicator."2.2"]
name = "两融余额占比"

[[indicator."1.1".rule.deduct]]
id = "notice"
points = 5

[indicator."1.3"]
name = "投诉次数"
parent = "1"

[indicator."1.3".rule]
kind = "deduction"

[[indicator."1.3".rule.deduct]]
id = "complaint"
label = "投诉"
source = "complaints"
points = 2
basis = "assumed"
reference = { title = "小规则第12条" }
"""


@pytest.fixture
def runs(run: Path, tmp_path: Path, ipscore: Ipscore) -> tuple[Path, Path]:
    """The small run, and another: other rules and weights, one notice fewer, 丙 is too young to be evaluated."""

    def fewer(records: Path) -> None:
        small_records.edit(records, "资金监控预警", "YJ3,老甲证券,2017-07-01,提示关注,报送\n", "")
        small_records.edit(records, "证券公司名录", "2001-01-01", "2017-08-01")

    return run, score_another(ipscore, tmp_path, NEXT, fewer)


def test_means_moves_and_what_only_one_run_has_are_printed(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    printed = ipscore("compare", *runs)
    assert printed.code == 0, printed.err
    paragraphs = printed.out.split("\n\n")
    assert paragraphs[0].splitlines() == [
        "小规则（2017年度） → 小规则（修订，2017年度）",
        "上次：规则 small，2017 年度，权重方案 equal（逐级等权），参评 3 家",
        "本次：规则 next，2017 年度，权重方案 given（给定权重），参评 2 家",
        "两次都参评 2 家",
    ]
    titles = [paragraph.splitlines()[0] for paragraph in paragraphs[1:]]
    assert titles == [
        "均分的变化",
        "total 总分：上升最多的公司",
        "total 总分：下降最多的公司",
        "只有一次有的指标",
        "只有一次参评的公司",
    ]
    # 甲: 94 by 2 notices at 3 points → 95 by 1 at 5; records ½(3 + 5), rules -½(4 + 2); 丙 had 100
    (line,) = [line for line in paragraphs[1].splitlines() if line.startswith("1.1 ")]
    assert line.split() == [
        "1.1",
        "预警",
        "74.67",
        "62.50",
        "-12.17",
        "-1.50",
        "0.00",
        "+2.00",
        "-12.67",
        "1",
        "0",
        "1",
    ]
    assert "1.2    投诉办结           取消" in paragraphs[-2]
    assert "丙证券   仅上次参评" in paragraphs[-1]
    assert "成立不满" in paragraphs[-1]


def test_one_firm_is_told_at_every_node_or_at_one(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    everything = ipscore("compare", *runs, "--firm", "老甲证券").out
    assert f"甲证券（{A}）" in everything
    assert "融资融券余额占比（取消）" in everything
    assert "两融余额占比（新增）" in everything
    alone = ipscore("compare", *runs, "--firm", "甲证券", "--node", "预警").out
    (line,) = [line for line in alone.splitlines() if line.startswith("1.1 ")]
    assert line.split() == [
        "1.1",
        "预警",
        "94.00",
        "95.00",
        "+1.00",
        "-3.00",
        "0.00",
        "+4.00",
        "2",
        "→",
        "1（升",
        "1）",
    ]


def test_a_firm_of_one_run_only_is_told_so(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    assert "：仅上次参评，没有分解\n" in ipscore("compare", *runs, "--firm", "丙证券").out
    assert "：仅本次参评，没有分解\n" in ipscore("compare", *reversed(runs), "--firm", "丙证券").out
    merged = ipscore("compare", *runs, "--firm", "甲证券西部").out
    assert merged.startswith("甲证券西部 与 甲证券 合并评价，以下为 甲证券 的结果。\n")


@pytest.mark.parametrize("node", ["1.2", "投诉办结", "1.3"])
def test_an_indicator_of_one_run_only_is_found(runs: tuple[Path, Path], ipscore: Ipscore, node: str) -> None:
    printed = ipscore("compare", *runs, "--node", node)
    assert "只有一次有的指标" in printed.out
    assert "均分的变化" not in printed.out


def test_the_split_is_printed_as_csv_and_json(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    frame = pl.read_csv(io.StringIO(ipscore("compare", *runs, "--format", "csv").out))
    both = frame.filter(pl.col("change").is_not_null())
    assert both.select((pl.col("change") - pl.sum_horizontal("rules", "weights", "records")).abs().max()).item() < 1e-9
    assert set(frame["kind"]) == {"both", "new", "gone"}
    valid("compare", ipscore("compare", *runs, "-f", "json").out)
    asked = ipscore("compare", *runs, "--firm", B, "--node", "total", "-f", "json")
    (record,) = valid("compare", asked.out)["changes"]
    assert list(record) == frame.columns
    assert record["change"] == pytest.approx(record["now"] - record["before"])


def test_a_run_does_not_differ_from_itself(run: Path, ipscore: Ipscore) -> None:
    said = ipscore("compare", run, run)
    assert said.err == f"{run} 与 {run} 是同一次运行，因此没有变化。\n"
    printed = said.out
    assert "最多的" not in printed
    assert "只有一次" not in printed
    lines = [line.split()[-7:] for line in printed.splitlines() if line.startswith(("base", "1", "2", "total"))]
    assert [line[:6] for line in lines] == [["0.00"] * 4 + ["0", "0"]] * 8
    assert [line[6] for line in lines] == ["3", "3", "3", "3", "3", "3", "2", "3"]  # 乙 has no score at 2.1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--node", "9.9"), "错误：没有指标 9.9；可用：1、1.1、"),
        (("--firm", "己证券"), "错误：运行中没有名为“己证券”的公司"),
        (("--firm", "戊证券"), "错误：戊证券 没有参加评价："),
    ],
)
def test_what_is_in_neither_run_is_told(run: Path, ipscore: Ipscore, options: tuple[str, str], told: str) -> None:
    printed = ipscore("compare", run, run, *options)
    assert (printed.code, printed.out) == (1, "")
    assert printed.err.startswith(told)


def scored(ipscore: Ipscore, records: Path, rulebook: Path, out: Path) -> Path:
    printed = ipscore("score", records, "--rulebook", rulebook, "--out", out)
    assert printed.code == 0, printed.err
    return out


def test_runs_without_a_common_firm_are_refused(tmp_path: Path, ipscore: Ipscore) -> None:
    runs = []
    for name, young in (("a", ("2000-01-01", "2001-01-01")), ("b", ("1999-01-01",))):
        records = small_records.write(tmp_path / f"{name}_records")
        for day in young:
            small_records.edit(records, "证券公司名录", day, "2017-08-01")
        runs.append(scored(ipscore, records, SMALL, tmp_path / name))
    printed = ipscore("compare", *runs)
    assert (printed.code, printed.out) == (1, "")
    assert printed.err.startswith("错误：两次运行不能比较：没有两次都参评的公司\n")
    assert f"上次 {runs[0]}：小规则（2017年度），参评 1 家公司\n" in printed.err
    assert f"本次 {runs[1]}：小规则（2017年度），参评 2 家公司\n" in printed.err


def test_runs_of_other_units_are_refused(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    other = scored(ipscore, SUBSIDIARIES / "records", SUBSIDIARIES / "subsidiaries_2023.toml", tmp_path / "other")
    for command in (
        ("compare", run, other, "--format", "csv"),
        ("report", "whitepaper", other, "--out", tmp_path / "a.html", "--previous", run),
        ("report", "firm", other, "--all", "--out", tmp_path / "all", "--previous", run),
        ("report", "workbook", other, "--previous", run),
        ("report", "data", other, "--previous", run),
    ):
        printed = ipscore(*command)
        assert (printed.code, printed.out) == (1, ""), command
        assert "两次运行不能比较：评价的一个是公司，一个是子公司\n" in printed.err
        assert "参评 3 家公司\n" in printed.err
        assert "参评 12 家子公司\n" in printed.err
