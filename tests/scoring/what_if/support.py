"""Scoring from scratch what `what_if` answers from a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from indicator_tree import Rulebook
from indicator_tree.rules import AnswersRule, ScaleRule
from scoring import Evaluation, score_evidence
from scoring.reducing import reduce_records
from scoring.what_if import Drop, RecordCosts, WhatIf
from tests.support.random_records import FIRMS, Rows

_Rule = TypeVar("_Rule")
Tables = Mapping[str, pl.LazyFrame]
SCORED = ("firm_id", "node", "score", "rank")


def scored(firms: pl.DataFrame, tables: Tables, book: Rulebook, scheme: str | None = None) -> Evaluation:
    """Records without a questionnaire, reduced and scored."""
    return score_evidence(firms, reduce_records(tables, book), book, scheme)


def less(tables: Tables, drops: Iterable[Drop]) -> dict[str, pl.LazyFrame]:
    """The tables without some records."""
    gone: dict[str, list[str]] = {}
    for drop in drops:
        gone.setdefault(drop.source, []).append(drop.record_id)
    return {
        source: table.filter(~pl.col("record_id").is_in(gone.get(source, []))) if source in gone else table
        for source, table in tables.items()
    }


def assert_same(found: WhatIf, scratch: Evaluation) -> None:
    """Evidence, scores and ranks are those of scoring from scratch."""
    assert_frame_equal(found.evidence, scratch.evidence, abs_tol=1e-12, rel_tol=0)
    assert_frame_equal(found.scores.select(SCORED), scratch.scores.select(SCORED), abs_tol=1e-12, rel_tol=0)


def assert_costs(costs: RecordCosts, firm: str, drop: Drop, found: WhatIf) -> None:
    """What is said of a record is what moves without it."""
    told = costs.rows.filter(source=drop.source, record_id=drop.record_id)
    moved = {row["node"]: row for row in found.moves.filter(firm_id=firm).to_dicts()}
    for row in told.to_dicts():
        assert row["points"] == pytest.approx(moved.get(row["node"], {}).get("change", 0.0), abs=1e-9)
        total = moved.get("total", {"change": 0.0, "rank_before": 0, "rank_now": 0})
        assert row["total_points"] == pytest.approx(total["change"], abs=1e-9)
        assert row["ranks"] == total["rank_before"] - total["rank_now"]


def ids(tables: Tables, source: str) -> list[str]:
    """All records of a source."""
    return tables[source].select("record_id").collect().to_series().to_list()


def rows_of_everything(book: Rulebook) -> Rows:
    """Three firms with something of everything, each with other numbers."""
    words = book.vocabulary
    answers = {rule.question: list(rule.answers.values) for rule in _rules(book, AnswersRule)}
    ratios = [(rule.ratio, rule.knot[-1].ratio) for rule in _rules(book, ScaleRule)]
    rows: Rows = {source: [] for source in ("fund_warnings", "complaints", "integrity_measures", "phone_checks")}
    rows |= {source: [] for source in ("survey_responses", "annual_ratios", "social_projects")}
    rows |= {source: [] for source in ("education_products", "education_activities", "education_bases")}
    for n, firm in enumerate(FIRMS):
        own = {"firm_id": firm}
        levels = words["fund_warnings"]["level"]
        rows["fund_warnings"] += [{**own, "level": level, "count": n + at} for at, level in enumerate(levels)]
        categories = words["complaints"]["category"] if n else ()
        days = [date(2017, 6, 1), None, date(2018, 1, 5)]
        for place, category in enumerate(categories):
            row = {**own, "category": category, "at_fault": place % 2 == 0, "count": 1 + (n + place) % 3}
            rows["complaints"].append({**row, "closed_on": days[(n + place) % 3]})
        for place, matter in enumerate(words["integrity_measures"]["matter"]):
            level = words["integrity_measures"]["subject_level"][(n + place) % 2]
            rows["integrity_measures"].append({**own, "matter": matter, "subject_level": level})
        for place, part in enumerate(words["social_projects"]["part"]):
            rows["social_projects"].append({**own, "part": part, "cases": 2 + n + place, "amount": 0.5 + n})
        calls = [{}, {"polite": False}, {"effective": False}]
        rows["phone_checks"] += [{**own, "round": at + 1, **call} for at, call in enumerate(calls[: 3 - n % 2])]
        rows["phone_checks"] += [{**own, "round": 3, "answered": False}] if n % 2 else []
        rows["education_products"] += [
            {**own, "form": form, "clicks": 9_000 * (n + 1), "count": 7} for form in ("图文", "视频")
        ]
        rows["education_activities"].append({**own, "participants": 6_000 * (n + 1), "sessions": 60, "count": 6})
        rows["education_bases"].append({**own, "tier": words["education_bases"]["tier"][n]})
        for place in range(2):
            given = {question: options[(n + place) % len(options)] for question, options in answers.items()}
            rows["survey_responses"].append({**own, **given, "count": 30 + 20 * place})
        rows["annual_ratios"] += [{**own, "ratio": ratio, "numerator": top * (n + 1) / 3} for ratio, top in ratios]
    return rows


def _rules(book: Rulebook, kind: type[_Rule]) -> list[_Rule]:
    return [rule for node in book.leaves if isinstance(rule := book.indicator[node].rule, kind)]
