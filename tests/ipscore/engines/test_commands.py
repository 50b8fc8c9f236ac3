"""`--engine` and `--source` on the command line."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ipscore.engines import engine_of
from ipscore.errors import EngineError
from tests.ipscore import small_records
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

WRONG = {
    "an unknown engine": (["--engine", "spork"], 2, "的值 spork 不在可选值之内：polars, duckdb, pyspark"),
    "a source without an address": (["--source", "complaints"], 2, "complaints 应写成 来源=地址"),
    "a source twice": (["--source", "a=b", "--source", "a=c"], 2, "来源 a 写了两次"),
    "no such source": (["--source", "complaint=x.parquet"], 1, "是否想写“complaints”"),
    "nothing at an address": (["--source", "complaints=nowhere/*.parquet"], 1, "没有 Parquet 文件"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_options_are_told(wrong: str, tmp_path: Path, records: Path, ipscore: Ipscore) -> None:
    options, code, message = WRONG[wrong]
    printed = ipscore("score", records, "--rulebook", SMALL, "--out", tmp_path / "run", *options)
    assert (printed.code, message in printed.err) == (code, True), printed.err
    assert not (tmp_path / "run").exists()


def test_an_engine_whose_libraries_are_missing_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipscore.engines.find_spec", lambda _: None)
    with pytest.raises(EngineError, match=r"pip install 'ipscore\[spark\]'"):
        engine_of("pyspark")
    with pytest.raises(EngineError, match=r"pip install 'ipscore\[duckdb\]'"):
        engine_of("duckdb")
    with pytest.raises(EngineError, match="可用：duckdb、polars、pyspark；是否指 pyspark？"):
        engine_of("spark")


def test_spark_that_does_not_answer_is_told_before_anything_is_read(
    tmp_path: Path, ipscore: Ipscore, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyspark")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    options = ["--rulebook", SMALL, "--out", tmp_path / "run", "--engine", "pyspark"]
    printed = ipscore("score", tmp_path / "nowhere", *options, "--spark-remote", f"sc://127.0.0.1:{port}")
    assert (printed.code, f"连不上 Spark：sc://127.0.0.1:{port}" in printed.err) == (1, True), printed.err
    monkeypatch.setenv("SPARK_REMOTE", f"spark://127.0.0.1:{port}")
    assert f"连不上 Spark：spark://127.0.0.1:{port}" in ipscore("score", tmp_path / "nowhere", *options).err
    monkeypatch.setenv("SPARK_REMOTE", "http://127.0.0.1")
    assert "Spark 的地址 http://127.0.0.1 不对" in ipscore("score", tmp_path / "nowhere", *options).err


def test_a_source_at_an_address_gives_the_same_run(tmp_path: Path, records: Path, run: Path, ipscore: Ipscore) -> None:
    lines = small_records.FILES["12386投诉工单"]
    (records / "12386投诉工单.csv").unlink()
    titles = lines[0].split(",")
    typed = pl.DataFrame([line.split(",") for line in lines[1:]], titles, orient="row").select(
        pl.col(titles[:3]),
        pl.col("受理日期").str.to_date(),
        pl.col("办结日期").replace("", None).str.to_date(),
        pl.col("是否存在过错") == "是",
    )
    typed.write_parquet(tmp_path / "complaints.parquet")
    again = tmp_path / "again"
    printed = ipscore(
        *("score", records, "--rulebook", SMALL, "--out", again),
        *("--source", f"complaints={tmp_path / 'complaints.parquet'}"),
    )
    assert printed.code == 0, printed.err
    for name in ("scores", "ledger", "evidence", "evidence_rows"):
        assert (again / f"{name}.parquet").read_bytes() == (run / f"{name}.parquet").read_bytes(), name
    manifest = json.loads((again / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["engine"] == "polars"
    assert [entry["name"] for entry in manifest["inputs"] if entry["source"] == "complaints"] == ["complaints.parquet"]
    there = ("--source", f"complaints={tmp_path / 'complaints.parquet'}")
    verified = ipscore("verify", again, records, *there)
    assert (verified.code, "结论：一致" in verified.out) == (0, True), verified.out
    assert "complaints.parquet" in ipscore("check", records, "--rulebook", SMALL, *there).out
    assert ipscore("verify", again, records, "--engine", "duckdb", *there).code == 0


def test_engines_are_imported_only_where_they_count(records: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from ipscore.cli import run; code = run(sys.argv[1:]);"
        "sys.exit(code or ' '.join({'duckdb', 'ipscore.engines.on_spark'} & set(sys.modules)) or 0)"
    )
    command = ["score", str(records), "--rulebook", str(SMALL), "--out", str(tmp_path / "run")]
    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
