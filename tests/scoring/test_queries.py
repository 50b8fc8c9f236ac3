"""Small records are scored in few queries of Polars: each takes longer than its handful of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from indicator_tree.rules import AnswersRule, ScaleRule
from scoring import score
from tests.support.random_records import FIRMS, Rows, as_records

MOST = 160


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that ran, by the way they were asked for; operations on frames in memory are queries too."""
    ran: list[str] = []

    def counting(name: str, ask: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **kwargs: Any) -> Any:
            ran.append(name)
            return ask(*args, **kwargs)

        return counted

    for name in ("collect", "_collect_eager", "collect_batches"):
        monkeypatch.setattr(pl.LazyFrame, name, counting(name, getattr(pl.LazyFrame, name)))
    monkeypatch.setattr(pl, "collect_all", counting("collect_all", pl.collect_all))
    return ran


def test_small_records_are_scored_in_few_queries(queries: list[str]) -> None:
    book = load_rulebook("2017")
    records = as_records(_rows())
    queries.clear()
    scores = score(records, book).scores
    assert scores.filter(node="total")["score"].null_count() == 0
    assert "_collect_eager" in queries
    assert "collect" in queries
    assert len(queries) <= MOST


def _rows() -> Rows:
    """Something of every source for every firm."""
    book = load_rulebook("2017")
    words, rules = book.vocabulary, [book.indicator[code].rule for code in book.leaves]
    measures = words["integrity_measures"]
    rows: Rows = {
        "fund_warnings": [{"level": level} for level in words["fund_warnings"]["level"]],
        "complaints": [{"category": category, "at_fault": True} for category in words["complaints"]["category"]],
        "integrity_measures": [
            {"matter": matter, "subject_level": level}
            for matter in measures["matter"]
            for level in measures["subject_level"]
        ],
        "social_projects": [{"part": part, "cases": 3, "amount": 0.5} for part in words["social_projects"]["part"]],
        "education_products": [{"form": "图文", "clicks": 9}],
        "education_activities": [{"participants": 9}],
        "education_bases": [{"tier": tier} for tier in words["education_bases"]["tier"]],
        "phone_checks": [{"round": number, "connected": True} for number in (1, 2, 3)],
        "annual_ratios": [{"ratio": rule.ratio, "numerator": 1.0} for rule in rules if isinstance(rule, ScaleRule)],
        "survey_responses": [
            {rule.question: list(rule.answers.values)[at] for rule in rules if isinstance(rule, AnswersRule)}
            | {"count": book.sampling.minimum_respondents}
            for at in (0, 1)
        ],
    }
    return {source: [{**row, "firm_id": firm} for firm in FIRMS for row in own] for source, own in rows.items()}
