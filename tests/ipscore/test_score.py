from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from indicator_tree import load_rulebook, read_rulebook
from ipscore import read_records
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL, rulebook
from tests.reports.small import evaluation as by_hand

COLUMNS = {
    "scores.parquet": [
        *("firm_id", "firm", "node", "level", "score", "rank"),
        *("se", "low", "high", "rank_low", "rank_high"),
    ],
    "ledger.parquet": [
        *("firm_id", "node", "cause", "quantity", "points", "rule", "parameter", "basis", "reference"),
    ],
    "evidence.parquet": ["firm_id", "node", "parameter", "cause", "source", "quantity", "weight"],
    "evidence_rows.parquet": ["firm_id", "node", "parameter", "source", "first", "rows"],
    "records/fund_warnings.parquet": [
        *("record_id", "firm_id", "entity_id", "occurred_on", "level", "matter"),
        *("_file", "_sheet", "_row"),
    ],
    "distribution.csv": ["node", "band", "firms", "share", "firms_low", "firms_high"],
    "summary.csv": [
        *("node", "name", "level", "weight", "firms", "mean", "median", "min", "max", "sd"),
        *("se", "low", "high"),
    ],
    "breakdown.csv": [
        *("node", "source", "column", "value", "measure"),
        *("quantity", "firms", "entities", "most"),
    ],
    "quarantine/fund_warnings.csv": ["file", "sheet", "row", "column", "value", "kind", "reason"],
}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_run_has_the_files_and_columns_promised(run: Path, name: str) -> None:
    path = run / name
    frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path)
    assert frame.columns == COLUMNS[name]


def test_csv_files_open_in_excel(run: Path) -> None:
    files = list(run.rglob("*.csv"))
    assert files
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in files)


def test_records_from_files_score_as_those_made_by_hand(run: Path) -> None:
    scores = pl.read_parquet(run / "scores.parquet")
    assert scores.equals(by_hand().scores)


def test_the_rulebook_of_a_run_can_be_loaded_again(run: Path) -> None:
    assert load_rulebook(run / "rulebook.json") == rulebook()


@pytest.mark.parametrize("name", ["2016", "2017"])
def test_the_rulebooks_survive_the_round_trip_through_json(tmp_path: Path, name: str) -> None:
    book = load_rulebook(name)
    path = tmp_path / "rulebook.json"
    path.write_text(book.model_dump_json(indent=2, exclude_none=True), encoding="utf-8")
    assert read_rulebook(path).rulebook == book


def test_the_manifest_accounts_for_every_file_and_row(run: Path, records: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert [entry["name"] for entry in manifest["rulebook"]["files"]] == ["small.toml"]
    assert manifest["weights"]["scheme"] == "equal"
    assert manifest["totals"]["firms"] == 3
    assert manifest["firms"] == {"evaluated": 3, "merged": 1, "excluded": 1}
    for entry in manifest["inputs"]:
        assert entry["sha256"] == hashlib.sha256((records / entry["name"]).read_bytes()).hexdigest()
        assert entry["read"] == entry["used"] + entry["rejected"] + entry["excluded"]
    warnings = next(entry for entry in manifest["inputs"] if entry["source"] == "fund_warnings")
    assert (warnings["read"], warnings["used"], warnings["rejected"], warnings["excluded"]) == (7, 5, 1, 1)
    written = {entry["name"]: entry["sha256"] for entry in manifest["outputs"]}
    found = {name: hashlib.sha256(data).hexdigest() for name, data in contents(run).items() if name != "manifest.json"}
    assert written == found


def test_no_path_stands_in_a_run(run: Path, tmp_path: Path) -> None:
    for name, data in contents(run).items():
        assert str(tmp_path).encode() not in data, name


@pytest.mark.parametrize("threads", ["1", "4"])
def test_two_runs_are_byte_identical_whatever_the_threads_and_the_order_of_files(
    run: Path, tmp_path: Path, threads: str
) -> None:
    again = small_records.write(tmp_path / "again", backwards=True)
    out = tmp_path / "other place" / "run"
    subprocess.run(
        [sys.executable, "-c", "from ipscore.cli import main; main()", "score", again, "-r", SMALL, "--out", out],
        env={**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads},
        check=True,
        capture_output=True,
    )
    assert contents(out) == contents(run)


def test_the_report_tells_rows_firms_and_where_the_run_is(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    printed = ipscore("score", records, "--rulebook", SMALL, "--weights", "given", "--out", tmp_path / "run")
    assert printed.code == 0
    assert printed.err == ""
    words = " ".join(printed.out.split())
    for told in (
        "资金监控预警.csv fund_warnings 7 5 1 1",
        "小规则（2017年度），权重方案：given（给定权重）",
        "参加评价 3 家，总分均分",
        "合并评价：甲证券西部 → 甲证券",
        "不参与评价：戊证券（成立不满一年，不参与评价）",
        f"结果：{tmp_path / 'run'} ",
    ):
        assert told in words


def test_an_existing_run_is_only_replaced_by_force(run: Path, records: Path, ipscore: Ipscore) -> None:
    before = contents(run)
    refused = ipscore("score", records, "--rulebook", SMALL, "--weights", "given", "--out", run)
    assert (refused.code, refused.out) == (1, "")
    assert "已存在\n处理办法：要替换它，请加 --force" in refused.err
    assert contents(run) == before
    assert ipscore("score", records, "--rulebook", SMALL, "--weights", "given", "--out", run, "--force").code == 0
    assert contents(run) != before
    assert sorted(run.parent.iterdir()) == [records, run]


def test_a_folder_that_is_no_run_is_never_replaced(tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    printed = ipscore("score", records, "--rulebook", SMALL, "--out", records, "--force")
    assert printed.code == 1
    assert "已有其他内容，不会覆盖" in printed.err
    assert len(list(records.glob("*.csv"))) == len(small_records.FILES)
    file = tmp_path / "file"
    file.write_text("")
    assert "不是文件夹" in ipscore("score", records, "--rulebook", SMALL, "--out", file, "--force").err


def test_records_can_be_read_from_python(records: Path) -> None:
    told: list[tuple[str, int, int, int]] = []
    found = read_records(records, rulebook(), lambda *step: told.append(step))
    assert set(found.tables) == set(rulebook().sources)
    assert {name.removesuffix(".csv") for name, _, _, _ in told} == set(small_records.FILES)
    assert told[-1][3] == sum(entry.read for entry in found.intake)
    assert told[-1][1] == told[-1][2]
