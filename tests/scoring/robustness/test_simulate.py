"""Draws scored: as evaluated, in any order and any blocks, and as the scoring itself scores a changed rulebook."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from indicator_tree import Rulebook
from indicator_tree.aggregation import Aggregation
from indicator_tree.weights import WeightScheme
from scoring import score_evidence
from scoring.aggregation import Hierarchy
from scoring.reducing import Evidence
from scoring.robustness import (
    ASSUMPTIONS,
    Banks,
    Outcomes,
    build_banks,
    failures,
    nominal,
    random_draws,
    simulate,
)
from scoring.robustness.drawing import chosen
from scoring.robustness.parameter_draws import rule_at, scenario_rules, spread_parameters
from tests.scoring.robustness.made_banks import banks as made_banks
from tests.scoring.robustness.made_banks import with_weights
from tests.scoring.robustness.seeded import CITED, banks, book, evaluation, study

if TYPE_CHECKING:
    from collections.abc import Mapping


NODES = (*Hierarchy.of(book()).nodes, "bonus", "total")


def same(one: Outcomes, other: Outcomes) -> bool:
    return (
        one.reasons == other.reasons
        and np.array_equal(one.failed, other.failed)
        and all(np.array_equal(one.scores[node], other.scores[node], equal_nan=True) for node in one.scores)
        and all(np.array_equal(one.ranks[node], other.ranks[node]) for node in one.ranks)
    )


def test_the_draw_as_evaluated_gives_the_scores_and_ranks_of_the_evaluation() -> None:
    found = simulate(banks(), nominal(banks()), NODES)
    for node in NODES:
        rows = evaluation().scores.filter(pl.col("node") == node).sort("firm_id")
        assert found.scores[node][0] == pytest.approx(rows["score"].to_numpy(), abs=1e-9), node
        assert found.ranks[node][0].tolist() == rows["rank"].to_list(), node


def test_draws_in_another_order_come_to_the_same_bit_for_bit() -> None:
    drawn = random_draws(banks(), 400, seed=1)
    order = np.random.default_rng(2).permutation(400)
    straight, shuffled = simulate(banks(), drawn, ("total", "3")), simulate(banks(), drawn[order], ("total", "3"))
    for node in ("total", "3"):
        assert np.array_equal(straight.scores[node][order], shuffled.scores[node], equal_nan=True)
        assert np.array_equal(straight.ranks[node][order], shuffled.ranks[node])
    assert np.array_equal(straight.failed[order], shuffled.failed)
    assert straight.reasons == shuffled.reasons


@pytest.mark.parametrize("block", [1, 7, 1000])
def test_blocks_of_any_size_come_to_the_same_bit_for_bit(block: int) -> None:
    drawn = random_draws(banks(), 150, seed=1)
    assert same(simulate(banks(), drawn, NODES, block=block), simulate(banks(), drawn, NODES))


THREADS = """
import hashlib
import numpy as np
from scoring.robustness import random_draws, simulate
from tests.scoring.robustness.made_banks import banks, with_weights

