"""ipscore trend: several runs, as a person types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from reports.figures import fixed
from scoring.trend.frames import TREND
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore, score_another
from tests.ipscore.test_json_documents import valid
from tests.reports.small import B

NEXT = """
extends = "small"
id = "next"
title = "小规则（2018年度）"
year = 2018
default_weights = "given"
remove = [["indicator", "1.2"]]

[period]
start = 2018-01-01
end = 2018-12-31
"""


@pytest.fixture
def runs(small_run: Path, tmp_path: Path, ipscore: Ipscore) -> tuple[Path, Path]:
    """The small run, and one of the next year without 1.2, with other weights; 丙 is too young to be evaluated."""
    return small_run, score_another(ipscore, tmp_path, NEXT, _a_year_later)


def _a_year_later(records: Path) -> None:
    for path in records.glob("*.csv"):
        if path.stem != "证券公司名录":
            text = path.read_text(encoding="utf-8").replace("2018-", "2019-").replace("2017-", "2018-")
            path.write_text(text, encoding="utf-8")
    small_records.edit(records, "证券公司名录", "2001-01-01", "2018-08-01")
    small_records.edit(records, "证券公司名录", "2017-09-01", "2018-09-01")


def test_the_course_of_all_firms(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    printed = ipscore("trend", *runs[::-1])  # in any order
    assert printed.code == 0, printed.err
    assert printed.out.startswith("2017年度 → 2018年度\n2017年度：规则 small，权重方案 equal（逐级等权），参评 3 家\n")
    for part in (
        "各期均分",
        "安全＊",
        "各期都有的末级指标 3 项（最近一期共 3 项）",
        "＊ 下级指标与上一期不同，得分不可直接相比",
        "下级减少 1.2 投诉办结",
        "丙证券   不再参评",
    ):
        assert part in printed.out


def test_one_firm_at_one_node(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    printed = ipscore("trend", *runs, "--firm", "乙证券", "--node", "安全")
    assert printed.code == 0, printed.err
    assert f"乙证券（{B}）" in printed.out
    for strange in ("甲证券", "丙证券"):
        assert strange not in printed.out


def test_the_documents_are_as_their_schema_says(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    document = valid("trend", ipscore("trend", *runs, "-f", "json").out)
    assert [run["period"] for run in document["runs"]] == ["2017年度", "2018年度"]
    assert document["common"] == ["1.1", "2.1", "2.2"]
    own = ipscore("trend", *runs, "--firm", "乙证券", "-f", "json").out
    assert {row["firm_id"] for row in valid("trend", own)["scores"]} == {B}
    assert "丙证券" not in own
    table = pl.read_csv(io.StringIO(ipscore("trend", *runs, "-f", "csv").out), schema=TREND)
    assert table.to_dicts() == json.loads(json.dumps(document["scores"]))


def test_the_workbook(runs: tuple[Path, Path], tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "走势.xlsx"
    assert ipscore("trend", *runs, "-o", out).code == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["均分", "总分", "各指标", "体系变化", "公司进出"]
    assert "--force" in ipscore("trend", *runs, "-o", out).err
    first = out.read_bytes()
    assert ipscore("trend", *runs, "-o", out, "--force").code == 0
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--firm", "庚证券"), "没有名为“庚证券”的公司"),
        (("--node", "9"), "没有指标 9"),
        (("-o", "走势.csv"), "后缀应为 .xlsx"),
        (("-o", "走势.xlsx", "--firm", "乙证券"), "不要与 --firm、--node 同用"),
    ],
)
def test_what_cannot_be_shown_is_told(
    runs: tuple[Path, Path], ipscore: Ipscore, more: tuple[str, ...], told: str
) -> None:
    printed = ipscore("trend", *runs, *more)
    assert printed.code != 0
    assert told in printed.err


def test_a_run_twice_is_told(small_run: Path, ipscore: Ipscore) -> None:
    assert "至少要有两次运行" in ipscore("trend", small_run).err
    assert "评价期间相同" in ipscore("trend", small_run, small_run).err


LATEST = NEXT.replace('"next"', '"latest"').replace("2018", "2019")


@pytest.fixture
def three(runs: tuple[Path, Path], tmp_path: Path, ipscore: Ipscore) -> tuple[Path, Path, Path]:
    """And a third year by the rules of the second."""
    rulebook = tmp_path / "latest.toml"
    rulebook.write_text(LATEST, encoding="utf-8")
    records = tmp_path / "later"
    for path in records.glob("*.csv"):
        if path.stem != "证券公司名录":
            text = path.read_text(encoding="utf-8").replace("2019-", "2020-").replace("2018-", "2019-")
            path.write_text(text, encoding="utf-8")
    small_records.edit(records, "资金监控预警", "YJ3,老甲证券,2019-07-01,提示关注,报送\n", "")
    small_records.edit(records, "证券公司名录", "2018-09-01", "2019-09-01")
    small_records.edit(records, "证券公司名录", "2018-08-01", "2019-08-01")
    latest = tmp_path / "latest"
    printed = ipscore("score", records, "--rulebook", rulebook, "--out", latest)
    assert printed.code == 0, printed.err
    return (*runs, latest)


def test_the_white_paper_tells_the_course_over_years(
    three: tuple[Path, Path, Path], tmp_path: Path, ipscore: Ipscore, no_font: None
) -> None:
    first, second, latest = three
    out = tmp_path / "白皮书.html"
    asked = ("report", "whitepaper", latest, "--previous", second, "-o", out)
    assert ipscore(*asked).code == 0
    assert "历年走势" not in out.read_text(encoding="utf-8")
    printed = ipscore(*asked, "--earlier", first, "--force")
    assert printed.code == 0, printed.err
    text = out.read_text(encoding="utf-8")
    frame = pl.read_csv(io.StringIO(ipscore("trend", *three, "-f", "csv").out), schema=TREND)
    totals = frame.filter(node="total").group_by("run").agg(pl.col("score").mean()).sort("run")["score"]
    assert f"总分的平均依次为{'、'.join(f'{fixed(value)}分' for value in totals)}" in text
    assert "自2017年度至2019年度" in text
    assert "只计各期都有的3项末级指标" in text
    assert "不再参评1家次" in text


def test_a_breakdown_tells_the_firm_s_own_course(
    three: tuple[Path, Path, Path], tmp_path: Path, ipscore: Ipscore, no_font: None
) -> None:
    first, second, latest = three
    out = tmp_path / "甲.html"
    printed = ipscore(*("report", "firm", latest, "甲证券", "--previous", second, "--earlier", first, "-o", out))
    assert printed.code == 0, printed.err
    text = out.read_text(encoding="utf-8")
    assert "各期总分：2017年度 84.50 分（第 1 位）、2018年度 90.25 分（第 1 位）、2019年度" in text
    for strange in ("乙证券", "丙证券"):
        assert strange not in text


@pytest.mark.parametrize("report", [("whitepaper",), ("firm", "甲证券")])
def test_a_later_run_is_no_earlier_one(
    report: tuple[str, ...], runs: tuple[Path, Path], tmp_path: Path, ipscore: Ipscore
) -> None:
    command, *firm = report
    printed = ipscore("report", command, runs[0], *firm, "--earlier", runs[1], "-o", tmp_path / "报告.html")
    assert printed.code == 1
    assert "不早于" in printed.err
