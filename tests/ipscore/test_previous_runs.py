"""Runs that read previous runs: what is refused, what is said, and that nothing asks for the earlier run again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from ipscore.manifest import sha256
from ipscore.run_folder import Run
from tests.ipscore.conftest import Ipscore
from tests.ipscore.previous_runs import CHANGE, GUARDED, LETTERS, records, rulebook

Score = Callable[..., Path]
THEN, NOW = {"甲": 1, "乙": 3, "丙": 2, "丁": 4}, {"甲": 2, "乙": 0, "丙": 2, "丁": 1}


@pytest.fixture
def score(ipscore: Ipscore, tmp_path: Path) -> Score:
    """Scores a year; returns the run."""

    def scored(year: int, problems: dict[str, int], more: str = "", *options: str | Path) -> Path:
        out = tmp_path / f"run{year}"
        rules = rulebook(tmp_path, year, more)
        done = ipscore("score", records(tmp_path, year, problems), "-r", rules, "--out", out, *options)
        assert done.code == 0, done.err
        return out

    return scored


def refused(ipscore: Ipscore, folder: Path, *options: str | Path, more: str = CHANGE) -> str:
    """What `score` says of 2024 as it refuses."""
    at = folder / "records2024"
    if not at.is_dir():
        records(folder, 2024, NOW)
    printed = ipscore("score", at, "-r", rulebook(folder, 2024, more), "--out", folder / "run2024", *options)
    assert printed.code == 1
    assert not (folder / "run2024").exists()
    return printed.err


def test_a_run_keeps_what_it_read_and_is_verified_without_the_earlier_one(
    ipscore: Ipscore, score: Score, tmp_path: Path
) -> None:
    before = score(2023, THEN)
    fingerprint = sha256(before / "manifest.json")
    run = score(2024, NOW, CHANGE, "--previous", before)
    entry = {"name": "2023年度", "rulebook": "yearly_2023", "start": "2023-01-01", "end": "2023-12-31"}
    assert json.loads((run / "manifest.json").read_text(encoding="utf-8"))["previous"] == [
        entry | {"sha256": fingerprint}
    ]
    kept = Run.open(run).evaluation.evidence.filter(parameter="2.previous").sort("firm_id")
    assert kept["quantity"].sort().to_list() == [60, 70, 80, 90]
    with_it = ipscore("verify", run, tmp_path / "records2024", "--previous", before)
    assert (with_it.code, "与所给的以前的运行核对过" in with_it.out) == (0, True)
    shutil.rmtree(before)
    without = ipscore("verify", run, tmp_path / "records2024")
    assert (without.code, "没有与那时的运行核对" in without.out) == (0, True)
    assert ipscore("whatif", run, "--set", "1.deduct.x.points=5", "--records", tmp_path / "records2024").code == 0
    assert ipscore("compare", run, run).code == 0
    assert "2023年度的得分" in ipscore("explain", run, "甲", "2").out


def test_an_edited_value_of_the_previous_run_is_found_with_it(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before = score(2023, THEN)
    run = score(2024, NOW, CHANGE, "--previous", before)
    shutil.rmtree(before)
    shutil.rmtree(tmp_path / "records2023")
    other = score(2023, THEN | {"甲": 5})
    found = ipscore("verify", run, tmp_path / "records2024", "--previous", other)
    assert found.code == 1
    assert "evidence.parquet" in found.out


def test_without_the_run_that_a_rulebook_reads_nothing_is_scored(ipscore: Ipscore, tmp_path: Path) -> None:
    told = refused(ipscore, tmp_path)
    assert "指标 2 改进：上一次" in told
    assert "--previous RUN" in told


def test_a_changed_run_is_no_previous_one(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before = score(2023, THEN)
    table = pl.read_parquet(before / "scores.parquet").with_columns(score=pl.lit(50.0))
    table.write_parquet(before / "scores.parquet")
    assert "scores.parquet 已不是运行写出时的内容" in refused(ipscore, tmp_path, "--previous", before)


def test_a_run_is_not_held_against_itself(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before = score(2023, THEN)
    options = ("--out", before, "--previous", before, "--force")
    found = ipscore("score", tmp_path / "records2023", "-r", rulebook(tmp_path, 2023, CHANGE), *options)
    assert found.code == 1
    assert "一次评价不能与自己相比" in found.err
    assert "给了两次" in refused(ipscore, tmp_path, "--previous", before, "--previous", before)


def test_what_is_no_run_is_no_previous_one(ipscore: Ipscore, tmp_path: Path) -> None:
    assert "没有文件夹" in refused(ipscore, tmp_path, "--previous", tmp_path / "nowhere")


def test_a_run_that_nothing_reads_is_mentioned(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before = score(2023, THEN)
    printed = ipscore(
        *("score", records(tmp_path, 2024, NOW), "-r", rulebook(tmp_path, 2024), "--out", tmp_path / "run2024"),
        *("--previous", before),
    )
    assert "以前的运行：2023年度（yearly_2023）。没有规则用到它" in printed.out


def test_a_corrected_run_is_read_as_corrected_and_said_to_be(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    handed = withdrawn(records(tmp_path, 2023, THEN), "甲0")
    before = tmp_path / "run2023"
    done = ipscore("score", handed, "-r", rulebook(tmp_path, 2023), "--out", before)
    assert done.code == 0, done.err
    run = score(2024, NOW, CHANGE, "--previous", before)
    evaluation = Run.open(run).evaluation
    names = evaluation.firms.select("firm_id", "firm")
    values = evaluation.evidence.filter(parameter="2.previous").join(names, on="firm_id")
    assert values.filter(firm="甲")["quantity"].item() == 100
    assert evaluation.previous["remark"].item() == "经 1 项更正决定，用的是更正以后的"


def withdrawn(folder: Path, record: str) -> Path:
    """Records with a decision that withdraws one of them."""
    head = "来源,记录编号,处理,列,原值,新值,理由,决定文号,决定日期"
    row = f"问题,{record},撤销,,,,误登,更1号,2025-02-01"
    (folder / "更正决定.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    return folder


def test_a_correction_after_the_preview_is_split_without_the_earlier_run(
    ipscore: Ipscore, score: Score, tmp_path: Path
) -> None:
    before = score(2023, THEN)
    preview = score(2024, NOW, CHANGE, "--previous", before)  # 丁: 90, and 60 → 90 is a rise past the last knot: 95
    handed = withdrawn(tmp_path / "records2024", "甲0")  # 甲: 80 → 90; against 90 then, -10 → 0: 25 → 50
    final, rules = tmp_path / "final", rulebook(tmp_path, 2024, CHANGE)
    assert ipscore("score", handed, "-r", rules, "--out", final, "--previous", before).code == 0
    shutil.rmtree(before)
    printed = ipscore("compare", preview, final, "--records", handed)
    assert printed.code == 0, printed.err
    (line,) = (line for line in printed.out.splitlines() if line.startswith("甲 "))
    assert line.split()[1:4] == ["52.50", "70.00", "+17.50"]


def test_cut_offs_are_held_against_those_of_the_previous_run(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before = score(2023, THEN, LETTERS)  # 90, 80, 70, 60: the better half begins at 80
    run = score(2024, NOW, GUARDED, "--previous", before)  # 100, 90, 80, 80: unguarded it would begin at 90
    cutoffs = Run.open(run).table("cutoffs").filter(letter="A")
    assert cutoffs.select("from", "unguarded", "previous").row(0) == (82.0, 90.0, 80.0)
    assert dict(Run.open(run).table("letters").select("firm", "letter").iter_rows()) == {
        "甲": "B",
        "乙": "A",
        "丙": "B",
        "丁": "A",
    }
    shutil.rmtree(before)
    assert ipscore("verify", run, tmp_path / "records2024").code == 0


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("", "没有评总分的等级，不能取上一次的界线"),
        (LETTERS.replace('"A", "B"', '"A", "乙"'), "总分的等级是 A、乙，本次是 A、B，界线对不上"),
    ],
    ids=["none then", "others then"],
)
def test_cut_offs_of_other_letters_are_refused(
    ipscore: Ipscore, score: Score, tmp_path: Path, letters: str, told: str
) -> None:
    before = score(2023, THEN, letters)
    assert told in refused(ipscore, tmp_path, "--previous", before, more=GUARDED)


def test_check_says_what_is_not_given(ipscore: Ipscore, score: Score, tmp_path: Path) -> None:
    before, rules = score(2023, THEN), rulebook(tmp_path, 2024, CHANGE)
    handed = records(tmp_path, 2024, NOW)
    without = ipscore("check", handed, "-r", rules)
    assert (without.code, "指标 2 改进：上一次" in without.out) == (1, True)
    assert ipscore("check", handed, "-r", rules, "--previous", before).code == 0
