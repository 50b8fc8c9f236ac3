"""Rejected evidence stops a score; going on without it is a decision that the run and everything after it state."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from ipscore import publish
from ipscore.cli import run as run_command
from ipscore.rules import read_rules
from ipscore.run_folder import Run
from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import ACCEPTED, edit
from tests.reports.small import SMALL

STATED = "不合格并经同意不计的记录：资金监控预警 1 行（理由：公司名称有误，无从查证）"


def score(ipscore: Ipscore, records: Path, out: Path, *more: str):
    return ipscore("score", records, "-r", SMALL, "-o", out, *more)


def manifest(run: Path) -> dict:
    return json.loads((run / "manifest.json").read_text(encoding="utf-8"))


def test_a_rejected_row_stops_after_the_reasons_and_nothing_is_written(
    tmp_path: Path, records: Path, ipscore: Ipscore
) -> None:
    (records / "accepted.toml").unlink()
    printed = score(ipscore, records, tmp_path / "run")
    assert printed.code == 1
    assert "资金监控预警.csv fund_warnings 7 5 1 1" in " ".join(printed.out.split())
    assert "是否指：乙证券" in "".join(printed.out.split())
    assert "资金监控预警（fund_warnings）：1 行不合格" in printed.err
    assert "改正文件" in printed.err
    assert "mapping.toml" in printed.err
    assert "--accept-rejected fund_warnings=1" in printed.err
    assert not (tmp_path / "run").exists()


def test_the_command_line_accepts_and_the_run_records_it(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    (records / "accepted.toml").unlink()
    printed = score(ipscore, records, tmp_path / "run", "--accept-rejected", "fund_warnings=1")
    assert printed.code == 0, printed.err
    assert "不合格并经同意不计的记录：资金监控预警 1 行（理由：命令行）" in printed.out
    stated = manifest(tmp_path / "run")
    assert stated["accepted"] == [{"source": "fund_warnings", "reason": "命令行", "origin": "命令行", "rejected": 1}]
    assert "acceptance" not in stated
    assert ipscore("verify", tmp_path / "run", records).code == 0


def test_the_command_line_accepts_by_row(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    (records / "accepted.toml").unlink()
    where = "fund_warnings:资金监控预警.csv:7"
    assert score(ipscore, records, tmp_path / "run", "--accept-rejected", where).code == 0
    [entry] = manifest(tmp_path / "run")["accepted"]
    assert (entry["file"], entry["sheet"], entry["row"]) == ("资金监控预警.csv", "", 7)
    assert ipscore("verify", tmp_path / "run", records).code == 0


def test_the_manifest_lists_the_file_of_decisions(run: Path, records: Path) -> None:
    stated = manifest(run)
    assert stated["format"] == "ipscore-run/3"
    assert stated["rejected"] == {"fund_warnings": 1}
    assert stated["acceptance"]["name"] == "accepted.toml"
    assert len(stated["acceptance"]["sha256"]) == 64
    assert stated["accepted"] == [
        {"source": "fund_warnings", "reason": "公司名称有误，无从查证", "origin": "accepted.toml", "rejected": 1}
    ]
    assert stated["remarks"] == []
    assert "accepted.toml" not in stated["ignored"]
    table = Run.open(run).table("intake")
    row = table.row(by_predicate=pl.col("source") == "fund_warnings", named=True)
    assert (row["read"], row["used"], row["rejected"], row["excluded"], row["accepted"]) == (7, 5, 1, 1, 1)


def test_a_number_that_no_longer_fits_stops(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "资金监控预警", "YJ5,乙证券", "YJ5,丁证券")
    printed = score(ipscore, records, tmp_path / "run")
    assert printed.code == 1
    assert "accepted.toml 同意 1 行不计，实际有 2 行不合格" in printed.err


def test_excluded_rows_never_stop(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    (records / "accepted.toml").unlink()
    edit(records, "资金监控预警", "YJ6,乙证劵", "YJ6,乙证券")
    printed = score(ipscore, records, tmp_path / "run")
    assert printed.code == 0, printed.err
    assert "没有不合格记录。" in printed.out
    assert manifest(tmp_path / "run")["accepted"] == []


def test_a_rejected_row_of_the_register_has_to_be_named(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    third = "丙证券有限责任公司,丙证券,,2001-01-01,是,\n"
    edit(records, "证券公司名录", third, f"{third}91990000MA0000000X,己证券有限公司,己证券,,2003-01-01,是,\n")
    stopped = score(ipscore, records, tmp_path / "run")
    assert stopped.code == 1
    assert "--accept-rejected firm_register:证券公司名录.csv:5" in stopped.err
    by_number = score(ipscore, records, tmp_path / "run", "--accept-rejected", "firm_register=1")
    assert by_number.code == 1
    assert "不能按行数同意" in by_number.err
    named = score(ipscore, records, tmp_path / "run", "--accept-rejected", "firm_register:证券公司名录.csv:5")
    assert named.code == 0, named.err
    assert "证券公司名录.csv 第5行：命令行" in "".join(named.out.split()).replace("第5行", " 第5行")


def test_missing_evidence_is_told_with_what_was_rejected(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    edit(records, "年报风控指标", "乙证券,融资融券余额占比,3,1", "乙证券,融资融券余额占比,约三,1")
    rules = tmp_path / "rules.toml"
    rules.write_text(SMALL.read_text(encoding="utf-8").replace('missing = "reweight"', 'missing = "error"'), "utf-8")
    more = ("--accept-rejected", "annual_ratios=1")
    printed = ipscore("score", records, "-r", rules, "-o", tmp_path / "run", *more)
    assert printed.code == 1
    assert "约三" in printed.out
    assert "缺少数据" in printed.err
    assert "有记录不合格而没有计入（年报风控指标 1 行、资金监控预警 1 行）" in printed.err
    assert "reweight" not in printed.err


def test_explain_states_the_rejected_rows_behind_an_indicator_and_no_others(run: Path, ipscore: Ipscore) -> None:
    assert STATED in ipscore("explain", run, "甲证券", "1.1").out
    assert STATED in ipscore("explain", run, "甲证券").out
    others = ipscore("explain", run, "甲证券", "2.2").out
    assert "没有不合格记录。" in others
    assert "同意不计" not in others


def test_verify_holds_the_decisions_against_the_records_again(run: Path, records: Path, ipscore: Ipscore) -> None:
    (records / "accepted.toml").write_text(ACCEPTED.replace("rejected = 1", "rejected = 2"), encoding="utf-8")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "accepted.toml 同意 2 行不计，实际有 1 行不合格" in "".join(printed.out.split("\n"))
    (records / "accepted.toml").write_text(ACCEPTED.replace("无从查证", "已查"), encoding="utf-8")
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert "公司名称有误，已查" in printed.out
    (records / "accepted.toml").unlink()
    assert ipscore("verify", run, records).code == 1


def test_a_program_accepts_in_the_same_words(tmp_path: Path, records: Path) -> None:
    (records / "accepted.toml").unlink()
    _, evaluation = publish(records, tmp_path / "run", read_rules(SMALL), accepted=["fund_warnings=1"])
    assert evaluation.intake.filter(pl.col("accepted") > 0)["source"].to_list() == ["fund_warnings"]


@pytest.mark.parametrize("command", ["score", "check", "ops score", "ops check"])
def test_there_is_no_strict_any_more(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command([*command.split(), str(tmp_path), "--strict"]) == 2
    assert "没有选项 --strict" in capsys.readouterr().err
