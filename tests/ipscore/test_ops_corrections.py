"""Corrected readings through the commands: checked, scored, reported, verified."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ipscore.ops_run import OperationsRun
from tests.data_sources.readings.test_corrections import correction, folder
from tests.ipscore.conftest import Ipscore

SOUND = ["甲证券,2.1.2,,2019-08-30,12.5,", "甲证券,2.1.2,,2019-08-29,13%,", "乙证券,2.1.2,,2019-08-30,9,"]
CHAIN = [
    correction("甲证券 2.1.2", "12.5", "21.5", "2019-09-02"),
    correction("甲证券 2.1.2", "21.5", "22.5", "2019-09-05"),
]
TOLD = "2019-09-02 由 12.5 更正为 21.5，运行部，录入有误；2019-09-05 由 21.5 更正为 22.5，运行部，录入有误"


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    return folder(tmp_path / "readings", CHAIN, SOUND)


@pytest.fixture
def ops_run(tmp_path: Path, readings: Path, ipscore: Ipscore) -> Path:
    out = tmp_path / "run"
    printed = ipscore("ops", "score", readings, "-o", out)
    assert printed.code == 0, printed.err
    return out


def test_check_tells_the_corrected_readings(readings: Path, ipscore: Ipscore) -> None:
    printed = ipscore("ops", "check", readings)
    assert "更正的读数" in printed.out
    assert [line.split()[-5:-3] for line in printed.out.splitlines() if "录入有误" in line] == [
        ["12.5", "21.5"],
        ["21.5", "22.5"],
    ]


def test_a_run_counts_with_the_last_value_and_keeps_the_others(ops_run: Path) -> None:
    opened = OperationsRun.open(ops_run)
    own = (pl.col("firm_id") == "甲证券") & (pl.col("date").dt.day() == 30)
    assert opened.table("readings").filter(own)["value"].to_list() == [22.5]
    assert opened.table("corrections").select("old", "new", "reason").rows() == [
        ("12.5", "21.5", "录入有误"),
        ("21.5", "22.5", "录入有误"),
    ]
    assert [file["name"] for file in opened.manifest["corrections"]["files"]] == ["读数更正.csv"]


def test_the_monthly_report_tells_only_the_firm_s_own(ops_run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    for firm, told in (("甲证券", True), ("乙证券", False)):
        out = tmp_path / f"{firm}.html"
        printed = ipscore("ops", "report", ops_run, "--kind", "monthly", "--firm", firm, "--out", out)
        assert printed.code == 0, printed.err
        assert (TOLD in out.read_text(encoding="utf-8")) == told


def test_a_run_is_verified_with_its_corrections(ops_run: Path, readings: Path, ipscore: Ipscore) -> None:
    assert ipscore("ops", "verify", ops_run, readings).out == "一致\n"
    path = readings / "读数更正.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("22.5", "23.5"), encoding="utf-8")
    assert ipscore("ops", "verify", ops_run, readings).code == 1
    path.unlink()
    assert ipscore("ops", "verify", ops_run, readings).code == 1


def test_a_run_without_corrections_has_nothing_of_them(tmp_path: Path, ipscore: Ipscore) -> None:
    out = tmp_path / "run"
    assert ipscore("ops", "score", folder(tmp_path / "readings", None, SOUND), "-o", out).code == 0
    assert not (out / "corrections.csv").exists()
    assert "corrections" not in OperationsRun.open(out).manifest
