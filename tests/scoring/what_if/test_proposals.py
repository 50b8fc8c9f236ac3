"""Keys of parameters, long and short; what cannot be set, and why."""

from __future__ import annotations

import pytest

from indicator_tree import RulebookError
from scoring import ScoringError, UnknownSchemeError
from scoring.errors import ConflictingValuesError
from scoring.what_if import Set, Weights, next_steps, proposal, what_if
from scoring.what_if.keys import Keys
from tests.reports import small

BOOK = small.rulebook()

FOUND = {
    "1.1.deduct.notice.points": "indicator.1.1.rule.deduct.notice.points",
    "indicator.1.1.rule.deduct.notice.points": "indicator.1.1.rule.deduct.notice.points",
    " 1.1.deduct.general.cap ": "indicator.1.1.rule.deduct.general.cap",
    "1.1.notice.points": "indicator.1.1.rule.deduct.notice.points",
    "1.2.days_after_period": "indicator.1.2.rule.done.days_after_period",
    "1.2.score": "indicator.1.2.rule.none_received.score",
    "2.1.knot.2.score": "indicator.2.1.rule.knot.2.score",
    "2.1.missing": "indicator.2.1.missing",
    "bonus.cap": "bonus.cap",
    "bonus.part.charity.tiers.1.points": "bonus.part.charity.tiers.1.points",
    "scale.floor": "scale.floor",
    "weights.given.weight.1": "weights.given.weight.1",
}


@pytest.mark.parametrize("key", FOUND)
def test_a_parameter_is_found_by_its_key(key: str) -> None:
    assert Keys(BOOK.model_dump(mode="json")).find(key).path == FOUND[key]


REFUSED = {
    "several parameters": ("1.1.points=4", "请写全：1.1.deduct.notice.points、1.1.deduct.general.points"),
    "none of that name": ("1.1.deduct.notice.point=4", "是否指 1.1.deduct.notice.points？"),
    "no such indicator": ("7.1.points=4", "没有参数 7.1.points"),
    "nothing": ("=4", "没有参数 （空）"),
    "a wrong type": ("1.1.deduct.notice.points=many", "deduct.[1].points：应为数字，实为 many"),
    "out of bounds": ("1.1.deduct.notice.points=-1", "应大于 0"),
    "a required value taken away": ("2.1.knot.1.ratio=", "缺少此项"),
    "what each record costs taken away": ("1.1.deduct.notice.points=", "points（每条扣几分）与 ladder"),
    "knots out of order": ("2.1.knot.1.ratio=2", "knot 的 ratio 应从小到大"),
    "weights that do not add up": ("weights.given.weight.1=0.5", "同级权重之和应为 1"),
    "a word that is not in the vocabulary": ("1.1.deduct.notice.when.level=提示", "是否指 提示关注？"),
    "the period": ("period.end=2018-12-31", "period.end 不能这样修改"),
    "the population": ("population.minimum_age_years=2", "ipscore score 重新评分"),
    "the tree": ("1.1.parent=2", "1.1.parent 不能这样修改"),
    "the kind of a rule": ("2.1.kind=graded", "2.1.kind 不能这样修改"),
    "the default scheme": ("default_weights=given", "请用 --weights"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_set_says_why(case: str) -> None:
    text, told = REFUSED[case]
    with pytest.raises((ScoringError, RulebookError)) as error:
        proposal(BOOK, [Set(*text.split("=", 1))])
    assert told in str(error.value)


CONFLICTS = {
    "under one key": (["1.1.deduct.notice.points=4", "1.1.deduct.notice.points=5"], "写了 2 个"),
    "under an abbreviation": (["1.1.notice.points=4", "indicator.1.1.rule.deduct.notice.points=5"], "写了 2 个"),
    "a value and none": (["1.1.general.cap=70", "1.1.general.cap="], "1.1.general.cap=70、1.1.general.cap="),
    "the same again and another": (["1.1.notice.points=4", "1.1.notice.points=4", "1.1.notice.points=5"], "写了 2 个"),
}


@pytest.mark.parametrize("case", CONFLICTS)
def test_a_parameter_cannot_be_set_to_two_values(case: str) -> None:
    texts, told = CONFLICTS[case]
    with pytest.raises(ConflictingValuesError, match=r"1\.1\.deduct\.\w+\.\w+ 只能有一个值") as error:
        proposal(BOOK, [Set(*text.split("=", 1)) for text in texts])
    assert told in str(error.value)


def test_a_parameter_may_be_set_twice_to_one_value() -> None:
    sets = [Set("1.1.notice.points", "4"), Set("1.1.deduct.notice.points", " 4.0 ")]
    found = what_if(small.evaluation(), sets)
    assert found.settings == (("1.1.deduct.notice.points", 3.0, 4.0),)


def test_values_are_those_of_toml_or_text() -> None:
    after = proposal(
        BOOK,
        [Set("1.1.deduct.notice.same_event", '["matter"]'), Set("1.1.general.cap", ""), Set("2.1.missing", "error")],
    )
    notice, general = after.indicator["1.1"].rule.deduct
    assert (notice.same_event, general.cap, after.indicator["2.1"].missing) == (("matter",), None, "error")


def test_settings_are_told_with_what_they_were() -> None:
    found = what_if(small.evaluation(), [Set("1.1.notice.points", "4"), Set("1.1.general.cap", "")])
    assert found.settings == (("1.1.deduct.notice.points", 3.0, 4.0), ("1.1.deduct.general.cap", 70.0, None))


def test_a_scheme_that_is_not_there() -> None:
    with pytest.raises(UnknownSchemeError, match="equal、given"):
        what_if(small.evaluation(), [Weights("equl")])


def test_bands_are_those_that_apply_before_and_now() -> None:
    found = what_if(small.evaluation(), [Set("1.1.general.points", "10")])
    crossed = found.crossings.filter(firm="乙证券", node="1.1").select("band_before", "band_now").row(0)
    assert crossed == ("[0,60)", "[60,90)")


def test_a_step_to_the_next_band_tells_what_the_total_would_gain() -> None:
    steps = next_steps(small.evaluation(), small.B).filter(node="1.1")
    row = steps.row(0, named=True)
    assert (row["before"], row["score"], row["next_band"]) == (30.0, 100.0, "[60,90)")
    assert row["total_points"] == pytest.approx(70 / 4)
