"""Random record sets of a few firms, complete enough that every indicator has a score."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.rules import AnswersRule, ScaleRule
from tests.support.tables import firms, tables

FIRMS = ("A", "B", "C")
Rows = dict[str, list[dict[str, Any]]]

_firm = st.sampled_from(FIRMS)
_day = st.sampled_from([date(2017, 3, 1), date(2017, 3, 2), date(2017, 12, 29)])
_closed = st.sampled_from([None, date(2017, 6, 1), date(2018, 1, 10), date(2018, 1, 11)])


def _owned(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"firm_id": _firm, **columns})


@st.composite
def _call(draw: st.DrawFn) -> dict[str, bool | None]:
    reached = draw(st.sampled_from(["not connected", "not answered", "answered"]))
    if reached == "not connected":
        return {"connected": False, "answered": None, "polite": None, "effective": None}
    if reached == "not answered":
        return {"connected": True, "answered": False, "polite": None, "effective": None}
    return {"connected": True, "answered": True, "polite": draw(st.booleans()), "effective": draw(st.booleans())}


@st.composite
def record_rows(draw: st.DrawFn, book: Rulebook) -> Rows:
    """Rows by source."""
    words = book.vocabulary
    measures = words["integrity_measures"]
    rows: Rows = {
        "fund_warnings": draw(
            st.lists(_owned(level=st.sampled_from(words["fund_warnings"]["level"]), occurred_on=_day), max_size=12)
        ),
        "complaints": draw(
            st.lists(
                _owned(
                    category=st.sampled_from(words["complaints"]["category"]),
                    closed_on=_closed,
                    at_fault=st.booleans(),
                    count=st.integers(1, 30),
                ),
                max_size=12,
            )
        ),
        "integrity_measures": draw(
            st.lists(
                _owned(
                    matter=st.sampled_from(measures["matter"]),
                    subject_level=st.sampled_from(measures["subject_level"]),
                ),
                max_size=8,
            )
        ),
        "social_projects": draw(
            st.lists(
                _owned(
                    part=st.sampled_from(words["social_projects"]["part"]),
                    cases=st.integers(0, 30),
                    amount=st.floats(0, 500),
                ),
                max_size=8,
            )
        ),
        "education_products": [],
        "education_activities": [],
        "education_bases": [],
        "phone_checks": [],
        "survey_responses": [],
        "annual_ratios": [],
    }
    for firm in FIRMS:
        owner = {"firm_id": firm}
        rows["phone_checks"] += [{**owner, "round": number, **draw(_call())} for number in (1, 2, 3)]
        rows["education_products"].append({**owner, "form": "图文", "clicks": draw(st.integers(0, 10**6))})
        rows["education_activities"].append({**owner, "participants": draw(st.integers(0, 10**6))})
        rows["education_bases"].append({**owner, "tier": draw(st.sampled_from(words["education_bases"]["tier"]))})
        rules = [(code, book.indicator[code].rule) for code in book.leaves]
        for _ in range(draw(st.integers(1, 3))):
            answers = {
                rule.question: draw(st.sampled_from(list(rule.answers.values)))
                for _, rule in rules
                if isinstance(rule, AnswersRule)
            }
            rows["survey_responses"].append({**owner, **answers, "count": book.sampling.minimum_respondents})
        for _, rule in rules:
            if isinstance(rule, ScaleRule):
                ratio = draw(st.floats(0, rule.knot[-1].ratio * 1.2))
                rows["annual_ratios"].append({**owner, "ratio": rule.ratio, "numerator": ratio})
    return rows


def as_records(rows: Rows, of: tuple[str, ...] = FIRMS) -> Records:
    """What `scoring.score` takes."""
    return Records(firms=firms(*of), tables=tables(rows), intake=(), quarantine={})
