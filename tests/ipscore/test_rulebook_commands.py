from __future__ import annotations

import json
from pathlib import Path

from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

DIFF = """\
证券公司投资者保护状况评价（2016年度） → 证券公司投资者保护状况评价（2017年度）：3 处不同
1. 变更　指标 4.1.1 杠杆率 → 资本杠杆率
     名称：杠杆率 → 资本杠杆率
     说明：净资本与负债之比，不得低于 8% → 核心净资本与表内外资产总额之比，不得低于 8%
     规则 比率：杠杆率 → 资本杠杆率
2. 新增　指标 4.2.3 接受单只担保股票市值与该股票总市值的比例
3. 新增　加分项 证券公司履行社会责任情况
"""


def test_diff_tells_what_the_report_tells_of_2016_and_2017(ipscore: Ipscore) -> None:
    assert ipscore("rulebook", "diff", "2016", "2017").out == DIFF


def test_diff_of_a_rulebook_with_itself(ipscore: Ipscore) -> None:
    assert ipscore("rulebook", "diff", "2017", "2017").out.endswith("：没有不同\n")


def test_check_says_what_is_in_a_sound_rulebook(ipscore: Ipscore) -> None:
    printed = ipscore("rulebook", "check", "2017")
    assert printed.out == (
        "investor_protection_2017.toml 没有问题：证券公司投资者保护状况评价（2017年度），"
        "4 项一级、11 项二级、23 项三级指标，3 个权重方案，有加分项\n"
    )


def test_check_tells_every_problem_of_a_bad_one(tmp_path: Path, ipscore: Ipscore) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        SMALL.read_text(encoding="utf-8").replace("points = 3", 'points = "三"\nponts = 1'), encoding="utf-8"
    )
    printed = ipscore("rulebook", "check", bad)
    assert printed.code == 1
    assert "规则文件 bad.toml 有 2 处问题" in printed.err


def test_list_and_show(ipscore: Ipscore) -> None:
    assert "investor_protection_2016.toml" in ipscore("rulebook", "list").out
    assert "证券公司履行社会责任情况" in ipscore("rulebook", "show", "2017").out
    detail = ipscore("rulebook", "show", "2017", "资本杠杆率").out
    assert detail.startswith("4.1.1 资本杠杆率\n")
    assert "4.1.1.limit" in detail


def test_the_schema_is_json(ipscore: Ipscore) -> None:
    schema = json.loads(ipscore("rulebook", "schema").out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "ipscore 规则文件"
    assert schema["if"] == {"required": ["extends"]}
    assert {"extends", "remove", "indicator"} <= set(schema["then"]["properties"])
    assert "required" not in schema["then"]
    assert set(schema["else"]["required"]) >= {"id", "indicator", "weights"}
    assert "extends" not in schema["else"]["properties"]
    assert schema["$defs"]["Deduct"]["required"]
    assert "required" not in schema["$defs"]["PartialDeduct"]


def test_every_reference_in_the_schema_leads_somewhere(ipscore: Ipscore) -> None:
    text = ipscore("rulebook", "schema").out
    schema = json.loads(text)
    references = {line.split('"')[3] for line in text.splitlines() if '"$ref"' in line}
    assert references
    assert {reference.removeprefix("#/$defs/") for reference in references} <= set(schema["$defs"])
