"""Letters in whatever a reader looks at: of runs that were written, read back and verified."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ipscore.run_folder import Run
from tests.ipscore.conftest import Ipscore
from tests.ipscore.previous_runs import LETTERS, records, rulebook

THREE = LETTERS.replace('"A", "B"', '"A", "B", "C"').replace("[0.5, 0.5]", "[0.25, 0.5, 0.25]")
PROBLEMS = {2023: {"甲": 1, "乙": 3, "丙": 2, "丁": 4}, 2024: {"甲": 2, "乙": 0, "丙": 2, "丁": 1}}
ROBUSTNESS = """
[robustness]
draws = 40
seed = 1
interval = 0.9
realisations = 8
stable = 0.9
sobol = 8
basis = "assumed"
reference = { title = "约定" }

[robustness.parameters]
assumed = 0.5
basis = "assumed"
reference = { title = "约定" }
"""


@pytest.fixture
def runs(tmp_path: Path, ipscore: Ipscore) -> tuple[Path, Path]:
    """Two years with letters: 甲 A, 丙 乙 B, 丁 C; then 乙 A, 丁 甲 丙 B (a tie goes up)."""
    for year, problems in PROBLEMS.items():
        rules = rulebook(tmp_path, year, THREE + ROBUSTNESS)
        made = ipscore("score", records(tmp_path, year, problems), "-r", rules, "--out", tmp_path / f"run{year}")
        assert made.code == 0, made.err
    return tmp_path / "run2023", tmp_path / "run2024"


def test_a_run_with_letters_is_read_back_and_verified(
    runs: tuple[Path, Path], ipscore: Ipscore, tmp_path: Path
) -> None:
    found = Run.open(runs[0]).evaluation
    assert dict(found.letters.select("firm", "letter").iter_rows()) == {"甲": "A", "乙": "B", "丙": "B", "丁": "C"}
    assert found.cutoffs.select("letter", "from").rows() == [("A", 90.0), ("B", 70.0), ("C", None)]
    verified = ipscore("verify", runs[0], tmp_path / "records2023")
    assert verified.code == 0, verified.out
    assert "letters.csv" in verified.out
    (runs[0] / "letters.csv").unlink()
    assert ipscore("verify", runs[0], tmp_path / "records2023").code == 1


def test_a_trend_counts_letters_and_their_moves(runs: tuple[Path, Path], ipscore: Ipscore, tmp_path: Path) -> None:
    printed = ipscore("trend", *runs).out.splitlines()
    at = printed.index("总分：各期各等级的部门数")
    assert [line.split() for line in printed[at + 3 : at + 6]] == [["A", "1", "1"], ["B", "2", "3"], ["C", "1", "0"]]
    at = printed.index("总分：等级的升降（行为 2023年度，列为 2024年度）")
    assert [line.split() for line in printed[at + 3 : at + 6]] == [
        *(["A", "0", "1", "0"], ["B", "1", "1", "0"], ["C", "0", "1", "0"]),
    ]
    own = next(line for line in ipscore("trend", *runs, "--firm", "乙").out.splitlines() if line.startswith("total"))
    assert [part for part in own.split() if part in "ABC"] == ["B", "A"]
    assert ipscore("trend", *runs, "-o", tmp_path / "trend.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "trend.xlsx")["等级"]
    assert {"乙", "B", "A"} <= {cell.value for row in sheet for cell in row}


def test_the_course_in_reports_tells_letters(runs: tuple[Path, Path], ipscore: Ipscore, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = {
        ("whitepaper",): "总分的等级：2023年度 A 1 个、B 2 个、C 1 个；2024年度 A 1 个、B 3 个。",
        ("firm", "丁"): "总分的等级：2023年度 C、2024年度 B。",
    }
    for (report, *firm), line in told.items():
        out = ("--out", page, "--force", "--previous", runs[0], "--earlier", _earlier(ipscore, tmp_path))
        done = ipscore("report", report, runs[1], *firm, *out)
        assert done.code == 0, done.err
        assert line in page.read_text(encoding="utf-8")


def _earlier(ipscore: Ipscore, folder: Path) -> Path:
    """A run of 2022, without letters."""
    run = folder / "run2022"
    if not run.is_dir():
        done = ipscore("score", records(folder, 2022, {"甲": 1}), "-r", rulebook(folder, 2022), "--out", run)
        assert done.code == 0, done.err
    return run


def test_a_comparison_names_who_has_another_letter(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    printed = ipscore("compare", *runs).out.partition("total 总分：等级改变的部门\n")[2].split("\n\n")[0]
    moved = {line.split()[2]: line.split()[3:] for line in printed.splitlines()[2:]}
    assert moved == {"甲": ["A", "B"], "乙": ["B", "A"], "丁": ["C", "B"]}


def test_a_supposition_says_whose_letter_changes(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    printed = ipscore("whatif", runs[0], "--drop", "problems:丁0", "--drop", "problems:丁1", "--drop", "problems:丁2")
    assert "等级改变的部门" in printed.out
    changed = printed.out.partition("等级改变的部门\n")[2].splitlines()[2:]
    assert {line.split()[2]: line.split()[3:5] for line in changed} == {"乙": ["B", "C"], "丁": ["C", "A"]}
    own = ipscore("whatif", runs[0], "--drop", "problems:丁0", "--drop", "problems:丁1", "--firm", "丁", "--own").out
    assert "乙" not in own
    assert "等级改变" in own


def test_an_explanation_says_what_is_missing_to_the_next_letter(runs: tuple[Path, Path], ipscore: Ipscore) -> None:
    assert "等级 B；按得分距 A（90.00 分起，界线随各家得分而变）差 10.00 分" in ipscore("explain", runs[0], "丙").out
    assert "等级 A；按得分已是最高的 A" in ipscore("explain", runs[0], "甲").out


def test_a_study_tells_how_often_each_letter_comes_up(
    runs: tuple[Path, Path], ipscore: Ipscore, tmp_path: Path
) -> None:
    printed = ipscore("robustness", runs[0])
    assert printed.code == 0, printed.err
    assert "总分：各等级在抽取中所占的比例" in printed.out
    shares = Run.open(runs[0]).table("robustness_letters")
    assert shares.filter("evaluated")["share"].to_list() == [1.0] * 4  # points that all firms share change no order
    page = tmp_path / "white.html"
    assert ipscore("report", "whitepaper", runs[0], "--out", page).code == 0
    assert "等级与评定相同的，平均占各次计算的比例：总分为 100.0%" in page.read_text(encoding="utf-8")
