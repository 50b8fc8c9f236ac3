"""check, template and dictionary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.ipscore.test_check_verdict import make_tidy
from tests.reports.small import SMALL


def test_check_counts_rows_and_tells_reasons(records: Path, ipscore: Ipscore) -> None:
    (records / "附件.txt").write_text("")
    (records / "accepted.toml").unlink(missing_ok=True)
    edit(records, "社会责任项目", "完成日期", "完成日期,备注")
    printed = ipscore("check", records, "--rulebook", SMALL)
    assert printed.code == 1, printed.err
    words = " ".join(printed.out.split())
    for told in (
        "资金监控预警.csv fund_warnings 7 5 1 1",
        "合计 32 29 1 2",
        "未用的文件或工作表：附件.txt",
        "社会责任项目.csv 未用的列：备注",
        "是否指：乙证券",
        "另存不计",
        "不在评价期内（2017-01-01",
        "结论：不能评分 不能评分 资金监控预警.csv：读入 7 行，不合格 1 行",
    ):
        assert told in words


def test_check_of_a_clean_folder_says_so(records: Path, ipscore: Ipscore) -> None:
    make_tidy(records)
    printed = ipscore("check", records, "--rulebook", SMALL)
    assert printed.code == 0, printed.err
    assert "没有不合格的行。" in printed.out
    assert printed.out.endswith("结论：可以评分\n")


def test_templates_are_never_written_over_a_file(tmp_path: Path, ipscore: Ipscore) -> None:
    written = ipscore("template", tmp_path / "forms")
    assert written.code == 0
    assert written.out.startswith("已写出 13 个模板：\n")
    assert len(list((tmp_path / "forms").glob("*.xlsx"))) == 13
    (tmp_path / "forms" / "投教产品.xlsx").rename(tmp_path / "投教产品.xlsx")
    refused = ipscore("template", tmp_path)
    assert refused.code == 1
    assert "中已有 投教产品.xlsx，不会覆盖" in refused.err
    assert len(list(tmp_path.glob("*.xlsx"))) == 1


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_the_dictionary_names_every_column(ipscore: Ipscore, form: str) -> None:
    printed = ipscore("dictionary", "--format", form)
    assert printed.code == 0
    for told in ("统一社会信用代码", "fund_warnings", "提示关注、一般预警、重大预警", "suitability_match"):
        assert told in printed.out
    if form == "json":
        assert {row["source"] for row in json.loads(printed.out)} > {"phone_checks", "survey_responses"}
