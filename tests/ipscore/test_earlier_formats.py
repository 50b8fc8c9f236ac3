"""Runs of the first format stay readable: by the same commands, as if they were of today's."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader

from ipscore.manifest import fingerprints
from ipscore.ops_run import OperationsRun
from ipscore.run_folder import Run
from reports.record_contents import NOT_HELD
from tests.ipscore.conftest import Ipscore

OF_SECOND = ("acceptance", "accepted", "rejected", "mapping", "remarks")


def as_second(run: Path) -> Path:
    """Write a run back as the second format had it: with the numbers of the records alone."""
    Run.open(run).table("evidence_records").write_parquet(run / "evidence_records.parquet")
    (run / "evidence_rows.parquet").unlink()
    shutil.rmtree(run / "records")
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["format"] = "ipscore-run/2"
    manifest["outputs"] = [
        {"name": name, "sha256": digest} for name, digest in fingerprints(run).items() if name != "manifest.json"
    ]
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return run


def as_first(run: Path) -> Path:
    """Write a run of the second format back as the first had it."""
    (run / "intake.csv").unlink()
    for file in (run / "quarantine").glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace(",excluded,", ",set_apart,"), encoding="utf-8")
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["format"] = f"{manifest['format'].rpartition('/')[0]}/1"
    for entry in manifest["inputs"]:
        entry["set_apart"] = entry.pop("excluded")
    for name in OF_SECOND:
        manifest.pop(name, None)
    manifest["outputs"] = [
        {**entry, "sha256": hashlib.sha256((run / entry["name"]).read_bytes()).hexdigest()}
        for entry in manifest["outputs"]
        if entry["name"] != "intake.csv"
    ]
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return run


@pytest.fixture
def first(run: Path) -> Path:
    """The small run as the first format had it."""
    return as_first(as_second(run))


@pytest.fixture
def second(run: Path) -> Path:
    """The small run as the second format had it."""
    return as_second(run)


def test_one_with_the_numbers_of_records_alone_is_verified_explained_and_reported(
    second: Path, records: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("verify", second, records)
    assert printed.code == 0, printed.out
    assert "记录（提示关注）：YJ1、YJ2、YJ3，共 3 条" in ipscore("explain", second, "甲证券", "1.1").out
    assert ipscore("report", "firm", second, "甲证券", "-o", tmp_path / "firm.xlsx").code == 0
    counted = ipscore(
        "sql", second, "select count(*) as n from evidence_records where parameter like '1.1.%'", "-f", "csv"
    )
    assert counted.out.startswith("n\n")


@pytest.mark.parametrize("was", [as_second, lambda run: as_first(as_second(run))], ids=["second", "first"])
def test_everything_about_its_records_says_that_it_holds_none(
    run: Path, tmp_path: Path, ipscore: Ipscore, was: Callable[[Path], Path]
) -> None:
    old = was(run)
    assert "只有记录的编号，没有内容" in ipscore("record", old, "YJ1").err
    assert "只有记录的编号，没有内容" in ipscore("record", old, "YJ1", "-f", "json").err
    assert NOT_HELD in ipscore("explain", old, "甲证券", "1.1").out.replace("\n", "")
    assert json.loads(ipscore("explain", old, "甲证券", "1.1", "-f", "json").out)["records"] == []
    for suffix in ("html", "xlsx", "pdf"):
        printed = ipscore("report", "firm", old, "甲证券", "-o", tmp_path / f"f.{suffix}")
        assert printed.code == 0, printed.err
    assert NOT_HELD in (tmp_path / "f.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "f.xlsx", read_only=True)
    assert NOT_HELD in [cell for row in book["概要"].iter_rows(values_only=True) for cell in row]
    assert "YJ1" in [cell for row in book["记录"].iter_rows(values_only=True) for cell in row]
    assert not [name for name in book.sheetnames if name.startswith("记录_")]
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "f.pdf").pages)
    assert NOT_HELD in re.sub(r"\s", "", text)
    form = tmp_path / "form.xlsx"
    assert ipscore("objections", "form", old, "甲证券", "-o", form).code == 0
    assert "没有写任何异议" in ipscore("objections", "read", form, "--run", old).out


def test_a_run_of_today_says_nothing_of_that(run: Path, ipscore: Ipscore) -> None:
    assert "没有记录的内容" not in ipscore("explain", run, "甲证券", "1.1").out


def test_its_tables_are_those_of_today(first: Path) -> None:
    opened = Run.open(first)
    assert set(opened.table("quarantine_fund_warnings")["kind"]) == {"rejected", "excluded"}
    row = opened.table("intake").row(by_predicate=pl.col("source") == "fund_warnings", named=True)
    assert (row["title"], row["scored"]) == ("资金监控预警", True)
    assert (row["read"], row["used"], row["rejected"], row["excluded"], row["accepted"]) == (7, 5, 1, 1, 0)
    assert row["reason"] is None
    assert opened.manifest["rejected"] == {"fund_warnings": 1}
    assert all("excluded" in entry for entry in opened.manifest["inputs"])


def test_it_is_verified_without_decisions_and_what_changed_is_told(
    first: Path, records: Path, ipscore: Ipscore
) -> None:
    printed = ipscore("verify", first, records)
    assert printed.code == 0, printed.out
    (records / "accepted.toml").unlink()
    assert ipscore("verify", first, records).code == 0
    text = (records / "资金监控预警.csv").read_text(encoding="utf-8")
    (records / "资金监控预警.csv").write_text(text.replace("乙证劵", "乙证券"), encoding="utf-8")
    printed = ipscore("verify", first, records)
    assert printed.code == 1
    assert "1 → 0" in printed.out


def test_it_is_explained_queried_compared_and_reported(first: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    explained = ipscore("explain", first, "甲证券", "1.1")
    assert explained.code == 0, explained.err
    assert "不合格而没有计入的记录，没有写明理由：资金监控预警 1 行。" in explained.out
    counted = ipscore("sql", first, "select source, rejected from intake where rejected > 0", "-f", "csv")
    assert counted.out == "source,rejected\nfund_warnings,1\n"
    assert ipscore("compare", first, first).code == 0
    for command in (
        ("report", "whitepaper", first, "-o", tmp_path / "w.html"),
        ("report", "workbook", first, "-o", tmp_path / "w.xlsx"),
        ("report", "data", first, "-o", tmp_path / "data"),
        ("report", "firm", first, "甲证券", "-o", tmp_path / "firm.html"),
    ):
        printed = ipscore(*command)
        assert printed.code == 0, printed.err
    assert "没有写明理由" in (tmp_path / "w.html").read_text(encoding="utf-8")


def test_a_run_of_the_second_format_knows_no_corrections(second: Path, records: Path, ipscore: Ipscore) -> None:
    assert Run.open(second).table("intake")["corrected"].sum() == 0
    assert Run.open(second).evaluation.corrections.is_empty()
    printed = ipscore("verify", second, records)
    assert printed.code == 0, printed.out
    text = (records / "资金监控预警.csv").read_text(encoding="utf-8")
    (records / "资金监控预警.csv").write_text(text.replace("YJ4", "YJ44"), encoding="utf-8")
    assert ipscore("verify", second, records).code == 1


def test_an_operations_run_of_the_first_format_is_read_and_verified(tmp_path: Path, ipscore: Ipscore) -> None:
    readings = tmp_path / "读数.csv"
    rows = "证券公司,指标,系统,日期,数值,说明\n甲证券,2.1.1,,2019-08-29,12.5%,\n甲证券,2.1.1,,2019-08-30,31%,\n"
    readings.write_text(f"{rows}甲证券,2.1.2,,2019-08-30,120,\n", encoding="utf-8")
    out = tmp_path / "run"
    assert ipscore("ops", "score", readings, "-o", out, "--accept-rejected", "readings=1").code == 0
    opened = OperationsRun.open(as_first(out))
    assert opened.table("intake")["rejected"].to_list() == [1]
    assert ipscore("ops", "verify", out, readings).out == "一致\n"
    readings.write_text(f"{rows}甲证券,2.1.2,,2019-08-30,20,\n", encoding="utf-8")
    assert ipscore("ops", "verify", out, readings).code == 1


def test_a_format_that_nobody_knows_is_no_run(first: Path, ipscore: Ipscore) -> None:
    path = first / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("ipscore-run/1", "ipscore-run/4"), encoding="utf-8")
    assert "不是运行文件夹" in ipscore("explain", first, "甲证券").err
