"""The operations commands as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ipscore.conftest import Ipscore

AUGUST = ("--from", "2019-08-01", "--to", "2019-08-31")
ROWS = """证券公司,指标,系统,日期,数值,说明
甲证券,2.1.1,,2019-08-29,12.5%,
甲证券,2.1.1,,2019-08-30,31%,
甲证券,2.1.2,,2019-08-30,120,
甲证券,客户大额透支累计次数,,2019-08,3,
甲证券,累计客户透支次数,,2019-08,2,
甲证券,1.1.5,,2019-07,9,
甲证券,1.1.5,,2019-08,5,
"""
ACCEPTED = """[[accepted]]
source = "readings"
rejected = 1
reason = "120% 无从查证"
"""


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    path = tmp_path / "读数.csv"
    path.write_text(ROWS, encoding="utf-8")
    (tmp_path / "accepted.toml").write_text(ACCEPTED, encoding="utf-8")
    return path


@pytest.fixture
def run(readings: Path, tmp_path: Path, ipscore: Ipscore) -> Path:
    out = tmp_path / "run"
    printed = ipscore("ops", "score", readings, "--out", out)
    assert printed.code == 0, printed.err
    assert "勾稽" in printed.out
    assert f"ipscore ops report {out} --kind monthly" in printed.out
    return out


def test_the_catalogue_shows_all_or_one_indicator(ipscore: Ipscore) -> None:
    assert "78" in ipscore("ops", "catalogue").out
    shown = ipscore("ops", "catalogue", "主数据库服务器CPU利用率").out
    assert "20" in shown
    assert "是否指" in ipscore("ops", "catalogue", "主数据库服务器CPU利用").err


def test_check_tells_owners_and_refusals(readings: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    (tmp_path / "accepted.toml").unlink()
    printed = ipscore("ops", "check", readings, *AUGUST)
    assert printed.code == 1
    assert "运营指标读数（readings）：1 行不合格" in printed.err
    assert "各责任岗位的填报与待核对" in printed.out
    assert "120" in printed.out
    assert ipscore("ops", "check", readings, *AUGUST, "--accept-rejected", "readings=1").code == 0
    assert "--from 与 --to 应一起写" in ipscore("ops", "check", readings, "--from", "2019-08-01").err


def test_a_run_is_verified_against_its_readings(run: Path, readings: Path, ipscore: Ipscore) -> None:
    assert ipscore("ops", "verify", run, readings).out == "一致\n"
    readings.write_text(ROWS.replace("31%", "32%"), encoding="utf-8")
    changed = ipscore("ops", "verify", run, readings)
    assert changed.code == 1
    assert "重新计算后不同的文件" in changed.out


def test_a_run_states_the_decision_that_it_rests_on(
    run: Path, readings: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    assert ipscore("sql", run, "select 1").code == 1  # no run of an evaluation
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == "ipscore-operations/2"
    assert manifest["rejected"] == {"readings": 1}
    [decision] = manifest["accepted"]
    assert (decision["rejected"], decision["reason"], decision["origin"]) == (1, "120% 无从查证", "accepted.toml")
    (tmp_path / "accepted.toml").unlink()
    refused = ipscore("ops", "score", readings, "--out", tmp_path / "other")
    assert refused.code == 1
    assert "运营指标读数（readings）：1 行不合格" in refused.err
    assert not (tmp_path / "other").exists()
    given = ipscore("ops", "score", readings, "--out", tmp_path / "other", "--accept-rejected", "readings=1")
    assert given.code == 0, given.err
    assert "不合格并经同意不计的记录：运营指标读数 1 行（理由：命令行）" in given.out
    assert ipscore("ops", "verify", tmp_path / "other", readings).out == "一致\n"


OTHERS = """
[[accepted]]
source = "complaints"
rejected = 3
reason = "别的来源"

[[accepted]]
source = "证券公司名录"
sheet = "Sheet1"
row = 91
reason = "别的文件"

