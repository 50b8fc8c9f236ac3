"""`ipscore whatif` over a small run."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import polars as pl
import pytest

from ipscore.manifest import fingerprints
from ipscore.run_folder import Run
from scoring.what_if import MOVES, NEXT_STEPS, RECORD_COSTS, TOTAL_STEPS, TOTAL_TARGETS
from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.reports.small import SMALL, A, B


@pytest.mark.parametrize("name", ["fund_warning", "fund_warnings", "Fund-Warnings", "资金监控预警", "预警"])
def test_a_record_is_dropped_by_any_name_of_its_source(run: Path, ipscore: Ipscore, name: str) -> None:
    printed = ipscore("whatif", run, "--drop", f"{name}:YJ4", "--drop", "complaint：GD10", "--firm", "乙证券")
    assert printed.code == 0, printed.err
    assert "去掉 资金监控预警 YJ4\n去掉 12386投诉工单 GD10\n" in printed.out
    assert "预警" in printed.out
    assert "+25.00" in printed.out


def test_a_record_dropped_twice_is_told_once(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--drop", "预警:YJ4", "--drop", "fund_warnings:YJ4")
    assert printed.code == 0, printed.err
    assert printed.out.count("YJ4") == 1


def test_who_moves_is_told_as_tables(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--set", "1.1.general.points=10", "-w", "given")
    assert printed.code == 0, printed.err
    assert printed.out.startswith("小规则（2017年度）：假如\n1.1.deduct.general.points：45 → 10\n")
    assert "权重方案：equal（逐级等权） → given（给定权重）" in printed.out
    for title in ("总分或位次改变的公司", "受影响的指标", "分段改变的公司"):
        assert f"\n{title}\n" in printed.out


def test_nothing_moved_is_said(run: Path, records: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--drop", "fund_warnings:YJ1", "--records", records)
    assert printed.code == 0, printed.err
    assert printed.out.endswith("去掉 资金监控预警 YJ1\n没有任何得分或位次改变。\n")
    of_one = ipscore("whatif", run, "--drop", "fund_warnings:YJ4", "--firm", "甲证券")
    assert of_one.out.endswith("甲证券没有任何得分或位次改变。\n")


def test_a_file_lists_records(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    listed = tmp_path / "去掉.txt"
    listed.write_text("# 乙\nfund_warnings:YJ4\n\n fund_warnings:YJ5 \n", encoding="utf-8-sig")
    moved = pl.read_csv(StringIO(ipscore("whatif", run, "--drop", f"@{listed}", "--format", "csv").out))
    assert moved.columns == MOVES.names()
    assert moved.filter(firm_id=B, node="1.1")["now"].item() == 100.0


def test_moves_as_json(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--set", "1.1.general.points=10", "--format", "json")
    found = json.loads(printed.out)
    assert set(found) == {"format", "mode", "firm_id", "moves", "nodes", "crossings", "letters"}
    assert {row["firm"] for row in found["crossings"]} == {"乙证券"}


def test_a_firm_alone_is_told_what_its_records_cost_and_what_leads_further(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--firm", "甲证券西部")
    assert printed.out.startswith("甲证券西部 与 甲证券 合并评价，以下为 甲证券 的结果。\n")
    assert "GD10" in printed.out
    assert "另有 3 条记录的影响不能只凭证据算出" in printed.out
    assert "甲证券：各指标进入上一分段的最小改变" in printed.out


def test_a_firm_alone_is_told_what_lifts_its_total(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("whatif", run, "--firm", "乙证券").out
    title = "乙证券：总分进入上一分段的一组改变"
    assert printed.count("进入上一分段的一组改变") == 1
    block = printed[printed.index(title) :]
    assert "“一般预警”由 2 条减至 0 条（少 2 条）" in block
    assert "总分 67.50 分，第 2 位；距“[90,100]”分段（90 分起）差 22.50 分" in block
    assert "以上各项同时改变后，总分 90.00 分，第 1 位" in block
    found = json.loads(ipscore("whatif", run, "--firm", "乙证券", "--format", "json").out)
    assert set(found["next_total"][0]) == set(TOTAL_TARGETS)
    assert set(found["next_total_steps"][0]) == set(TOTAL_STEPS)


def test_where_all_leaves_are_normalised_a_sentence_says_so(tmp_path: Path, ipscore: Ipscore) -> None:
    example = Path(__file__).parents[2] / "docs" / "examples" / "subsidiaries"
    rulebook = example / "subsidiaries_2023.toml"
    scored = ipscore("score", example / "records", "--rulebook", rulebook, "--out", tmp_path / "run")
    assert scored.code == 0, scored.err
    printed = ipscore("whatif", tmp_path / "run", "--firm", "东山期货").out
    assert printed.startswith("东山期货：各指标都由数值与其他子公司比较得分，没有逐条扣分的记录")
    assert "最小的改变" not in printed
    assert "逐条影响" not in printed
    assert printed.endswith("没有能由自身证据改变的指标，达不到该段\n")


def test_costs_by_the_records(run: Path, records: Path, ipscore: Ipscore) -> None:
    costs = pl.read_csv(
        StringIO(ipscore("whatif", run, "--firm", "甲证券", "--records", records, "--format", "csv").out)
    )
    assert costs.columns == RECORD_COSTS.names()
    assert set(costs["record_id"]) == {"GD10", "YJ1", "YJ2", "YJ3"}
    found = json.loads(ipscore("whatif", run, "--firm", A, "--format", "json").out)
    assert found["unclear"] == 3
    assert set(found["next_steps"][0]) == set(NEXT_STEPS)


def test_the_run_stays_as_it_is(run: Path, records: Path, ipscore: Ipscore) -> None:
    before = fingerprints(run)
    ipscore("whatif", run, "--drop", "fund_warnings:YJ3", "--set", "1.1.general.points=10", "--records", records)
    ipscore("whatif", run, "--firm", "甲证券", "--records", records)
    assert fingerprints(run) == before


LINES = {
    "fund_warnings:YJ3": ("资金监控预警", "YJ3,老甲证券,2017-07-01,提示关注,报送\n"),
    "fund_warnings:YJ4": ("资金监控预警", "YJ4,乙证券,2017-05-01,一般预警,报送\n"),
    "complaints:GD09": ("12386投诉工单", "GD09,甲证券,其他,2017-05-01,2017-06-01,否\n"),
    "complaints:GD10": ("12386投诉工单", "GD10,甲证券,其他,2017-05-01,,否\n"),
    "social_projects:XM1": ("社会责任项目", "XM1,丙证券,公益扶贫,捐赠,4,0.1,2017-08-01\n"),
}


@pytest.mark.parametrize("record", LINES)
def test_without_a_record_the_run_is_the_one_of_files_without_it(
    record: str, run: Path, records: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("whatif", run, "--drop", record, "--records", records, "--format", "csv")
    name, line = LINES[record]
    edit(records, name, line, "")
    assert ipscore("score", records, "--rulebook", SMALL, "--out", tmp_path / "anew").code == 0
    at = ["firm_id", "node"]
    anew = Run.open(tmp_path / "anew").table("scores").select(*at, now="score", rank_now="rank")
    both = Run.open(run).table("scores").join(anew, on=at, maintain_order="left")
    differ = both.filter(pl.col("score").ne_missing(pl.col("now")) | pl.col("rank").ne_missing(pl.col("rank_now")))
    moved = pl.read_csv(StringIO(printed.out)).select(*at, "now", "rank_now")
    assert moved.rows() == differ.select(*at, "now", "rank_now").rows()


MESSAGES = {
    "nothing is asked": ([], "没有写明要改变什么"),
    "no record id": (["--drop", "YJ4"], "应写“数据源:记录编号”"),
    "no such source": (["--drop", "complaintz:GD1"], "没有数据源“complaintz”；可用：fund_warnings（资金监控预警）"),
    "a source that was meant": (["--drop", "complaintz:GD1"], "是否指 complaints？"),
    "a source that no rule reads": (["--drop", "phone_check:BC1"], "没有数据源“phone_check”"),
    "no value": (["--set", "1.1.points"], "应写“参数=值”"),
    "several parameters": (["--set", "1.1.points=4"], "请写全：1.1.deduct.notice.points、1.1.deduct.general.points"),
    "two values": (["--set", "1.1.notice.points=4", "--set", "1.1.deduct.notice.points=5"], "只能有一个值"),
    "a column that is not there": (["--set", '1.1.notice.same_event=["mater"]', "--records", "{records}"], "matter"),
    "a record that is not there": (["--drop", "fund_warnings:YJ44"], "fund_warnings:YJ44：是否指：YJ4"),
    "a record that was set apart": (
        ["--drop", "fund_warnings:YJ7", "--records", "{records}"],
        "在 资金监控预警.csv 第 8 行，不参与评分：成立不满一年",
    ),
    "a record that was rejected": (
        ["--drop", "fund_warnings:YJ6", "--records", "{records}"],
        "在 资金监控预警.csv 第 7 行，不合格：证券公司名录里没有这家公司",
    ),
    "records are needed": (["--drop", "fund_warnings:YJ1"], "请加 --records"),
    "no such file": (["--drop", "@{here}/none.txt"], "没有这个文件或文件夹"),
    "an unknown firm": (["--firm", "甲证卷"], "是否指：甲证券"),
    "no such scheme": (["--weights", "equl"], "可用：equal、given"),
}  # fmt: skip


@pytest.mark.parametrize("case", MESSAGES)
def test_messages(case: str, run: Path, records: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    options, told = MESSAGES[case]
    printed = ipscore(
        "whatif", run, *(word.replace("{records}", str(records)).replace("{here}", str(tmp_path)) for word in options)
    )
    assert printed.code == 1
    assert told in printed.err


def test_records_must_be_those_of_the_run(run: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "YJ5,乙证券,2017-05-01,一般预警,报送\n", "")
    (records / "社会责任项目.csv").rename(records / "社会责任项目_2.csv")
    printed = ipscore("whatif", run, "--drop", "fund_warnings:YJ4", "--records", records)
    assert printed.code == 1
    for line in (
        "社会责任项目.csv：文件不在了",
        "社会责任项目_2.csv：运行时没有这个文件",
        "资金监控预警.csv：内容已变",
    ):
        assert f"  {line}" in printed.err