made = with_weights(banks(300), 1000)
found = simulate(made, random_draws(made, 1000, 1))
print(hashlib.sha256(found.scores["total"].tobytes() + found.ranks["total"].tobytes()).hexdigest())
"""


def test_threads_change_nothing() -> None:
    one = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    told = subprocess.run([sys.executable, "-c", THREADS], env=one, capture_output=True, text=True, check=True)
    here = io.StringIO()
    with contextlib.redirect_stdout(here):
        exec(THREADS, {})
    assert told.stdout == here.getvalue()
    assert len(told.stdout.strip()) == 64


@pytest.mark.parametrize("block", [1, 7, 300])
def test_blocks_of_draws_of_weights_alone_come_to_the_same_bit_for_bit(block: int) -> None:
    made = with_weights(made_banks(200), 300)
    drawn = random_draws(made, 300, 1)
    assert same(
        simulate(made, drawn, ("total", "1", "base"), block=block), simulate(made, drawn, ("total", "1", "base"))
    )


def shares_by_hand(study: Banks, weights: int, scheme: int, left_out: str | None) -> dict[str, float]:
    """Weights among siblings of a draw, in plain Python."""
    at = {node: place for place, node in enumerate(study.hierarchy.nodes)}
    drawn = {node: float(study.weights[at[node], scheme, weights]) for node in study.hierarchy.nodes[:-1]}
    shares = {}
    for group in study.hierarchy.groups:
        kept = [child for child in group.children if child != left_out]
        shares |= {child: drawn[child] / sum(drawn[other] for other in kept) for child in kept}
    return shares


def changed_rulebook(study: Banks, draw: Mapping[str, int]) -> Rulebook:
    """The rulebook of a draw: other parameters, weights, methods, without the indicator left out."""
    left_out = study.labels["left_out"][draw["left_out"]] or None
    indicators = {code: node for code, node in book().indicator.items() if code != left_out}
    for code in book().leaves:
        if code != left_out:
            indicators[code] = indicators[code].model_copy(update={"rule": rule_of(code, draw["parameters"])})
    shares = shares_by_hand(study, draw["weights"], draw["scheme"], left_out)
    scheme = WeightScheme(title="抽取", kind="given", weight=shares, **CITED)
    way = SPEC.aggregation[draw["aggregation"]]
    fields = {name: getattr(book(), name) for name in Rulebook.model_fields}
    changes = {
        "indicator": indicators,
        "bonus": rule_of("bonus", draw["parameters"]),
        "weights": {"drawn": scheme},
        "aggregation": Aggregation(method=way.method, level=way.level, **CITED),
    }
    return Rulebook.model_construct(**fields | changes)


SPEC = study()


def rule_of(node: str, scenario: int) -> object:
    spreads = spread_parameters(evaluation(), node, SPEC)
    rule = rule_at(evaluation(), node)
    assert rule is not None
    return list(scenario_rules(rule, spreads, SPEC.realisations, seed=5))[scenario]


@pytest.mark.parametrize(
    "draw",
    [
        {"weights": 3, "scheme": 1, "aggregation": 0, "parameters": 4, "left_out": 3},
        {"weights": 17, "scheme": 2, "aggregation": 1, "parameters": 11, "left_out": 23},
        {"weights": 59, "scheme": 0, "aggregation": 2, "parameters": 0, "left_out": 20},
    ],
)
def test_a_draw_is_what_scoring_gives_under_the_changed_rulebook(draw: dict[str, int]) -> None:
    row = np.array([[draw.get(assumption, -1) for assumption in ASSUMPTIONS]])
    found = simulate(banks(), row, ("total", "base", "bonus", "1", "4.2"))
    rulebook = changed_rulebook(banks(), draw)
    frames = evaluation()
    evidence = Evidence(frames.evidence, frames.evidence_records, None, frames.breakdown)
    scored = score_evidence(frames.firms, evidence, rulebook, "drawn")
    assert not found.failed.any()
    for node, values in found.scores.items():
        rows = scored.scores.filter(pl.col("node") == node).sort("firm_id")
        assert values[0] == pytest.approx(rows["score"].to_numpy(), abs=1e-9), node
        assert found.ranks[node][0].tolist() == rows["rank"].to_list(), node


def test_an_only_child_that_is_left_out_leaves_its_weight_to_the_siblings_of_its_parent() -> None:
    row = nominal(banks())
    row[0, ASSUMPTIONS.index("left_out")] = banks().labels["left_out"].index("1.1.1")
    found = simulate(banks(), row, ("1", "1.1", "1.2", "1.3"))
    assert found.scores["1"] == pytest.approx((found.scores["1.2"] + found.scores["1.3"]) / 2, abs=1e-9)
    assert np.isnan(found.scores["1.1"]).all()
    assert not found.ranks["1.1"].any()


def geometric_throughout() -> Banks:
    way = {"label": "逐级几何平均", "method": "geometric", **CITED}
    return build_banks(evaluation(), study(aggregation=[way]), seed=5)


def test_failed_draws_are_counted_with_their_reason() -> None:
    made = geometric_throughout()
    drawn = random_draws(made, 50, seed=1)
    drawn[:25, ASSUMPTIONS.index("aggregation")] = -1
    found = simulate(made, drawn)
    assert found.failed.tolist() == [False] * 25 + [True] * 25
    assert sum(found.reasons.values()) == 25
    assert all("加权几何平均，而有的下级得分不大于 0" in reason for reason in found.reasons)
    assert not found.ranks["total"][25:].any()
    assert np.isnan(found.scores["total"][25:]).any(axis=1).all()
    told = failures(found)
    assert told["draws"].sum() == 50
    assert told.row(0) == ("", 25, 0.5)


def test_a_zero_deep_in_the_tree_is_not_taken_for_a_missing_score() -> None:
    made = geometric_throughout()
    row = nominal(made)
    row[0, ASSUMPTIONS.index("aggregation")] = 0
    found = simulate(made, row, ("total", "4"))
    below = [place for place, leaf in enumerate(made.hierarchy.leaves) if leaf.startswith("4.")]
    zero = (made.leaves[-1][below] <= 0).any(axis=0)
    assert 0 < zero.sum() < len(zero)
    assert np.isnan(found.scores["4"][0]).tolist() == zero.tolist()


def test_nothing_left_fails() -> None:
    hierarchy = Hierarchy(("1",), (Hierarchy.of(book()).groups[-1].__class__("base", 0, ("1",)),))
    made = replace(
        banks(),
        hierarchy=hierarchy,
        leaves=np.full((1, 1, 12), 80.0),
        bonus=np.zeros((1, 12)),
        surveyed=(),
        counted=(),
        count_errors=np.zeros((1, 0, 0)),
        weights=np.ones((1, 1, 1)),
        methods=({"base": "arithmetic"},),
        minimum_present=(0.0,),
        sizes=dict.fromkeys(ASSUMPTIONS, 0) | {"left_out": 2},
    )
    drawn = np.full((3, len(ASSUMPTIONS)), -1)
    drawn[:, -1] = [0, 1, -1]
    found = simulate(made, drawn)
    assert found.failed.tolist() == [True, False, False]
    assert found.reasons == {"略去后没有留下任何指标": 1}


def test_a_score_that_is_missing_leaves_its_weight_to_its_siblings_and_other_firms_as_they_are() -> None:
    leaves = banks().leaves.copy()
    at = banks().hierarchy.leaves.index("2.1.2")
    leaves[:, at, 0] = np.nan
    drawn = random_draws(banks(), 90, seed=3)
    drawn[:, ASSUMPTIONS.index("left_out")] = -1
    drawn[0] = -1
    nodes = ("total", "2.1", "2.1.1", "2.1.3")
    missing, whole = simulate(replace(banks(), leaves=leaves), drawn, nodes), simulate(banks(), drawn, nodes)
    assert not missing.failed.any()
    for node in nodes:
        assert missing.scores[node][:, 1:] == pytest.approx(whole.scores[node][:, 1:], abs=2e-9), node
    siblings = (missing.scores["2.1.1"][0, 0] + missing.scores["2.1.3"][0, 0]) / 2
    assert missing.scores["2.1"][0, 0] == pytest.approx(siblings, abs=1e-9)


def test_too_few_children_with_a_score_fail_a_draw() -> None:
    leaves = banks().leaves.copy()
    leaves[:, banks().hierarchy.leaves.index("1.1.1"), 0] = np.nan
    strict = replace(banks(), leaves=leaves, minimum_present=(*banks().minimum_present[:-1], 1.0))
    found = simulate(strict, nominal(strict))
    assert found.reasons == {"有得分的下级指标不足": 1}


def test_a_realisation_that_is_not_in_its_bank_is_an_error() -> None:
    row = nominal(banks())
    row[0, ASSUMPTIONS.index("scheme")] = 3
    with pytest.raises(IndexError, match="scheme: realisations run from -1 to 2"):
        simulate(banks(), row)


def test_random_draws_take_every_realisation_as_often_and_go_on_where_fewer_ended() -> None:
    drawn = random_draws(banks(), 240, seed=4)
    for column, assumption in enumerate(ASSUMPTIONS):
        if not banks().sizes[assumption]:
            assert (drawn[:, column] == -1).all(), assumption
            continue
        counts = np.bincount(drawn[:, column], minlength=banks().sizes[assumption])
        assert np.abs(counts - 240 * banks().likely(assumption)).max() <= 1, assumption
    assert np.array_equal(random_draws(banks(), 100, seed=4), drawn[:100])
    assert not np.array_equal(random_draws(banks(), 240, seed=5), drawn)


@pytest.mark.parametrize("none", [0.0, 0.3, 0.5, 0.999])
def test_as_many_draws_leave_no_indicator_out_as_the_rulebook_says_and_the_others_each_as_often(none: float) -> None:
    made = build_banks(evaluation(), study(leave_one_out={"vary": True, "none": none, **CITED}), seed=5)
    drawn = random_draws(made, 4000, seed=6)[:, ASSUMPTIONS.index("left_out")]
    leaves = len(made.hierarchy.leaves)
    counts = np.bincount(drawn, minlength=leaves + 1)
    assert counts[leaves] == pytest.approx(4000 * none, abs=25)
    assert counts[:leaves] == pytest.approx(4000 * (1 - none) / leaves, abs=25)
    assert np.array_equal(random_draws(made, 700, seed=6)[:, ASSUMPTIONS.index("left_out")], drawn[:700])


def test_where_no_indicator_is_left_out_the_bank_of_them_is_empty() -> None:
    made = build_banks(evaluation(), study(leave_one_out={"vary": False, **CITED}), seed=5)
    assert made.sizes["left_out"] == 0
    assert made.likely("left_out").tolist() == []
    assert (random_draws(made, 9, seed=1)[:, ASSUMPTIONS.index("left_out")] == -1).all()


def test_equal_steps_choose_realisations_as_likely_as_they_are() -> None:
    steps = (np.arange(1000) + 0.5) / 1000
    assert np.bincount(chosen(steps, np.array([1.0, 2.0, 5.0]))).tolist() == [125, 250, 625]
    assert chosen(np.array([0.0, 1 - 2**-53]), np.full(7, 1 / 7)).tolist() == [0, 6]