[[accepted]]
source = "readings"
file = "别的读数.csv"
row = 4
reason = "同一来源的另一个文件"
"""


def test_a_file_by_itself_is_not_stopped_by_decisions_about_others(
    readings: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    (tmp_path / "accepted.toml").write_text(ACCEPTED + OTHERS, encoding="utf-8")
    printed = ipscore("ops", "score", readings, "--out", tmp_path / "run")
    assert printed.code == 0, printed.err
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert [decision["source"] for decision in manifest["accepted"]] == ["readings"]
    assert ipscore("ops", "verify", tmp_path / "run", readings).out == "一致\n"
    (tmp_path / "accepted.toml").write_text(OTHERS, encoding="utf-8")
    refused = ipscore("ops", "score", readings, "--out", tmp_path / "other")
    assert (refused.code, "运营指标读数（readings）：1 行不合格" in refused.err) == (1, True)


def test_a_folder_is_stopped_by_decisions_about_what_it_does_not_hold(
    readings: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    readings.rename(folder / "运营指标读数.csv")
    (folder / "accepted.toml").write_text(ACCEPTED + OTHERS, encoding="utf-8")
    assert "没有来源“complaints”" in ipscore("ops", "score", folder, "--out", tmp_path / "run").err


def test_a_month_is_reported(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "月报.xlsx"
    month = ("--kind", "monthly", "--month", "2019-08")
    assert ipscore("ops", "report", run, *month, "--out", out).out == f"已写出 {out}\n"
    assert "请加 --force" in ipscore("ops", "report", run, *month, "--out", out).err
    assert "由后缀 .odt 看不出格式" in ipscore("ops", "report", run, *month, "--out", tmp_path / "a.odt").err
    assert "不是运营指标的运行文件夹" in ipscore("ops", "report", tmp_path, *month, "--out", tmp_path / "a.pdf").err


def test_templates_are_written_per_owner(tmp_path: Path, ipscore: Ipscore) -> None:
    printed = ipscore("ops", "template", tmp_path / "填报", *AUGUST, "--bank", "甲银行", "--mirror", "北京站点")
    assert printed.code == 0, printed.err
    assert len(list((tmp_path / "填报").glob("*.xlsx"))) == printed.out.count("已写出") > 1
    assert "没有责任岗位" in ipscore("ops", "template", tmp_path / "x", *AUGUST, "--owner", "无此岗").err


@pytest.mark.parametrize("command", ["check", "score"])
def test_a_mistyped_year_is_told_instead_of_a_century_of_missing_readings(
    command: str, readings: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    readings.write_text(ROWS.replace("2019-08-29", "1919-08-29"), encoding="utf-8")
    out = ("--out", tmp_path / "run") if command == "score" else ()
    printed = ipscore("ops", command, readings, *out)
    assert printed.code == 1
    assert "1919-08-29" in printed.err
    assert not (tmp_path / "run").exists()
    assert ipscore("ops", command, readings, *out, *AUGUST).code == 0


def test_options_that_contradict_each_other_are_refused(
    run: Path, readings: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    assert "早于 --from" in ipscore("ops", "check", readings, "--from", "2019-09-01", "--to", "2019-08-01").err
    effect = ("ops", "report", run, "--kind", "effect", "--out", tmp_path / "a.pdf")
    assert "只用于月报" in ipscore(*effect, "--firm", "甲证券").err
    assert "后缀与 --format docx 不符" in ipscore(*effect, "--format", "docx").err


def test_a_phone_number_is_no_name_of_a_bank(readings: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    phone = "139" + "12345678"
    readings.write_text(f"证券公司,指标,系统,日期,数值,说明\n甲证券,3.2.1,{phone},2019-08-30,2,\n", encoding="utf-8")
    printed = ipscore("ops", "check", readings, *AUGUST)
    assert "不是存管银行或镜像站点的名称" in printed.out
    assert phone not in printed.out
