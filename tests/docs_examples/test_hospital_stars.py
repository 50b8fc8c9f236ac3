"""The stars of hospitals: too few cases do not count, stars are clusters within a size, safety caps them."""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from ipscore.report_whitepaper import document_of
from ipscore.run_folder import Run
from reports.whitepaper import Imprint
from tests.support.documents import told

pytestmark = pytest.mark.xdist_group("examples")

STARS = ["五星", "四星", "三星", "二星", "一星"]


@pytest.fixture(scope="module")
def run(examples: Path) -> Run:
    return Run.open(examples / "hospital_stars" / "2024")


def by_hospital(run: Run, node: str) -> dict[str, float | None]:
    return dict(run.table("scores").filter(pl.col("node") == node).select("firm", "score").iter_rows())


def test_an_outcome_counts_from_25_cases_on(examples: Path, run: Run) -> None:
    with (examples / "hospital_stars" / "records" / "结局指标.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["指标名称"] == "导管感染"]
    counts = {row["医院"]: (int(row["例数"]), int(row["发生数"])) for row in rows}
    rates = {name: events / cases for name, (cases, events) in counts.items() if cases >= 25}
    assert 0 < len(rates) < len(counts)
    mean, sd = np.mean(list(rates.values())), np.std(list(rates.values()))
    scores = {name: score for name, score in by_hospital(run, "2.1").items() if score is not None}
    assert scores == pytest.approx(
        {name: min(max(60 - 15 * (rate - mean) / sd, 0), 100) for name, rate in rates.items()}
    )


def test_stars_are_the_best_clusters_within_a_size(run: Run) -> None:
    letters, totals = run.table("letters"), by_hospital(run, "total")
    for group in letters["group"].unique():
        own = letters.filter(pl.col("group") == group, pl.col("by_score").is_not_null())
        if own.is_empty():
            continue
        found: dict[str, list[float]] = defaultdict(list)
        for firm, letter in own["firm", "by_score"].rows():
            score = totals[firm]
            assert score is not None
            found[letter].append(score)
        ordered = [found[star] for star in STARS if found[star]]
        assert all(min(better) > max(worse) for better, worse in pairwise(ordered))
        values = sorted(score for cluster in ordered for score in cluster)
        cuts = combinations(range(1, len(values)), len(ordered) - 1)
        best = min(spread(np.split(np.array(values), cut)) for cut in cuts)
        assert sum(spread([np.array(cluster)]) for cluster in ordered) == pytest.approx(best, abs=1e-6)


def spread(clusters: list[np.ndarray]) -> float:  # type: ignore[type-arg]
    return float(sum(((cluster - cluster.mean()) ** 2).sum() for cluster in clusters))


def test_the_lowest_quarter_of_a_size_in_safety_has_no_fifth_star(run: Run) -> None:
    letters, safety = run.table("letters"), by_hospital(run, "2")
    groups = dict(run.table("firms").select("firm", "peer_group").iter_rows())

    for group in set(groups.values()):
        own = sorted(score for firm, score in safety.items() if groups[firm] == group and score is not None)
        lowest = own[: int(len(own) * 0.25)]
        for firm, letter, by_score in letters.filter(pl.col("group") == group)["firm", "letter", "by_score"].rows():
            if safety[firm] in lowest:
                assert letter != "五星"

            else:
                assert letter == by_score


def test_a_hospital_without_a_total_has_no_star_and_the_reason_is_said(run: Run) -> None:
    nobody = run.table("letters").filter(pl.col("letter").is_null())
    assert nobody.height == sum(score is None for score in by_hospital(run, "total").values()) > 0
    assert nobody["reason"].null_count() == 0


def test_a_hospital_without_a_total_was_evaluated_too(run: Run) -> None:
    said = "".join(str(item) for item in told(document_of(run, None, Imprint())))
    assert "本报告评价32家医院" in said
    assert "32家参评医院中31家有总分，平均为" in said
