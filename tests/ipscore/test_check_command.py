"""`ipscore check`: its exit codes, and what it tells programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import ipscore as package
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.ipscore.test_check_verdict import make_tidy
from tests.reports.small import SMALL

SCHEMA = json.loads((Path(package.__file__).parent / "schemas" / "check.schema.json").read_text(encoding="utf-8"))
RANGE = """
[plausible.social_projects.cases]
high = 3
basis = "assumed"
reference = { title = "小规则第20条" }
"""


def document(text: str) -> dict[str, Any]:
    """What was printed, which is one JSON document that its schema describes, and nothing else."""
    told: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    return told


@pytest.fixture
def tidy(records: Path) -> Path:
    make_tidy(records)
    return records


@pytest.fixture
def doubting(tmp_path: Path) -> Path:
    """A rulebook to which four cases in one project are too many."""
    path = tmp_path / "doubting.toml"
    path.write_text(SMALL.read_text(encoding="utf-8") + RANGE, encoding="utf-8")
    return path


def test_ready_is_0(tidy: Path, ipscore: Ipscore) -> None:
    told = document(ipscore("check", tidy, "-r", SMALL, "-f", "json").out)
    assert (told["verdict"], told["exit_code"], told["reasons"], told["quarantine"]) == ("ready", 0, [], [])
    assert ipscore("check", tidy, "-r", SMALL).code == 0
    assert sum(entry["used"] for entry in told["files"]) == 29


def test_doubtful_is_3_and_is_scored_with_the_doubts_printed(
    tmp_path: Path, tidy: Path, doubting: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("check", tidy, "-r", doubting, "--format", "json")
    told = document(printed.out)
    assert (printed.code, told["verdict"], told["exit_code"]) == (3, "doubtful", 3)
    assert [(each["code"], each["source"], each["count"]) for each in told["reasons"]] == [
        ("implausible", "social_projects", 1)
    ]
    tables = ipscore("check", tidy, "-r", doubting)
    assert tables.code == 3
    assert "结论：存疑\n  存疑  社会责任项目：案例数通常不大于 3，丙证券 XM1 为 4；请核对单位与数值" in tables.out
    scored = ipscore("score", tidy, "-r", doubting, "-o", tmp_path / "run")
    assert scored.code == 0
    assert "数据存疑 1 处：\n  社会责任项目：案例数通常不大于 3" in scored.out
    assert "数据存疑" not in ipscore("score", tidy, "-r", SMALL, "-o", tmp_path / "again").out


def test_not_ready_is_1(records: Path, ipscore: Ipscore) -> None:
    (records / "accepted.toml").unlink(missing_ok=True)
    small_records.edit(records, "资金监控预警", "YJ5,乙证券", "YJ5,乙证券13812345678")
    printed = ipscore("check", records, "-r", SMALL, "-f", "json")
    told = document(printed.out)
    assert (printed.code, told["verdict"], told["exit_code"]) == (1, "not_ready", 1)
    assert told["reasons"][0]["code"] == "rejected"
    assert {(each["column"], each["first_row"]) for each in told["quarantine"] if each["kind"] == "rejected"} == {
        ("证券公司", 6),
        ("证券公司", 7),
    }
    assert "13812345678" not in printed.out
    assert "乙证券138********" in printed.out


def test_a_folder_that_cannot_be_read_is_a_document_too(records: Path, ipscore: Ipscore) -> None:
    (records / "社会责任项目.csv").unlink()
    small_records.edit(records, "12386投诉工单", "受理日期", "某日")
    printed = ipscore("check", records, "-r", SMALL, "--format", "json")
    told = document(printed.out)
    assert (printed.code, printed.err, told["verdict"], told["files"]) == (1, "", "not_ready", [])
    assert [each["code"] for each in told["reasons"]] == ["header", "missing_source"]
    tables = ipscore("check", records, "-r", SMALL)
    assert tables.code == 1
    assert "错误：" in tables.err


def test_last_years_run_is_compared_with(run: Path, tidy: Path, doubting: Path, ipscore: Ipscore) -> None:
    limits = "[plausibility]\nrecords_change = 0.1\ntimes = 2\nexcluded_share = 1\nreporting_share = 1\n"
    text = doubting.read_text(encoding="utf-8").replace("high = 3", "high = 9")
    cited = 'reporting_records = 99\nbasis = "assumed"\nreference = { title = "小规则第20条" }\n'
    doubting.write_text(f"{text}{limits}{cited}", encoding="utf-8")
    same = ipscore("check", tidy, "-r", doubting, "--previous", run)
    assert (same.code, same.err) == (0, "")
    small_records.edit(tidy, "资金监控预警", "YJ5,乙证券,2017-05-01,一般预警,报送\n", "")
    small_records.edit(tidy, "年报风控指标", "甲证券,资本杠杆率,54,100", "甲证券,资本杠杆率,108,100")
    told = document(ipscore("check", tidy, "-r", doubting, "--previous", run, "-f", "json").out)
    assert told["previous"] == "2017年度"
    assert {(each["code"], each["count"]) for each in told["reasons"]} == {
        ("records_changed", 4),
        ("figure_changed", 1),
    }


def test_a_folder_that_is_no_run_is_refused(tidy: Path, ipscore: Ipscore) -> None:
    printed = ipscore("check", tidy, "-r", SMALL, "--previous", tidy)
    assert printed.code == 1
    assert "不是运行文件夹" in printed.err


def test_the_exit_codes_are_in_the_help(ipscore: Ipscore) -> None:
    told = " ".join(ipscore("check", "--help").out.split())
    assert "返回码：0 可以评分，3 存疑（能评分，应先看看），1 不能评分，2 用法错误。" in told
