"""What holds for rules on nodes whatever they are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from indicator_tree import Rulebook
from scoring import Evaluation
from scoring.change_by_cause import change_by_cause
from scoring.comparison import compare_runs
from scoring.losses import losses, way_to_total
from scoring.robustness.banks import build_banks, nominal
from scoring.robustness.simulate import simulate
from scoring.what_if import Drop, Set, what_if
from scoring.what_if.record_costs import record_costs
from scoring.what_if.standing import Standing
from tests.scoring.node_rules.made import CITED, evaluated, records, rulebook

UNITS = "ABCDEF"
scores = st.integers(0, 100).map(float)
rows = st.lists(st.tuples(scores, scores, scores, scores), min_size=len(UNITS), max_size=len(UNITS)).map(
    lambda found: dict(zip(UNITS, found, strict=True))
)
kinds = st.lists(st.sampled_from(["刑事处罚", "罚款", "警示"]), max_size=3)
measures = st.fixed_dictionaries(dict.fromkeys(UNITS, kinds))
groups = {unit: "大" if unit < "D" else "小" for unit in UNITS}
conditions = st.one_of(
    st.sampled_from(["刑事处罚", "罚款"]).map(
        lambda kind: {"kind": "records", "source": "measures", "when": {"kind": kind}}
    ),
    st.builds(
        lambda node, below: {"kind": "score", "node": node, "below": below}, st.sampled_from(["1.1", "2.2"]), scores
    ),
    st.builds(
        lambda share, within, ties: {
            "kind": "lowest", "node": "1.2", "share": share, "within_groups": within, "ties": ties
        },
        st.sampled_from([0.2, 0.34, 0.5]), st.booleans(), st.sampled_from(["in", "out"]),
    ),
)  # fmt: skip
effects = st.one_of(
    scores.map(lambda score: {"effect": "cap", "score": score}),
    scores.map(lambda score: {"effect": "floor", "score": score}),
    st.integers(1, 40).map(lambda points: {"effect": "deduct", "points": points}),
)
rules = st.lists(
    st.builds(lambda effect, when: effect | {"when": [when]}, effects, conditions), min_size=1, max_size=3
).map(lambda found: [rule | {"id": f"r{at}", "label": f"规则{at}"} for at, rule in enumerate(found)])
nodes = st.dictionaries(
    st.sampled_from(["1", "2", "base", "total"]), rules.map(lambda found: {"rule": found}), min_size=1
)
some = settings(max_examples=12)


@some
@given(nodes, rows, measures)
def test_scores_are_the_sums_of_their_ledgers_and_stay_on_the_scale(node: Any, own: Any, counted: Any) -> None:
    found = evaluated(rulebook(node), own, counted, groups)
    sums = found.ledger.group_by("firm_id", "node").agg(pl.col("points").sum())
    joined = found.scores.join(sums, on=["firm_id", "node"])
    assert set(joined["node"]) >= set(node)
    np.testing.assert_allclose(joined["points"], joined["score"], atol=1e-9)
    highest = pl.when(pl.col("node") == "total").then(105.0).otherwise(100.0)
    assert found.scores.filter((pl.col("score") < 0) | (pl.col("score") > highest)).is_empty()


@some
@given(st.sampled_from(["cap", "floor", "deduct"]), conditions, rows, measures, scores)
def test_a_cap_and_a_deduction_never_raise_and_a_floor_never_lowers(
    effect: str, when: Any, own: Any, counted: Any, score: float
) -> None:
    number = {"points": score + 1} if effect == "deduct" else {"score": score}
    rule = {"id": "r", "label": "规则", "effect": effect, "when": [when], **number}
    without = evaluated(rulebook(), own, counted, groups).scores
    found = evaluated(rulebook({"base": {"rule": [rule]}}), own, counted, groups).scores
    change = (found["score"] - without["score"]).to_numpy()
    assert (change >= -1e-9).all() if effect == "floor" else (change <= 1e-9).all()


@some
@given(nodes, rows, measures)
def test_the_way_to_the_total_and_the_losses_add_up(node: Any, own: Any, counted: Any) -> None:
    found = evaluated(rulebook(node), own, counted, groups)
    lost = losses(found)
    way = way_to_total(found, lost)
    for unit in UNITS:
        steps = way.filter(firm_id=unit)
        total = found.scores.filter(firm_id=unit, node="total")["score"].item()
        assert 100 + steps["points"].sum() == pytest.approx(total, abs=1e-9)
        ends = {row["node"]: row["running"] for row in steps.filter(kind="end").to_dicts()}
        assert steps.filter(pl.col("kind") != "end")["running"].to_list()[-1] == pytest.approx(ends["total"], abs=1e-9)
    base = found.scores.filter(node="base").select("firm_id", "score")
    ruled = found.ledger.filter(node="base").filter(pl.col("parameter") != "base.aggregate")
    by_rules = ruled.group_by("firm_id").agg(pl.col("points").sum())
    for level in (["1", "2"], ["1.1", "1.2", "2.1", "2.2"]):
        sums = lost.filter(pl.col("node").is_in(level)).group_by("firm_id").agg(pl.col("lost").sum())
        both = base.join(sums, on="firm_id").join(by_rules, on="firm_id", how="left").fill_null(0)
        inner = 0.0 if level == ["1", "2"] else above_leaves(found, both["firm_id"])
        np.testing.assert_allclose(100 - both["lost"] + both["points"] + inner, both["score"], atol=1e-9)


def above_leaves(found: Evaluation, firms: pl.Series) -> np.ndarray:
    """What rules on 1 and 2 added to the score before bonus."""
    own = found.ledger.filter(pl.col("node").is_in(["1", "2"]), ~pl.col("parameter").str.ends_with("aggregate"))
    sums = own.group_by("firm_id").agg(pl.col("points").sum() / 2)
    joined = firms.to_frame().join(sums, on="firm_id", how="left", maintain_order="left")
    return joined["points"].fill_null(0).to_numpy()


@some
@given(nodes, rows, measures, st.data())
def test_a_record_left_out_and_a_number_set_otherwise_score_as_if_scored_anew(
    node: Any, own: Any, counted: Any, data: st.DataObject
) -> None:
    book = rulebook(node)
    found = evaluated(book, own, counted, groups)
    behind = found.evidence_records.filter(pl.col("parameter").str.contains(".rule.")).collect()
    if behind.height:
        row = behind.row(data.draw(st.integers(0, behind.height - 1)), named=True)
        unit, at = row["record_id"][0], int(row["record_id"][1:])
        left = {
            name: [one for place, one in enumerate(of) if (name, place) != (unit, at)] for name, of in counted.items()
        }
        dropped = what_if(found, [Drop("measures", row["record_id"])])
        expected = evaluated(book, own, left, groups).scores
        np.testing.assert_allclose(dropped.scores["score"], expected["score"], atol=1e-9)
        cost = record_costs(found, unit).rows.filter(record_id=row["record_id"])
        if cost.height:
            gained = expected.filter(firm_id=unit, node="total")["score"].item()
            before = found.scores.filter(firm_id=unit, node="total")["score"].item()
            relative = any(when["kind"] == "lowest" for t in node.values() for one in t["rule"] for when in one["when"])
            assert relative or cost["total_points"][0] == pytest.approx(gained - before, abs=1e-9)
    at = next(iter(node))
    key = "points" if node[at]["rule"][0]["effect"] == "deduct" else "score"
    changed = {**node, at: {"rule": [node[at]["rule"][0] | {key: 33}, *node[at]["rule"][1:]]}}
    anew = evaluated(rulebook(changed), own, counted, groups).scores
    supposed = what_if(found, [Set(f"{at}.rule.r0.{key}", "33")]).scores
    np.testing.assert_allclose(supposed["score"], anew["score"], atol=1e-9)


@some
@given(st.tuples(nodes, rows, measures), st.tuples(nodes, rows, measures))
def test_the_parts_of_a_change_add_up_and_its_ends_are_the_runs(earlier: Any, later: Any) -> None:
    before, now = (evaluated(rulebook(node), own, counted, groups) for node, own, counted in (earlier, later))
    split = compare_runs(before, now).split
    assert split["rules"].null_count() == 0
    np.testing.assert_allclose(split["rules"] + split["weights"] + split["records"], split["change"], atol=1e-8)
    for unit in UNITS[:2]:
        change = change_by_cause(now, before, unit)
        assert change is not None
        assert change.indicators["effect"].sum() + change.weights == pytest.approx(change.change, abs=1e-9)


def test_a_change_of_a_rule_is_of_the_rules_and_a_change_of_a_record_of_the_records() -> None:
    when = {"kind": "records", "source": "measures", "when": {"kind": "刑事处罚"}}
    rule = {"id": "criminal", "label": "刑事", "effect": "cap", "score": 59, "when": [when]}
    own = {"A": (90.0, 90.0, 90.0, 90.0), "B": (80.0, 80.0, 80.0, 80.0)}
    first = evaluated(rulebook({"total": {"rule": [rule]}}), own, {"A": ["刑事处罚"]})
    harder = evaluated(rulebook({"total": {"rule": [rule | {"score": 50}]}}), own, {"A": ["刑事处罚"]})
    other = evaluated(rulebook({"total": {"rule": [rule]}}), own, {"B": ["刑事处罚"]})
    by_rule = compare_runs(first, harder).split.filter(firm_id="A", node="total")
    assert by_rule.select("rules", "weights", "records").row(0) == pytest.approx((-9, 0, 0))
    by_record = compare_runs(first, other).split.filter(node="total").sort("firm_id")
    assert by_record["records"].to_list() == pytest.approx([31, -21])
    assert by_record["rules"].to_list() == pytest.approx([0, 0])


@some
@given(nodes, rows, measures)
def test_a_firm_alone_stands_where_all_together_stand(node: Any, own: Any, counted: Any) -> None:
    found = evaluated(rulebook(node), own, counted, groups)
    for unit in UNITS[:2]:
        stood = Standing(found, unit).scores({})
        for at, score in found.scores.filter(firm_id=unit).select("node", "score").iter_rows():
            assert stood[at][0] == pytest.approx(score, abs=1e-9)


STUDY = {
    "draws": 20, "seed": 7, "interval": 0.9, "realisations": 5, "stable": 0.9, "sobol": 8, **CITED,
    "parameters": {"assumed": 0.3, **CITED},
}  # fmt: skip


@some
@given(nodes, rows, measures)
def test_draws_apply_the_rules_on_nodes_and_vary_their_numbers(node: Any, own: Any, counted: Any) -> None:
    book = rulebook(node, robustness=STUDY)
    found = evaluated(book, own, counted, groups)
    assert book.robustness is not None
    banks = build_banks(found, book.robustness, 7)
    firms = pl.Series(banks.firms)
    every = (*book.indicator, "base", "total")
    as_evaluated = simulate(banks, nominal(banks), every)
    for at in every:
        expected = found.scores.filter(pl.col("node") == at, pl.col("firm_id").is_in(firms.implode())).sort("firm_id")
        np.testing.assert_allclose(as_evaluated.scores[at][0], expected["score"], atol=1e-9)
    draws = np.repeat(nominal(banks), 5, axis=0)
    draws[:, 3] = np.arange(5)
    fixed = replace(banks, leaves=np.repeat(banks.leaves[-1:], 6, axis=0), bonus=np.repeat(banks.bonus[-1:], 6, axis=0))
    drawn = simulate(fixed, draws, every)
    for scenario in range(5):
        plain = varied(book, banks.numbers, scenario)
        anew = evaluated(plain, own, counted, groups).scores
        for at in every:
            np.testing.assert_allclose(drawn.scores[at][scenario], anew.filter(node=at)["score"], atol=1e-8)


def varied(book: Rulebook, numbers: Any, scenario: int) -> Rulebook:
    """The rulebook with the numbers of a scenario."""
    tables = book.model_dump(mode="json", exclude_none=True)
    for place, values in numbers.items():
        at, key, *rest = place
        table = tables["node"][at]["rule"][key]
        for step in rest[:-1]:
            table = table[step]
        table[rest[-1]] = float(values[scenario])
    return Rulebook.model_validate(tables)


def test_every_unit_is_scored_the_same_in_any_order() -> None:
    when = {"kind": "lowest", "node": "1", "share": 0.5}
    book = rulebook({"base": {"rule": [{"id": "low", "label": "低", "effect": "cap", "score": 50, "when": [when]}]}})
    own = {unit: (60.0 + at, 60.0 + at, 80.0, 80.0) for at, unit in enumerate(UNITS)}
    given_records = records(own)
    turned = replace(given_records, firms=given_records.firms.reverse())
    assert scoring.score(given_records, book).scores.equals(scoring.score(turned, book).scores)


def test_a_record_that_holds_a_floor_as_well_costs_what_scoring_without_it_gains() -> None:
    when = [{"kind": "records", "source": "measures", "when": {"kind": "罚款"}}]
    effects = (("cap", 27.0), ("floor", 90.0), ("cap", 27.0))
    rules = [
        {"id": f"r{at}", "label": f"规则{at}", "effect": effect, "score": score, "when": when}
        for at, (effect, score) in enumerate(effects)
    ]
    own = dict.fromkeys(UNITS, (0.0, 0.0, 0.0, 0.0))
    found = evaluated(rulebook({"2": {"rule": rules}}), own, {unit: [] for unit in UNITS} | {"F": ["罚款"]}, groups)
    assert found.scores.filter(firm_id="F", node="2")["score"].to_list() == [27.0]
    cost = record_costs(found, "F").rows
    assert cost.select("parameter", "points").unique().sort("parameter").rows() == [
        ("2.rule.r0", -27.0),
        ("2.rule.r2", -27.0),
    ]
