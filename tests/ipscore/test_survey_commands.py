"""survey report, plan and schedule."""

from __future__ import annotations

import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from tests.ipscore.conftest import Ipscore
from tests.reports.small import A, B

QUESTIONS = "education_satisfaction,tie_in_sales,suitability_match,entrusted_funds,contract_breach,stock_tips"
RESPONSES = [
    f"record_id,firm,answered_on,status,seconds,rights_reminder,risk_disclosure,{QUESTIONS}",
    *(f"DJ{n},甲证券,2017-11-0{n},已完成,200,满意,充分提示了风险,,,是,,," for n in range(1, 6)),
    "DJ6,甲证券,2017-11-06,已完成,59,满意,充分提示了风险,,,是,,,",
    "DJ7,乙证券,2017-11-07,已开始,,满意,,,,,,,",
    "DJ8,乙证券,2017-12-15,已完成,200,满意,充分提示了风险,,,否,,,",
]
CALLS = [
    "record_id,firm,round,called_on,called_at,connected,answered,polite,effective",
    "BC1,甲证券,1,2017-09-11,9,是,是,是,是",
    "BC2,乙证券,1,2017-09-11,10,是,否,,",
    "BC3,甲证券,2,2017-10-16,14,是,是,是,否",
]
RECODES = [
    "record_id,firm,coder,connected,answered,polite,effective",
    "BC1,甲证券,B2,是,是,是,是",
    "BC2,乙证券,B2,是,是,是,是",
]


@pytest.fixture
def survey(records: Path) -> Path:
    for name, lines in {"survey_responses": RESPONSES, "phone_checks": CALLS, "phone_recodes": RECODES}.items():
        (records / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for name in ("诚信档案措施", "投教产品", "投教活动", "投教基地"):
        header = {"诚信档案措施": "措施编号,证券公司,决定日期,作出机构,措施类型,涉及事项,当事人,当事人类型,层级"}
        header |= {"投教产品": "产品编号,证券公司,产品名称,产品形式,内容主题,点击量,发布日期"}
        header |= {"投教活动": "活动编号,证券公司,活动名称,活动主题,组织方式,场次,参与人次,开展日期"}
        header |= {"投教基地": "基地编号,证券公司,级别,形式,授牌日期"}
        (records / f"{name}.csv").write_text(header[name] + "\n", encoding="utf-8")
    return records


def test_the_report_tells_what_became_of_responses_and_calls(survey: Path, ipscore: Ipscore) -> None:
    printed = ipscore("survey", "report", survey)
    assert printed.code == 0, printed.err
    lines = [" ".join(line.split()) for line in printed.out.splitlines()]
    for told in (
        "发送 8 100.0%",
        "完成 7 87.5%",
        "剔除：未完成 1 12.5%",
        "剔除：不在调查期内 1 12.5%",
        "剔除：不是该公司客户 未检查 —",
        "剔除：答得过快 1 12.5%",
        "采用 5 62.5%",
        "每家公司采用的答卷：最少 0 份，中位数 0 份，最多 5 份（3 家）；其中 2 家没有采用的答卷",
        "乙证券 2 2 1 2 0 0.0% — — 未完成 1",
        "丙证券 0 0 0 0 0 — — — —",
        "1 2 2 1 1 1 9:00 至 10:59",
        "整通结果 2 50.0% 0.000 0.000",
        "没有每一轮都打通的公司：3 家",
        "甲证券 — 3",
    ):
        assert told in lines, f"{told} is not in\n{printed.out}"


def test_the_report_as_csv_and_json(survey: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    content = json.loads(ipscore("survey", "report", survey, "--format", "json").out)
    assert {row["step"]: row["responses"] for row in content["overall"]}["accepted"] == 5
    assert [row["rule"] for row in content["unchecked"]] == [
        *("not_client", "same_respondent", "same_device", "attention", "contradiction")
    ]
    printed = ipscore("survey", "report", survey, "--format", "csv").out
    assert printed.startswith("firm_id,firm,step,label,responses\n")
    assert ipscore("survey", "report", survey, "--format", "csv", "--out", tmp_path / "wave.csv").code == 0
    assert (tmp_path / "wave.csv").read_text(encoding="utf-8-sig") == printed
    assert ipscore("survey", "report", survey, "--out", tmp_path / "wave.txt").code == 0
    assert "答卷去向" in (tmp_path / "wave.txt").read_text(encoding="utf-8")


def test_a_schedule_is_written_for_the_evaluated_firms(records: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("survey", "schedule", records, "--year", "2017", "--out", tmp_path / "calls.csv")
    assert printed.out.endswith("3 家公司 3 轮，共 9 次拨打（随机种子 2017）\n")
    calls = pl.read_csv(tmp_path / "calls.csv")
    assert calls.columns[:4] == ["拨测编号", "证券公司", "轮次", "拨测日期"]
    assert {A, B} < set(calls["统一社会信用代码"])
    assert ipscore("survey", "schedule", records, "--out", tmp_path / "calls.xlsx").code == 0
    book = fastexcel.read_excel(tmp_path / "calls.xlsx").load_sheet(0).to_polars()
    assert book["拨打时间"].cast(pl.Int64).to_list() == calls["拨打时间"].to_list()


def test_a_schedule_is_not_written_to_any_kind_of_file(records: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    refused = ipscore("survey", "schedule", records, "--out", tmp_path / "calls.pdf")
    assert refused.code == 1
    assert "请用 .csv 或 .xlsx" in refused.err


def test_a_run_without_answers_cannot_be_planned_from(run: Path, ipscore: Ipscore) -> None:
    refused = ipscore("survey", "plan", run)
    assert refused.code == 1
    assert "没有按答卷评分的指标" in refused.err
