"""What rules say of themselves, and what rules of no kind of their own say instead."""

from __future__ import annotations

import re
from typing import Any

import pytest

from indicator_tree import load_rulebook
from indicator_tree.rules.change import ChangeRule
from indicator_tree.rules.deduction import Deduct
from indicator_tree.rules.graded import Part
from indicator_tree.rules.model import RuleModel
from indicator_tree.rules.normalised import NormalisedRule, TreatmentDraws
from indicator_tree.tree import path_to_root

CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "约定"}}
DEDUCT = CITED | {"id": "fine", "label": "罚款", "source": "fund_warnings", "points": 5}
SIZE = {"label": "客户数", "unit": "户", "source": "clients", "column": "count"}
CHANGE = {
    "kind": "change",
    "of": "1.1",
    "by": "difference",
    "knot": [CITED | {"change": -1, "score": 0}, CITED | {"change": 1, "score": 100}],
}
NORMALISED = {
    "kind": "normalised",
    "source": "figures",
    "value": "value",
    "direction": "lower_is_better",
    "normalisation": CITED | {"method": "min_max"},
}
LOG = CITED | {"method": "log"}


class OwnRule(RuleModel):
    """Of a kind that says no more than it must."""

    @property
    def sources(self) -> tuple[str, ...]:
        return ("own",)


OTHER = TreatmentDraws.model_validate(CITED | {"label": "取对数", "transformation": LOG, "indicators": ["1.1"]})


def test_a_rule_that_says_nothing_more_has_nothing_more() -> None:
    rule = OwnRule()
    assert (rule.deductions, rule.parts, rule.closed, rule.others, rule.previous_runs) == ((), (), {}, (), 0)
    assert rule.taking({"1.1": OwnRule()}) is rule
    assert rule.treated(OTHER) is None
    assert rule.described("不得低于{limit}") == "不得低于{limit}"
    assert rule.has_error is False
    assert list(rule.contradictions("1.1", "不得低于 8%", {"limit": {"value": 0.09}})) == []


def test_every_record_costs_the_same_only_where_points_alone_say_so() -> None:
    assert Deduct.model_validate(DEDUCT).of_each == 5


@pytest.mark.parametrize(
    "change",
    [
        {"points": None, "ladder": {"column": "level", "points": {"高": 5}}},
        {"points_per": {"column": "amount", "each": 100}},
        {"per": {"size": SIZE, "each": 100}},
    ],
    ids=["a ladder", "the sum of a column", "a size"],
)
def test_no_points_are_those_of_every_record(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^not every record of fine costs the same$"):
        _ = Deduct.model_validate(DEDUCT | change).of_each


def test_a_deduction_reads_its_records_then_its_size() -> None:
    assert Deduct.model_validate(DEDUCT).sources == ("fund_warnings",)
    assert Deduct.model_validate(DEDUCT | {"per": {"size": SIZE, "each": 100}}).sources == ("fund_warnings", "clients")


def test_a_rule_of_changes_has_the_sources_of_what_changes() -> None:
    alone = ChangeRule.model_validate(CHANGE)
    assert (alone.sources, alone.others, alone.previous_runs) == ((), ("1.1",), 1)
    with pytest.raises(ValueError, match=r"^1\.1: a rule of changes that belongs to no rulebook$"):
        _ = alone.measured
    taken = alone.taking({"1.1": OwnRule()})
    assert (taken.measured, taken.sources, alone.sources) == (OwnRule(), ("own",), ())


def test_the_most_of_a_part_is_its_highest_tier_or_grade() -> None:
    tiers = [{"at_least": 10, "points": 5}, {"at_least": 1, "points": 2}]
    part = CITED | {"id": "talks", "label": "讲座", "source": "events"}
    assert Part.model_validate(part | {"measure": "records", "tiers": tiers}).most == 5
    best = {"measure": "best", "column": "grade", "absent": "良", "grades": {"优": 4, "良": 1}}
    assert Part.model_validate(part | best).most == 4


def test_another_treatment_stands_in_the_place_of_the_rules_own() -> None:
    within = CITED | {"by": "peer_group"}
    rule = NormalisedRule.model_validate(NORMALISED | {"per": "staff", "within_groups": within})
    treated = rule.treated(OTHER)
    assert treated == NormalisedRule.model_validate(
        NORMALISED | {"per": "staff", "within_groups": within, "transformation": LOG}
    )
    assert list(OTHER.changes) == ["transformation"]


def test_another_treatment_that_contradicts_the_rule_is_refused() -> None:
    rule = NormalisedRule.model_validate(
        NORMALISED | {"normalisation": CITED | {"method": "min_max", "low": 0, "high": 9}}
    )
    with pytest.raises(ValueError, match="写了 transformation，数值的单位已变，normalisation 不写 low"):
        rule.treated(OTHER)


def test_another_treatment_concerns_the_indicators_that_it_names_or_all() -> None:
    assert (OTHER.concerns("1.1"), OTHER.concerns("1.2")) == (True, False)
    assert TreatmentDraws.model_validate(CITED | {"label": "取对数", "transformation": LOG}).concerns("1.2")


@pytest.mark.parametrize("model", [NormalisedRule, TreatmentDraws])
def test_units_are_compared_within_groups_where_any_are_named(model: type[NormalisedRule | TreatmentDraws]) -> None:
    given = NORMALISED if model is NormalisedRule else CITED | {"label": "分组", "transformation": LOG}
    alone = model.model_validate(given)
    grouped = model.model_validate(given | {"within_groups": CITED | {"by": "peer_group"}})
    ungrouped = model.model_validate(given | {"within_groups": CITED | {"by": "none"}})
    assert alone.groups is None
    assert ungrouped.groups is None
    assert grouped.groups == grouped.within_groups is not None


def test_the_way_up_from_a_node_begins_at_it() -> None:
    tree = load_rulebook("2017").indicator
    assert path_to_root(tree, "1.2.1") == ("1.2.1", "1.2", "1")
    assert path_to_root(tree, "1") == ("1",)


def test_a_way_up_that_does_not_end_is_refused() -> None:
    tree = dict(load_rulebook("2017").indicator)
    tree["1"] = tree["1"].model_copy(update={"parent": "1.2.1"})
    with pytest.raises(ValueError, match=re.escape("上级指标成环：1.2.1 → 1.2 → 1 → 1.2.1")):
        path_to_root(tree, "1.2.1")
    tree["1"] = tree["1"].model_copy(update={"parent": "9"})
    with pytest.raises(ValueError, match=r"^上级指标 9 不存在$"):
        path_to_root(tree, "1.2.1")
