"""Complaints against size: what is done to figures, within groups, recomputed without the engine."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import scipy.stats

from ipscore.run_folder import Run
from scoring.robustness.parameter_draws import scenario_scores
from scoring.robustness.treatment_draws import treatment_scores

pytestmark = pytest.mark.xdist_group("examples")

Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Scores = dict[str, float | None]


@pytest.fixture(scope="module")
def run(examples: Path) -> Run:
    return Run.open(examples / "complaint_rating" / "2024")


def rows_of(examples: Path, name: str) -> list[dict[str, str]]:
    with (examples / "complaint_rating" / "records" / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], title: str) -> Floats:
    return np.array([float(row[title] or "nan") for row in rows])


def scored(run: Run, node: str) -> Scores:
    return dict(run.table("scores").filter(pl.col("node") == node).select("firm", "score").iter_rows())


def groups(examples: Path, title: str) -> dict[str, str]:
    return {row["保险公司名称"]: row[title] for row in rows_of(examples, "保险公司名录")}


def within(
    names: list[str], group: dict[str, str], minimum: int, worth: Callable[[Floats], Floats], of: Floats
) -> Scores:
    """What figures are worth among those of their group; None in a group that is too small, or in none."""
    found: Scores = dict.fromkeys(names)
    for name in sorted({*group.values()} - {""}):
        here = np.array([group[one] == name for one in names]) & ~np.isnan(of)
        if here.sum() >= minimum:
            own = iter(worth(of[here]).clip(0, 100))
            found |= {one: float(next(own)) for one, is_in in zip(names, here, strict=True) if is_in}
    return found


def winsorised(figures: Floats, skewness: float, kurtosis: float, most: int) -> Floats:
    """The highest, or the lowest, brought to the next, as long as both moments exceed their limits."""
    figures = figures.copy()
    for _ in range(most):
        skew, excess = (float(one(figures, bias=False)) for one in (scipy.stats.skew, scipy.stats.kurtosis))
        if abs(skew) < skewness or excess < kurtosis:
            break
        end = figures.max() if skew > 0 else figures.min()
        figures[figures == end] = np.sort(np.unique(figures))[-2 if skew > 0 else 1]
    return figures


def lowest_is_full(figures: Floats) -> Floats:
    return 100 * (figures.max() - figures) / (figures.max() - figures.min())


def z_points(figures: Floats) -> Floats:
    return 60 - 15 * scipy.stats.zscore(figures)


def treated_days(rows: list[dict[str, str]], *, cut: tuple[float, float], bent: bool) -> Floats:
    """Days, imputed from the number of complaints, winsorised at percentiles, transformed by Box and Cox."""
    days, complaints = column(rows, "平均处理天数(天)"), column(rows, "投诉件数(件)")
    known = ~np.isnan(days)
    fitted = scipy.stats.linregress(complaints[known], days[known])
    days = np.where(known, days, fitted.intercept + fitted.slope * complaints)
    days = days.clip(*np.quantile(days, cut))
    return scipy.stats.boxcox(days)[0] if bent else days


def test_complaints_per_premium_are_winsorised_and_compared_within_lines(examples: Path, run: Run) -> None:
    rows = rows_of(examples, "经营数据")
    names, lines = [row["保险公司"] for row in rows], groups(examples, "险种")
    rates = column(rows, "投诉件数(件)") / column(rows, "保费收入(亿元)")
    cut = winsorised(rates, 2.0, 3.5, 3)
    assert 0 < (cut != rates).sum() <= 3
    expected = within(names, lines, 3, lowest_is_full, cut)
    assert scored(run, "1.1") == pytest.approx(expected, abs=1e-9)
    assert [name for name, score in expected.items() if score is None] == ["玄度养老"]


def test_bands_are_quotas_within_lines(examples: Path, run: Run) -> None:
    rows = [row for row in rows_of(examples, "经营数据") if row["有效保单(万张)"]]
    names, lines = [row["保险公司"] for row in rows], groups(examples, "险种")
    rates = column(rows, "投诉件数(件)") / column(rows, "有效保单(万张)")

    def banded(own: Floats) -> Floats:
        place = scipy.stats.rankdata(own, "min")
        return np.select([place <= int(0.3 * len(own)), place <= int(0.7 * len(own) + 1e-9)], [100.0, 75.0], 40.0)

    expected = within(names, lines, 3, banded, rates)
    assert len({*expected.values()}) == 4
    assert scored(run, "1.2") == expected | {"北溟财险": None}


def test_complaints_at_fault_cost_points_per_million_policies(examples: Path, run: Run) -> None:
    at_fault = [row for row in rows_of(examples, "投诉") if row["是否有责"] == "是"]
    all_of, remedied = (
        Counter(row["保险公司"] for row in at_fault if row["是否整改"] in which) for which in ("是否", "是")
    )
    for row in rows_of(examples, "经营数据"):
        name, policies = row["保险公司"], row["有效保单(万张)"]
        lost = 60.0 if not policies and all_of[name] else 0.0
        if policies:
            lost = min(8 * (all_of[name] - remedied[name] / 2) * 100 / float(policies), 60)
        assert scored(run, "1.3")[name] == pytest.approx(100 - lost, abs=1e-8), name


def test_who_received_none_has_the_rate_that_others_are_drawn_to(examples: Path, run: Run) -> None:
    complaints = Counter(row["保险公司"] for row in rows_of(examples, "投诉"))
    scores = scored(run, "2.1")
    silent = [name for name in scores if not complaints[name]]
    assert len(silent) == 2
    assert len({scores[name] for name in silent}) == 1
    rows = run.table("ledger").filter(pl.col("parameter") == "2.1.shrinkage")
    level = float(rows["cause"][0].split("全体水平 ")[1].split("%")[0])
    assert scores[silent[0]] == pytest.approx(level, abs=0.005)
    assert level != pytest.approx(
        100 * sum(bool(row["办结日期"]) for row in rows_of(examples, "投诉")) / complaints.total()
    )


def test_days_are_imputed_winsorised_transformed_and_compared_within_scopes(examples: Path, run: Run) -> None:
    rows = rows_of(examples, "经营数据")
    names, scopes = [row["保险公司"] for row in rows], groups(examples, "经营范围")
    expected = within(names, scopes, 5, z_points, treated_days(rows, cut=(0.0, 0.95), bent=True))
    assert scored(run, "2.2") == pytest.approx(expected, abs=1e-5)  # the power is found by a search


def test_what_a_study_draws_is_what_the_other_treatments_give(examples: Path, run: Run) -> None:
    evaluation = run.evaluation
    spec = evaluation.rulebook.robustness
    assert spec is not None
    firms = evaluation.firms.sort("firm")["firm_id"].to_list()
    leaves, _ = scenario_scores(evaluation, firms, spec, 1)
    concerned, found = treatment_scores(evaluation, firms, spec, 1, leaves)
    at = [evaluation.rulebook.leaves[place] for place in concerned]
    labels = [one.label for one in spec.treatment]
    rows = sorted(rows_of(examples, "经营数据"), key=lambda row: row["保险公司"])
    names, scopes = [row["保险公司"] for row in rows], groups(examples, "经营范围")

    def drawn(label: str, node: str) -> Floats:
        return np.asarray(found[labels.index(label), -1, at.index(node)])

    def of(scores: Scores) -> list[float]:
        return [float("nan") if scores[name] is None else float(scores[name] or 0) for name in names]

    plain = treated_days(rows, cut=(0.0, 1.0), bent=False)
    assert drawn("不作处理", "2.2") == pytest.approx(
        of(within(names, scopes, 5, z_points, plain)), abs=1e-9, nan_ok=True
    )
    cut = treated_days(rows, cut=(0.05, 0.95), bent=False)
    assert drawn("按百分位缩尾", "2.2") == pytest.approx(
        of(within(names, scopes, 5, z_points, cut)), abs=1e-9, nan_ok=True
    )
    bent = treated_days(rows, cut=(0.0, 0.95), bent=True)
    assert drawn("不分险种、不分范围", "2.2") == pytest.approx(z_points(bent).clip(0, 100), abs=1e-5)

    def ranked(own: Floats) -> Floats:
        return (scipy.stats.rankdata(-own) - 1) / (len(own) - 1) * 100

    assert drawn("按位次", "2.2") == pytest.approx(of(within(names, scopes, 5, ranked, bent)), abs=1e-9, nan_ok=True)
    assert drawn("按位次", "1.2") == pytest.approx(leaves[-1][evaluation.rulebook.leaves.index("1.2")], nan_ok=True)
