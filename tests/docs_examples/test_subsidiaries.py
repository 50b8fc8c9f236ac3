"""The comparison of subsidiaries, computed once more from the files with numpy and scipy."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.stats

from ipscore.run_folder import Run
from scoring import compare_runs
from scoring.places import places

pytestmark = pytest.mark.xdist_group("examples")

YEARS = ("2023", "2024")
COLUMNS = {
    "total_assets": "总资产（百万元）",
    "net_assets": "净资产（百万元）",
    "liquid_assets": "流动资产（百万元）",
    "revenue": "营业收入（百万元）",
    "prior_revenue": "上年营业收入（百万元）",
    "costs": "营业支出（百万元）",
    "net_profit": "净利润（百万元）",
    "staff": "员工人数",
    "penalties": "监管处罚次数",
}
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


def figures(records: Path, year: str) -> tuple[list[str], dict[str, Floats]]:
    """Subsidiaries, and the columns of a year; NaN where a cell is empty."""
    with (records / "财务指标.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["截止日期"].startswith(year)]
    cells = {name: [row[header].replace(",", "") for row in rows] for name, header in COLUMNS.items()}
    columns = {name: np.array([float(cell) if cell else np.nan for cell in column]) for name, column in cells.items()}
    return [row["子公司"] for row in rows], columns


def expected(records: Path, year: str) -> tuple[list[str], dict[str, Floats]]:
    names, of = figures(records, year)
    roa, growth = of["net_profit"] / of["total_assets"], of["revenue"] / of["prior_revenue"]
    node = {
        "1.1.1": from_worst_to_best(of["net_profit"] / of["net_assets"]),
        "1.1.2": np.clip(60 + 15 * scipy.stats.zscore(roa, nan_policy="omit"), 0, 100),
        "1.2.1": np.clip((1 - of["costs"] / of["revenue"]) / 0.7 * 100, 0, 100),
        "1.2.2": by_rank(of["net_profit"] / of["staff"]),
        "2.1.1": by_rank(of["net_assets"]),
        "2.1.2": by_rank(of["revenue"]),
        "2.2.1": np.clip(60 + 20 * scipy.stats.zscore(growth, nan_policy="omit"), 0, 100),
        "3.1.1": from_worst_to_best(-of["total_assets"] / of["net_assets"]),
        "3.1.2": np.clip((of["liquid_assets"] / of["total_assets"] - 0.1) / 0.5 * 100, 0, 100),
        "3.2.1": by_rank(-of["penalties"]),
    }
    for parent, weights in {
        "1.1": {"1.1.1": 0.7, "1.1.2": 0.3},
        "1.2": {"1.2.1": 0.5, "1.2.2": 0.5},
        "2.1": {"2.1.1": 0.5, "2.1.2": 0.5},
        "2.2": {"2.2.1": 1.0},
        "3.1": {"3.1.1": 0.5, "3.1.2": 0.5},
        "3.2": {"3.2.1": 1.0},
        "1": {"1.1": 0.6, "1.2": 0.4},
        "2": {"2.1": 0.5, "2.2": 0.5},
        "3": {"3.1": 0.7, "3.2": 0.3},
    }.items():
        node[parent] = mean_of_present(np.stack([node[child] for child in weights]), np.array([*weights.values()]))
    node["total"] = np.exp(0.5 * np.log(node["1"]) + 0.2 * np.log(node["2"]) + 0.3 * np.log(node["3"]))
    return names, node


def from_worst_to_best(values: Floats) -> Floats:
    return (values - np.nanmin(values)) / (np.nanmax(values) - np.nanmin(values)) * 100


def by_rank(values: Floats) -> Floats:
    ranks = scipy.stats.rankdata(values, nan_policy="omit")
    return np.asarray((ranks - 1) / (np.count_nonzero(~np.isnan(values)) - 1) * 100)


def mean_of_present(children: np.ndarray, weights: Floats) -> Floats:  # type: ignore[type-arg]
    """Weighted mean of the children with a score, if at least half of them have one."""
    present = ~np.isnan(children)
    carried = np.where(present, weights[:, None], 0)
    enough = present.mean(axis=0) >= 0.5
    total = np.where(enough, carried.sum(axis=0), 1)
    return np.where(enough, (np.nan_to_num(children) * carried).sum(axis=0) / total, np.nan)


@pytest.mark.parametrize("year", YEARS)
def test_every_score_is_that_of_an_independent_computation(examples: Path, year: str) -> None:
    at = examples / "subsidiaries"
    evaluation = Run.open(at / year).evaluation
    names, nodes = expected(at / "records", year)
    for node, wanted in nodes.items():
        own = dict(evaluation.scores.filter(pl.col("node") == node).select("firm", "score").iter_rows())
        found = [np.nan if own[name] is None else own[name] for name in names]
        assert found == pytest.approx(list(wanted), abs=1e-9, nan_ok=True), node


def test_what_is_missing_has_no_score_and_its_siblings_carry_the_weight(examples: Path) -> None:
    evaluation = Run.open(examples / "subsidiaries" / "2023").evaluation
    own = evaluation.scores.filter(pl.col("firm") == "望川另类投资")
    scores = dict(own.select("node", "score").iter_rows())
    assert [scores[node] for node in ("1.2.1", "1.2.2", "1.2")] == [None, None, None]
    assert scores["1"] == pytest.approx(scores["1.1"])
    causes = evaluation.ledger.filter(pl.col("parameter") == "1.2.2.missing")["cause"].unique().to_list()
    assert causes == ["没有人均净利润的数据：没有得分，权重由同级指标分担"]


def test_place_and_change_are_those_of_an_independent_computation(examples: Path) -> None:
    at = examples / "subsidiaries"
    before, now = (Run.open(at / year).evaluation for year in YEARS)
    split = compare_runs(before, now).split.filter(pl.col("node") == "total")
    (names, was), (_, is_now) = (expected(at / "records", year) for year in YEARS)
    by_name = {row["firm"]: row for row in split.to_dicts()}
    assert [by_name[name]["change"] for name in names] == pytest.approx(list(is_now["total"] - was["total"]), abs=1e-9)
    ranks = [scipy.stats.rankdata(-scores["total"], method="min") for scores in (was, is_now)]
    assert [by_name[name]["rank_change"] for name in names] == list(ranks[1] - ranks[0])
    placed = places(now).filter(pl.col("node") == "total").join(now.firms.select("firm_id", "firm"), on="firm_id")
    below = {name: int((is_now["total"] < score).sum()) for name, score in zip(names, is_now["total"], strict=True)}
    assert dict(placed.select("firm", "above").iter_rows()) == below


def test_peers_are_those_of_the_same_group(examples: Path) -> None:
    firms = Run.open(examples / "subsidiaries" / "2024").table("firms")
    assert dict(firms.group_by("peer_group").len().iter_rows()) == dict.fromkeys(
        ("期货", "资产管理", "私募股权", "另类投资"), 3
    )
