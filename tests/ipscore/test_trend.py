"""ipscore trend: several runs, as a person types it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from scoring.trend.frames import TREND
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.ipscore.test_json_documents import valid
from tests.reports.small import SMALL, B

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
    (tmp_path / "small.toml").write_bytes(SMALL.read_bytes())
    rulebook = tmp_path / "next.toml"
    rulebook.write_text(NEXT, encoding="utf-8")
    records = small_records.write(tmp_path / "later")
    for path in records.glob("*.csv"):
        if path.stem != "证券公司名录":
            text = path.read_text(encoding="utf-8").replace("2018-", "2019-").replace("2017-", "2018-")
            path.write_text(text, encoding="utf-8")
    small_records.edit(records, "证券公司名录", "2001-01-01", "2018-08-01")
    small_records.edit(records, "证券公司名录", "2017-09-01", "2018-09-01")
    now = tmp_path / "now"
    printed = ipscore("score", records, "--rulebook", rulebook, "--out", now)
    assert printed.code == 0, printed.err
    return small_run, now


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
