"""The rating of departments, computed once more from the files with plain Python and numpy."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest

from ipscore.run_folder import Run
from scoring import compare_runs
from scoring.comparison import band_moves

pytestmark = pytest.mark.xdist_group("examples")

QUARTERS = {"q1": (date(2024, 1, 1), date(2024, 3, 31)), "q2": (date(2024, 4, 1), date(2024, 6, 30))}
DUE = {"q1": date(2024, 4, 30), "q2": date(2024, 7, 30)}
POINTS = {"重大": 20, "较大": 8, "一般": 3, "轻微": 1}
FORMER = {"债券投资部": "固定收益部", "资管一部": "公募产品部"}
RATINGS = ((90, "A 低风险"), (80, "B 较低风险"), (65, "C 较高风险"), (0, "D 高风险"))
Problem = tuple[str, date, str, str, str, bool, date | None]


def problems(records: Path) -> Iterator[Problem]:
    """department, found, channel, severity, cause, repeated, rectified; without the two bad rows."""
    with (records / "问题台账_检查与稽核.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["问题编号"] < "HG24-900":
                rectified = row["整改完成日期"]
                yield (
                    FORMER.get(row["部门"], row["部门"]),
                    date.fromisoformat(row["发现日期"]),
                    row["发现渠道"],
                    row["严重程度"],
                    row["问题成因"],
                    row["是否屡查屡犯"] == "是",
                    date.fromisoformat(rectified) if rectified else None,
                )
    sheet = openpyxl.load_workbook(records / "问题台账_自查与监管.xlsx")["问题台账"]
    for _, found, department, channel, _, severity, cause, repeated, rectified, _ in sheet.iter_rows(
        min_row=2, values_only=True
    ):
        assert isinstance(found, datetime)
        done = rectified.date() if isinstance(rectified, datetime) else None
        yield str(department), found.date(), str(channel), str(severity), str(cause), repeated == "是", done


def expected(records: Path, quarter: str) -> dict[str, dict[str, float]]:
    """department → node → score."""
    start, end = QUARTERS[quarter]
    everything = [problem for problem in problems(records) if start <= problem[1] <= end]
    with (records / "部门名录.csv").open(encoding="utf-8-sig") as file:
        departments = [row["部门名称"] for row in csv.DictReader(file)]
    found = {}
    for department in departments:
        own = [problem for problem in everything if problem[0] == department]
        count = Counter((severity, channel == "部门自查") for _, _, channel, severity, *_ in own)
        lost = min(count["轻微", True] + count["轻微", False], 10) + 3 * (count["一般", True] + count["一般", False])
        lost += sum(POINTS[grave] * (count[grave, False] + count[grave, True] / 2) for grave in ("重大", "较大"))
        causes = Counter(problem[4] for problem in own)
        process = causes["流程缺陷"] + causes["系统不支持"]
        node = {
            "1.1": max(100 - lost, 0),
            "1.2": 100 - min(15 * sum(problem[5] for problem in own), 90),
            "1.3": max(100 - 10 * causes["制度缺失"] - 5 * process, 0),
            "2.1": rate(own, quarter),
            "2.2": rate([problem for problem in own if problem[3] in ("重大", "较大")], quarter),
        }
        node["1"] = 0.5 * node["1.1"] + 0.3 * node["1.2"] + 0.2 * node["1.3"]
        node["2"] = 0.6 * node["2.1"] + 0.4 * node["2.2"]
        node["total"] = 0.6 * node["1"] + 0.4 * node["2"]
        found[department] = node
    return found


def rate(own: list[Problem], quarter: str) -> float:
    return float(np.mean([done is not None and done <= DUE[quarter] for *_, done in own]) * 100) if own else 100.0


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_score_is_that_of_a_plain_computation(examples: Path, quarter: str) -> None:
    at = examples / "compliance_inspection"
    scores = Run.open(at / quarter).table("scores")
    wanted = expected(at / "records", quarter)
    compared = {
        department: dict(scores.filter(pl.col("firm") == department).select("node", "score").iter_rows())
        for department in wanted
    }
    assert len(wanted) == 14
    for department, nodes in wanted.items():
        assert {node: compared[department][node] for node in nodes} == pytest.approx(nodes, abs=1e-9), department


def test_every_problem_is_counted_in_one_quarter_and_the_two_bad_rows_in_none(examples: Path) -> None:
    used = 0
    for quarter in QUARTERS:
        entries = Run.open(examples / "compliance_inspection" / quarter).manifest["inputs"]
        ledgers = [entry for entry in entries if entry["source"] == "problems"]
        assert sum(entry["read"] for entry in ledgers) == 161
        assert sum(entry["rejected"] for entry in ledgers) == 2
        used += sum(entry["used"] for entry in ledgers)
    assert used == 159


def test_the_rating_moves_with_the_quarters(examples: Path) -> None:
    at = examples / "compliance_inspection"
    comparison = compare_runs(Run.open(at / "q1").evaluation, Run.open(at / "q2").evaluation)
    before, now = (expected(at / "records", quarter) for quarter in QUARTERS)

    def rating(scores: dict[str, float]) -> str:
        return next(label for low, label in RATINGS if round(scores["total"], 9) >= low)

    wanted = {
        department: (rating(before[department]), rating(now[department]))
        for department in before
        if rating(before[department]) != rating(now[department])
    }
    moved = band_moves(comparison, "total")
    assert {row["firm"]: (row["band_before"], row["band_now"]) for row in moved.to_dicts()} == wanted
    assert wanted["债券融资部"] == ("D 高风险", "B 较低风险")
    total = comparison.split.filter(pl.col("node") == "total")
    assert total["records"].to_list() == pytest.approx(total["change"].to_list(), abs=1e-9)
