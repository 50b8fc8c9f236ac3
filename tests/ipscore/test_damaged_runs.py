"""Runs that are damaged, and places where nothing can be written: one message each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

DAMAGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "an unknown scheme": (
        lambda m: m["weights"].update(scheme="equl"),
        "权重方案 equl 不在规则中（可用：equal、given）",
    ),
    "no weights": (lambda m: m.pop("weights"), "缺少 weights"),
    "no outputs": (lambda m: m.pop("outputs"), "缺少 outputs"),
    "an input without fingerprint": (lambda m: m["inputs"][0].pop("sha256"), "inputs 中有的文件没有 name 或 sha256"),
    "an odd survey": (lambda m: m.update(survey=[1]), "survey 不是应有的形式"),
}


def change(run: Path, how: Callable[[dict[str, Any]], object]) -> None:
    path = run / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    how(manifest)
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("command", ["verify", "explain", "distribution"])
def test_a_damaged_manifest_is_told(run: Path, records: Path, ipscore: Ipscore, damage: str, command: str) -> None:
    how, told = DAMAGES[damage]
    change(run, how)
    more = {"verify": [records], "explain": ["甲证券"], "distribution": []}
    printed = ipscore(command, run, *more[command])
    assert printed.code == 1
    assert printed.err.startswith(f"错误：{run} 已损坏：manifest.json ")
    assert told in printed.err


@pytest.mark.parametrize(("content", "told"), [(None, "不完整：没有 rulebook.json"), ("{", "rulebook.json 无法读取")])
def test_a_damaged_rulebook_is_told(run: Path, ipscore: Ipscore, content: str | None, told: str) -> None:
    path = run / "rulebook.json"
    path.unlink()
    if content is not None:
        path.write_text(content)
    printed = ipscore("explain", run, "甲证券")
    assert printed.code == 1
    assert told in printed.err


def test_a_table_without_a_column_is_told(run: Path, ipscore: Ipscore) -> None:
    path = run / "scores.parquet"
    pl.read_parquet(path).drop("rank").write_parquet(path)
    assert "scores.parquet 缺少列 rank" in ipscore("explain", run, "甲证券").err


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (lambda m: m["totals"].update(total=1.5), "totals.total：1.5 → "),
        (lambda m: m["firms"].update(evaluated=4), "firms.evaluated：4 → 3"),
        (lambda m: m["inputs"][0].update(read=99), ".read：99 → 12"),
        (lambda m: m["weights"].update(title="别的"), "weights.title：别的 → 逐级等权"),
        (lambda m: m["rulebook"].update(sha256="0"), "rulebook.sha256：0 → "),
        (lambda m: m.update(ignored=["甲"]), "ignored：甲 → 没有"),
    ],
)
def test_verify_tells_what_a_manifest_states_wrongly(
    run: Path, records: Path, ipscore: Ipscore, how: Callable[[dict[str, Any]], object], told: str
) -> None:
    change(run, how)
    printed = ipscore("verify", run, records)
    assert printed.code == 1
    assert told in " ".join(printed.out.split())
    assert printed.out.endswith("结论：不一致\n")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "table"])
@pytest.mark.parametrize("place", ["folder", "under a file"])
def test_a_place_where_nothing_can_be_written_is_told(
    run: Path, tmp_path: Path, ipscore: Ipscore, form: str, place: str
) -> None:
    out = tmp_path if place == "folder" else run / "manifest.json" / "x" / "y"
    printed = ipscore("distribution", run, "--format", form, "--out", out)
    assert printed.code == 1
    assert printed.err.startswith(f"错误：{out}：写不出，")


def test_a_workbook_that_cannot_be_created_is_told(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("distribution", run, "--format", "xlsx", "--out", "/proc/分布.xlsx")
    assert printed.code == 1
    assert printed.err.startswith("错误：/proc/分布.xlsx：写不出，")


def test_no_run_is_written_inside_another(run: Path, records: Path, ipscore: Ipscore) -> None:
    before = sorted(run.rglob("*"))
    printed = ipscore("score", records, "-r", SMALL, "-o", run / "quarantine" / "again")
    assert printed.code == 1
    assert "之内，写入会破坏那次运行" in printed.err
    assert sorted(run.rglob("*")) == before


def test_a_run_inside_the_records_is_no_file_of_theirs(records: Path, ipscore: Ipscore) -> None:
    out = records / "结果"
    assert ipscore("score", records, "-r", SMALL, "-o", out).code == 0
    again = ipscore("check", records, "-r", SMALL)
    assert [line for line in again.out.splitlines() if "结果" in line] == [
        "数据文件夹里的运行没有来源用到，未读入：结果"
    ]
    assert ipscore("verify", out, records).code == 0
