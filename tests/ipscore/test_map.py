"""`ipscore map`: what it proposes, and that nothing holds until a person says so."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.reports.small import SMALL

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("map_cases.toml").read_text("utf-8"))["case"]


def change(records: Path, case: dict[str, Any]) -> None:
    """Change the files as the case says."""
    for each in case.get("edits", ()):
        edit(records, *each)
    if "rename" in case:
        old, new = case["rename"]
        (records / f"{old}.csv").rename(records / f"{new}.csv")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_proposed(records: Path, ipscore: Ipscore, case: dict[str, Any]) -> None:
    change(records, case)
    printed = ipscore("map", records, "-r", SMALL)
    assert printed.code == 0, printed.err
    target = records / "mapping.toml"
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    proposed = [line.partition("  #")[0] for line in text.splitlines() if line.startswith("# ") and " = " in line]
    assert proposed == case["lines"]
    assert ("没有要写明的对应" in printed.out) == (not case["lines"])


@pytest.mark.parametrize("case", [case for case in CASES if case["lines"]], ids=lambda case: str(case["name"]))
def test_a_proposal_says_nothing_until_its_mark_is_removed(
    records: Path, ipscore: Ipscore, case: dict[str, Any]
) -> None:
    change(records, case)
    ipscore("map", records, "-r", SMALL)
    text = (records / "mapping.toml").read_text(encoding="utf-8")
    assert not any(cells for table in tomllib.loads(text).values() for cells in _leaves(table))
    marked = [line for line in text.splitlines() if line.startswith("# ")]
    for line in marked:
        tomllib.loads(text.replace(f"\n{line}\n", f"\n{line.removeprefix('# ')}\n"))


def _leaves(table: Any) -> list[str]:
    if not isinstance(table, dict):
        return [str(table)]
    return [leaf for each in table.values() for leaf in _leaves(each)]


def test_a_mapping_is_not_written_over(records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "一般预警", "黄色")
    target = records / "mapping.toml"
    target.write_text("[files]\n", encoding="utf-8")
    refused = ipscore("map", records, "-r", SMALL)
    assert refused.code == 1
    assert "不会覆盖\n处理办法：要替换请加 --force" in refused.err
    assert target.read_text(encoding="utf-8") == "[files]\n"
    assert ipscore("map", records, "-r", SMALL, "--out", records.parent / "other.toml").code == 0
    assert target.read_text(encoding="utf-8") == "[files]\n"
    assert ipscore("map", records, "-r", SMALL, "--force").code == 0
    assert "黄色" in target.read_text(encoding="utf-8")


def test_nothing_personal_is_proposed(records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "一般预警", "13812345678")
    edit(records, "社会责任项目", "完成日期", "李四13812345678")
    printed = ipscore("map", records, "-r", SMALL)
    assert "13812345678" not in printed.out + printed.err
    assert not (records / "mapping.toml").exists()


def test_a_file_that_cannot_be_opened_is_told_and_the_others_are_looked_at(records: Path, ipscore: Ipscore) -> None:
    (records / "投教产品.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    edit(records, "资金监控预警", "一般预警", "一般性预警")
    printed = ipscore("map", records, "-r", SMALL)
    assert printed.code == 0
    assert "读不了：投教产品.xlsx" in printed.err
    assert '# "一般性预警" = "一般预警"' in (records / "mapping.toml").read_text(encoding="utf-8")
