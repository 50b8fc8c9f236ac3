"""The rating of brokers by class, computed once more from the files with plain Python."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
import scipy.stats

from ipscore.run_folder import Run

pytestmark = pytest.mark.xdist_group("examples")

POINTS = {
    "监管谈话": 1.0,
    "出具警示函": 1.0,
    "责令改正": 1.5,
    "责令增加内部合规检查次数": 2.0,
    "暂停部分业务": 2.5,
    "行政处罚": 6.0,
}
Rows = list[dict[str, str]]


def rows(records: Path, name: str) -> Rows:
    with (records / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def deduction(measures: Rows) -> float:
    """What measures cost: the dearest of a case, a recurrence within 90 days twice, half back where remedied."""
    cost, cases = {}, defaultdict(list)
    for row in measures:
        day = date.fromisoformat(row["决定日期"])
        points = POINTS[row["措施种类"]]
        points *= 0.5 if row["对象层级"] == "分支机构" else 1
        points *= 1.5 if row["业务领域"] == "信息技术" and day >= date(2024, 7, 1) else 1
        before = [
            other
            for other in measures
            if other["业务领域"] == row["业务领域"] and 0 < (day - date.fromisoformat(other["决定日期"])).days <= 90
        ]
        cost[row["措施编号"]] = points * (2 if before else 1)
        cases[row["案件编号"]].append(row)
    counted = [max(case, key=lambda row: cost[row["措施编号"]]) for case in cases.values()]
    back = sum(cost[row["措施编号"]] for row in counted if row["是否按期整改"] == "是") * 0.5
    return sum(cost[row["措施编号"]] for row in counted) - min(back, 2.0)


def expected(records: Path) -> dict[str, tuple[float, float, float]]:
    """Of every broker by its full name: compliance, capital and business, total before the veto."""
    figures = rows(records, "风控与经营")
    incomes = [float(row["代理买卖证券业务净收入（亿元）"]) for row in figures]
    ranks = (scipy.stats.rankdata(incomes) - 1) / (len(incomes) - 1) * 100
    found = {}
    for row, rank in zip(figures, ranks, strict=True):
        own = [one for one in rows(records, "监管措施") if one["公司"] == row["公司"]]
        compliance = 100 - deduction(own)
        strength = (min(max((float(row["风险覆盖率"]) - 1) / 2, 0), 1) * 100 + rank) / 2
        found[row["公司"]] = compliance, strength, 0.8 * compliance + 0.2 * strength
    return found


@pytest.fixture(scope="module")
def run(examples: Path) -> Run:
    return Run.open(examples / "class_rating" / "2024")


def test_every_score_is_that_of_an_independent_computation(examples: Path, run: Run) -> None:
    names = dict(run.table("firms").select("firm_id", "full_name").iter_rows())
    vetoed = {row["公司"] for row in rows(examples / "class_rating" / "records", "重大事件")}
    scores = {
        (names[firm], node): score for firm, node, score in run.table("scores")["firm_id", "node", "score"].rows()
    }
    for name, (compliance, strength, base) in expected(examples / "class_rating" / "records").items():
        assert scores[name, "1"] == pytest.approx(compliance, abs=1e-9), name
        assert scores[name, "2"] == pytest.approx(strength, abs=1e-9), name
        assert scores[name, "base"] == pytest.approx(base, abs=1e-9), name
        assert scores[name, "total"] == pytest.approx(min(base, 59) if name in vetoed else base, abs=1e-9), name


def test_classes_are_shares_of_the_order_moved_by_events_and_penalties(examples: Path, run: Run) -> None:
    records = examples / "class_rating" / "records"
    names = dict(run.table("firms").select("firm_id", "full_name").iter_rows())
    totals = {
        names[firm]: score
        for firm, node, score in run.table("scores")["firm_id", "node", "score"].rows()
        if node == "total"
    }
    order = sorted(totals, key=totals.__getitem__, reverse=True)
    by_score = {name: "A" if at < 12 else "B" if at < 21 else "C" for at, name in enumerate(order)}
    grave = {row["公司"] for row in rows(records, "重大事件")}
    penalised = {
        row["公司"] for row in rows(records, "监管措施") if (row["措施种类"], row["对象层级"]) == ("行政处罚", "公司")
    }
    classes = {
        name: "C" if name in grave or (name in penalised and letter != "A") else "B" if name in penalised else letter
        for name, letter in by_score.items()
    }
    letters = {names[firm]: letter for firm, letter in run.table("letters")["firm_id", "letter"].rows()}
    assert penalised
    assert grave
    assert letters == classes
