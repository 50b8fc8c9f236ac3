"""Which parameters of a rule vary, how far, and what the rule then is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from indicator_tree.rules import Bonus, Rule
from indicator_tree.scope import ScoreScale
from scoring.kinds.parameters import changed
from scoring.ledger import points_under
from scoring.robustness.parameter_draws import laid_out, nominal_scores, rule_at, scenario_scores
from scoring.robustness.what_varies import parameters_of
from tests.scoring.robustness.seeded import CITED, FIRMS, book, evaluation, study

CASES = tomllib.loads((Path(__file__).parent / "rule_parameters.toml").read_text(encoding="utf-8"))["case"]
SCALE = ScoreScale(**CITED)
RULES: TypeAdapter[Any] = TypeAdapter(Rule)


def read(case: dict[str, Any]) -> Any:
    return Bonus.model_validate(case["bonus"]) if "bonus" in case else RULES.validate_python(case["rule"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_varies(case: dict[str, Any]) -> None:
    found = parameters_of("x", read(case), SCALE)
    assert [each.key.removeprefix("x.") for each in found] == list(case["varies"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_numbers_under_a_factor_stay_within_their_limits(case: dict[str, Any]) -> None:
    for each, (key, told) in zip(parameters_of("x", read(case), SCALE), case["varies"].items(), strict=True):
        assert [number.times(told["factor"]) for number in each.numbers] == pytest.approx(told["numbers"]), key


@given(st.data())
def test_a_rule_with_other_parameters_is_still_a_rule(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    rule = read(case)
    parameters = parameters_of("x", rule, SCALE)
    other = changed(rule, {each: data.draw(st.floats(0.01, 1.99)) for each in parameters})
    assert type(rule).model_validate(other.model_dump()) == other


def test_every_rule_of_2017_is_still_a_rule_at_either_end_of_its_spread() -> None:
    for node in (*book().leaves, "bonus"):
        rule = rule_at(evaluation(), node)
        assert rule is not None
        for factor in (0.5, 1.5):
            other = changed(rule, dict.fromkeys(parameters_of(node, rule, book().scale), factor))
            assert type(rule).model_validate(other.model_dump()) == other, (node, factor)


def test_factors_of_1_change_no_score() -> None:
    facts, places = laid_out(evaluation(), FIRMS)
    for node, scores in nominal_scores(evaluation(), FIRMS).items():
        rule = rule_at(evaluation(), node)
        assert rule is not None
        same = changed(rule, dict.fromkeys(parameters_of(node, rule, book().scale), 1.0))
        assert points_under(node, same, facts, book())[places] == pytest.approx(scores, abs=1e-9), node


def test_points_half_as_many_again_cost_half_as_much_again() -> None:
    facts, _ = laid_out(evaluation(), FIRMS)
    rule = rule_at(evaluation(), "3.1.1")
    assert rule is not None
    other = changed(rule, dict.fromkeys(parameters_of("3.1.1", rule, book().scale), 1.5))
    now, then = points_under("3.1.1", other, facts, book()), points_under("3.1.1", rule, facts, book())
    assert (then < 100).any()
    assert 100 - now == pytest.approx(np.minimum((100 - then) * 1.5, 100), abs=1e-9)


def test_where_no_basis_has_a_spread_there_is_no_scenario() -> None:
    leaves, bonus = scenario_scores(evaluation(), FIRMS, study(parameters=dict(CITED)), seed=1)
    assert leaves.shape == (1, len(book().leaves), len(FIRMS))
    assert bonus.shape == (1, len(FIRMS))


def test_scenarios_of_one_leaf_do_not_depend_on_other_leaves_or_on_how_many_there_are() -> None:
    few = scenario_scores(evaluation(), FIRMS, study(realisations=3), seed=1)[0]
    many = scenario_scores(evaluation(), FIRMS, study(realisations=7), seed=1)[0]
    assert np.array_equal(few[:3], many[:3])
    assert not np.array_equal(many[0], many[1])


def test_indicators_with_published_parameters_alone_do_not_vary() -> None:
    leaves, _ = scenario_scores(evaluation(), FIRMS, study(), seed=1)
    still = {leaf for place, leaf in enumerate(book().leaves) if (leaves[:, place] == leaves[-1, place]).all()}
    fixed = {leaf for leaf in book().leaves if not parameters_of(leaf, rule_at(evaluation(), leaf), book().scale)}
    assert fixed == {"2.1.2", "2.2.3", "2.3.1"}
    assert fixed <= still
    assert leaves.min() >= 0
    assert leaves.max() <= 100
