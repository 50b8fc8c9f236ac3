"""What small numbers do to the scores of the invented market."""

import numpy as np
import polars as pl
import pytest

from ipscore.robustness_files import read_study
from ipscore.run_folder import Run
from scoring.counting_error import counting_errors
from scoring.findings.few import few_events
from scoring.kinds.facts import Facts
from scoring.leaf_scores import score_matrix
from scoring.ledger import scores_by_level

pytestmark = pytest.mark.xdist_group("small market")
LEAVES = {"2.3.1": ("received", 10), "2.3.2": ("expected", 5)}


def _quantity(run: Run, parameter: str) -> pl.DataFrame:
    return run.evaluation.ledger.filter(parameter=parameter).select("firm_id", "quantity")


@pytest.mark.parametrize("node", LEAVES)
def test_the_firms_below_the_minimum_are_those_flagged(small_run: Run, node: str) -> None:
    key, minimum = LEAVES[node]
    counted = _quantity(small_run, f"{node}.{key}")
    flagged = set(_quantity(small_run, f"{node}.small_numbers")["firm_id"])
    assert flagged == set(counted.filter(pl.col("quantity") < minimum)["firm_id"])
    assert 0 < len(flagged) < counted.height
    few = few_events(small_run.evaluation.ledger, small_run.evaluation.rulebook)
    assert few.filter(node=node)["firms"].item() == len(flagged)


def test_shrunk_shares_lie_between_the_firm_s_own_and_the_industry_s(small_run: Run) -> None:
    rows = small_run.evaluation.ledger.filter(node="2.3.1")
    received = rows.filter(parameter="2.3.1.received").select("firm_id")
    lost = rows.filter(parameter="2.3.1.done").select("firm_id", own=100 + pl.col("points"))
    found = received.join(lost, on="firm_id").join(
        small_run.evaluation.scores.filter(node="2.3.1").select("firm_id", "score"), on="firm_id"
    )
    [cause] = rows.filter(parameter="2.3.1.shrinkage")["cause"].unique()
    level = float(cause.split("行业水平 ")[1].split("%")[0])
    low, high = (np.minimum(found["own"], level), np.maximum(found["own"], level))
    assert (found["score"] >= low - 0.01).all()
    assert (found["score"] <= high + 0.01).all()
    assert (found["score"] != found["own"]).all()


@pytest.mark.parametrize("node", LEAVES)
def test_the_fewer_the_wider(small_run: Run, node: str) -> None:
    scores = small_run.evaluation.scores.filter(node=node)
    found = scores.join(_quantity(small_run, f"{node}.{LEAVES[node][0]}"), on="firm_id")
    few, many = (found.filter(side) for side in (pl.col("quantity") < 5, pl.col("quantity") >= 15))
    width, ranks = pl.col("high") - pl.col("low"), pl.col("rank_high") - pl.col("rank_low")
    assert few.select(width.mean()).item() > 1.3 * many.select(width.mean()).item()
    assert few.select(ranks.mean()).item() >= many.select(ranks.mean()).item()


def test_errors_reach_the_total_and_the_draws(small_run: Run) -> None:
    evaluation = small_run.evaluation
    book, firms = evaluation.rulebook, evaluation.scores["firm_id"].unique().sort()
    scores = score_matrix(evaluation.scores, firms)
    counts = counting_errors(scores_by_level(Facts(firms, evaluation.evidence), book), scores, book)
    assert counts is not None
    assert counts.nodes == ("2.3.1", "2.3.2")
    total = evaluation.scores.filter(node="total").sort("firm_id")["se"].to_numpy()
    alone = np.sqrt(np.einsum("fii->fi", counts.covariance).sum(axis=1)) / (2 * 3 * 4)
    assert (total > alone).all()
    study = read_study(small_run)
    assert study.sizes["counting"] == 1024
    assert "counting" in study.sensitivity["assumption"].to_list()
