"""Cleaning: what each rule rejects and what not, what the funnel counts, and that the order of rows plays no part."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from surveys.quality import clean
from surveys.questionnaire import Questionnaire, load_questionnaire
from tests.surveys.support import CASES, QUESTIONNAIRE, SCHEMA, responses

RULES = [rule.id for rule in QUESTIONNAIRE.quality]


def rejected(frame: pl.DataFrame, questionnaire: Questionnaire = QUESTIONNAIRE) -> dict[str, str]:
    found = clean(frame.lazy(), questionnaire).rejected.collect()
    return dict(found.select("record_id", "rule").rows())


def counts(frame: pl.DataFrame, firm: str = "甲") -> dict[str, int | None]:
    found = clean(frame.lazy(), QUESTIONNAIRE).funnel.filter(pl.col("firm_id") == firm)
    return dict(found.select("step", "responses").rows())


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
def test_case(case):
    assert rejected(responses(*case["responses"])) == case["rejected"]


def test_every_kind_of_rule_has_cases_on_both_sides():
    told = [rule for case in CASES["case"] for rule in case["rejected"].values()]
    assert set(told) == set(RULES)
    for rule in RULES:
        cases = [case for case in CASES["case"] if rule in case["rejected"].values()]
        assert any(len(case["rejected"]) < len(case["responses"]) for case in cases)


def test_accepted_responses_keep_their_columns_and_order():
    frame = responses({"record_id": "b"}, {"client": False}, {"record_id": "a"})
    accepted = clean(frame.lazy(), QUESTIONNAIRE).accepted.collect()
    assert_frame_equal(accepted, frame[[0, 2]])


def test_rejected_responses_carry_firm_entity_rule_and_label():
    frame = responses({"client": False}).with_columns(entity_id=pl.lit("甲分"))
    found = clean(frame.lazy(), QUESTIONNAIRE).rejected.collect().row(0, named=True)
    assert found == {
        "record_id": "1",
        "firm_id": "甲",
        "entity_id": "甲分",
        "rule": "not_client",
        "label": "不是客户",
    }


def test_the_funnel_counts_every_step_of_every_firm():
    frame = responses(
        {},
        {"status": "已发送"},
        {"status": "已开始"},
        {"client": False},
        {"respondent": 1},
        {"respondent": 1, "device": 4},
        {"firm_id": "乙", "status": ""},
    )
    funnel = clean(frame.lazy(), QUESTIONNAIRE).funnel
    assert funnel["firm_id"].unique(maintain_order=True).to_list() == ["乙", "甲"]
    assert funnel["step"].to_list() == 2 * ["sent", "started", "completed", *RULES, "accepted", "unrecognised"]
    none = dict.fromkeys(RULES, 0) | {"straight_lining": 0}
    assert counts(frame) == {
        "sent": 6,
        "started": 5,
        "completed": 4,
        **none,
        "unfinished": 2,
        "not_client": 1,
        "same_respondent": 1,
        "accepted": 2,
        "unrecognised": 0,
    }
    assert counts(frame, "乙") == {"sent": 1, "started": 1, "completed": 1, **none, "accepted": 1, "unrecognised": 0}


@pytest.mark.parametrize(
    ("column", "rules"),
    [
        ("status", ["unfinished"]),
        ("client", ["not_client"]),
        ("respondent", ["same_respondent"]),
        ("seconds", ["too_fast"]),
        ("check", ["attention"]),
        ("sold", ["off_route"]),
        ("served", ["straight_lining", "contradiction"]),
    ],
)
@pytest.mark.parametrize("how", ["empty", "absent"])
def test_a_rule_whose_column_says_nothing_is_not_checked_and_rejects_nothing(column, rules, how):
    full = responses({"respondent": 1, "device": 1}, {"respondent": 2, "device": 2, "client": False})
    frame = full.drop(column) if how == "absent" else full.with_columns(pl.lit(None, SCHEMA[column]).alias(column))
    cleaned = clean(frame.lazy(), QUESTIONNAIRE)
    assert [rule.id for rule in cleaned.unchecked] == rules
    unknown = cleaned.funnel.filter(pl.col("responses").is_null())["step"].to_list()
    assert unknown == rules
    assert not set(cleaned.rejected.collect()["rule"]) & set(rules)


def test_a_wave_without_responses_is_no_error():
    cleaned = clean(responses().lazy(), QUESTIONNAIRE)
    assert (cleaned.accepted.collect().height, cleaned.rejected.collect().height, cleaned.funnel.height) == (0, 0, 0)


def test_without_rules_only_unfinished_responses_are_rejected():
    questionnaire = QUESTIONNAIRE.model_copy(update={"quality": load_minimal().quality})
    frame = responses({"client": False, "check": "好"}, {"status": "已开始"})
    assert rejected(frame, questionnaire) == {"2": "unfinished"}


def load_minimal() -> Questionnaire:
    question = QUESTIONNAIRE.question[0].model_dump()
    return Questionnaire.model_validate({"id": "q", "title": "t", "year": 2017, "question": [question]})


def test_the_rules_of_2017_name_every_kind_but_two():
    kinds = {rule.kind for rule in load_questionnaire("investor_2017").quality}
    assert {rule.kind for rule in QUESTIONNAIRE.quality} - kinds == {"straight_lining", "off_route"}


CELLS = st.fixed_dictionaries(
    {
        "firm_id": st.sampled_from(["甲", "乙"]),
        "answered_on": st.integers(0, 13).map(lambda days: date(2017, 10, 8) + timedelta(days=days)),
        "respondent": st.sampled_from([1, 2, 3, ""]),
        "device": st.sampled_from([1, 2, 3, 4, ""]),
        "status": st.sampled_from(["已完成", "已完成", "已完成", "已开始", "已发送", ""]),
        "seconds": st.sampled_from([10, 30, 100, 300, ""]),
        "client": st.sampled_from([True, True, True, False, ""]),
        "check": st.sampled_from(["一般", "一般", "好", ""]),
    }
)
WAVES = st.lists(CELLS, max_size=12)


@settings(max_examples=60, deadline=None)
@given(WAVES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(cells, random):
    frame = responses(*cells)
    order = list(range(frame.height))
    random.shuffle(order)
    one, other = (clean(each.lazy(), QUESTIONNAIRE) for each in (frame, frame[order]))
    assert_frame_equal(one.funnel, other.funnel)
    assert_frame_equal(one.rejected.collect().sort("record_id"), other.rejected.collect().sort("record_id"))
    assert_frame_equal(one.accepted.collect().sort("record_id"), other.accepted.collect().sort("record_id"))


@settings(max_examples=30, deadline=None)
@given(WAVES)
def test_accepted_and_rejected_are_those_that_the_funnel_counts(cells):
    cleaned = clean(responses(*cells).lazy(), QUESTIONNAIRE)
    accepted, rejected = cleaned.accepted.collect(), cleaned.rejected.collect()
    for firm in cleaned.funnel["firm_id"].unique():
        found = dict(cleaned.funnel.filter(pl.col("firm_id") == firm).select("step", "responses").rows())
        assert found["accepted"] == accepted.filter(pl.col("firm_id") == firm).height
        for rule in RULES:
            assert (found[rule] or 0) == rejected.filter(pl.col("firm_id") == firm, pl.col("rule") == rule).height
    known = dict(cleaned.patterns.select("firm_id", "respondents").rows())
    assert known == dict(accepted.group_by("firm_id").len().rows())


@settings(max_examples=60, deadline=None)
@given(WAVES)
def test_the_funnel_sums_up(cells):
    frame = responses(*cells)
    cleaned = clean(frame.lazy(), QUESTIONNAIRE)
    for firm in frame["firm_id"].unique():
        found = dict(cleaned.funnel.filter(pl.col("firm_id") == firm).select("step", "responses").rows())
        later = sum(found[rule] or 0 for rule in RULES[1:])
        assert found["sent"] == frame.filter(pl.col("firm_id") == firm).height
        assert found["sent"] >= found["started"] >= found["completed"] == later + found["accepted"]
        assert found["sent"] == found["completed"] + (found["unfinished"] or 0)
    assert cleaned.accepted.collect().height + cleaned.rejected.collect().height == frame.height
