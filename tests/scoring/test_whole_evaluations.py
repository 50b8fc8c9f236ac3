"""Small evaluations as a whole: evidence, ledger, scores and all that is made of them, number by number.

To accept what is made now: `pytest tests/scoring/test_whole_evaluations.py --bless`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import scoring
from indicator_tree.rules import ChangeRule
from scoring import Evaluation, compare_schemes, score_evidence
from scoring.changed_causes import changed_causes
from scoring.errors import UnknownSchemeError
from scoring.kinds.facts import Facts
from scoring.kinds.measures import measures_of
from scoring.kinds.registry import kind_of
from scoring.next_band import next_bands
from scoring.reducing import reduce_records
from tests.reports import small
from tests.scoring import test_generic_normalisation as generic
from tests.scoring import test_weighted_mean as weighted
from tests.scoring.kinds import measures
from tests.scoring.lettering.test_cases import CASES as LETTERED
from tests.scoring.lettering.test_cases import lettered
from tests.scoring.node_rules import made as ruled
from tests.scoring.normalised import test_cases as grouped
from tests.scoring.previous import support as yearly
from tests.scoring.small_numbers import market
from tests.scoring.treatment import test_cases as treated
from tests.support import tables as made

KEPT = Path(__file__).with_name("whole_evaluations")
LEFT_OUT = ("firms", "survey_covariance")
"""What is given, and what is too large to be read."""

CAUSES = ["系统", "系统", "服务", "", "服务"]
DEDUCTIONS: dict[str, dict[str, Any]] = {
    "ladder": {
        "ladder": {"column": "kind", "points": {"警示函": 2, "责令改正": 4, "行政处罚": 8}},
        "cap": 20,
        "scaled": [{"label": "减半", "when": {"remedied": True}, "factor": 0.5}],
        "repeat": {"within_days": 30, "factor": 2, "same": ["cause"]},
        "mitigated": {"label": "已整改", "when": {"remedied": True}, "share": 0.5, "limit": 3},
    },
    "sum": {"points": 2, "points_per": {"column": "amount", "each": 100}},
    "size": {"points": 2, "cap": 20, "per": {"size": "clients", "each": 10_000, "without": "cap"}},
    "cause": {"points": 2, "same_cause": ["cause"]},
    "event": {"points": 2, "same_event": ["cause"]},
}


def deducted(deduct: dict[str, Any]) -> Evaluation:
    """Five records of one department, and none of another."""
    kinds = ["警示函", "责令改正", "行政处罚", "警示函", "警示函"]
    rows = [
        [at * 20, kind, 40 + at, at % 2 == 1, cause] for at, (kind, cause) in enumerate(zip(kinds, CAUSES, strict=True))
    ]
    book = measures.book(deduct)
    return score_evidence(made.firms("A", "B"), reduce_records(measures.tables(rows, "A", 8000.0), book), book)


def counted(leaf: str, rule: dict[str, Any]) -> Evaluation:
    """Tickets and members of six branches."""
    sources = market.tables([2, 10, 12, 9, 0, 30], [1, 6, 2, 6, 0, 3], [900, 2000, 3000, 4000, 1000, 2500])
    return scoring.score(market.records(*sources, 6), market.book(leaf, rule))


def in_groups() -> Evaluation:
    case = next(one for one in grouped.CASES if one.get("within_groups", {}).get("below") == "all" and "scores" in one)
    return grouped.scored(case)


def changed(rule: dict[str, Any]) -> Evaluation:
    """Records and figures of four units in three years."""
    book = yearly.book(rule)
    years = [({"A": 3, "B": 2, "C": 0, "D": 1}, 2023), ({"A": 1, "B": 0, "C": 0, "D": 0}, 2022)]
    before = [yearly.earlier(yearly.records(counts, year=year), yearly.book(year=year)) for counts, year in years]
    return yearly.scored(yearly.records({"A": 1, "B": 2, "C": 0, "E": 0}), book, before)


def under_rules() -> Evaluation:
    lowest = {"kind": "lowest", "node": "1.1", "share": 0.5, "within_groups": True}
    node: dict[str, Any] = {
        "1": {"rule": [{"id": "cap", "label": "偏低", "effect": "cap", "score": 50, "when": [lowest]}]},
        "base": {
            "rule": [
                {
                    "id": "each", "label": "受罚", "effect": "deduct", "points": 4, "each": True, "most": 6,
                    "when": [{"kind": "records", "source": "measures", "when": {"kind": "罚款"}}],
                },
                {
                    "id": "floor", "label": "齐全", "effect": "floor", "score": 30,
                    "when": [{"kind": "missing", "node": "base", "above": 0.2}],
                },
            ]
        },
    }  # fmt: skip
    scores: dict[str, list[float | None]] = {
        "A": [90, 80, 70, 60],
        "B": [50, None, 30, 20],
        "C": [10, 20, 15, 5],
        "D": [70, 70, 70, 70],
    }
    found = {"A": ["罚款", "罚款", "警示"], "C": ["罚款"]}
    return ruled.evaluated(ruled.rulebook(node), scores, found, {"D": "二组"})


EVALUATIONS: dict[str, Callable[[], Evaluation]] = {
    "firms": lambda: small.evaluation(small.WITH_SURVEY),
    **{f"deduction_by_{name}": partial(deducted, deduct) for name, deduct in DEDUCTIONS.items()},
    "rate_pooled": lambda: counted("1", {"small_numbers": {"minimum": 10, "below": "pool"}}),
    "rate_shrunk": lambda: counted("1", {"shrinkage": {"method": "beta_binomial"}}),
    "incidence": lambda: counted("2", {"interval": True}),
    "incidence_shrunk": lambda: counted(
        "2",
        {"shrinkage": {"method": "gamma_poisson"}, "small_numbers": {"minimum": 5, "below": "pool", "of": "events"}},
    ),
    "incidence_expected": lambda: counted(
        "2", {"measure": "observed_over_expected", "expected_by": ["group"], "remove": ["each"]}
    ),
    "normalised": lambda: treated.scored(
        next(one for one in treated.CASES if "winsorisation" in one and "treated" in one)
    ),
    "normalised_ratio": lambda: scoring.score(
        generic.records(generic.yearly([10, 20, None, 50], [2, 5, 1, 4])), generic.book({"method": "rank"}, per="per")
    ),
    "normalised_in_groups": in_groups,
    "weighted_mean": lambda: weighted.evaluated(
        [("甲", "一部", 80.0, 1.0), ("甲", "二部", 40.0, 3.0), ("甲", "三部", None, 1.0), ("乙", "一部", 120.0, 2.0)]
    ),
    "change": lambda: changed(
        {
            "kind": "change",
            "of": "1",
            "measure": "records",
            "by": "relative",
            "without_previous": {"score": 50},
            "knot": [{"change": -0.5, "score": 100}, {"change": 0, "score": 60}, {"change": 0.5, "score": 0}],
        }
    ),
    "clean_periods": lambda: changed(
        {
            "kind": "clean_periods",
            "of": ["1"],
            "fewer": {"score": 10},
            "unknown": "ends",
            "step": [{"periods": 1, "score": 60}, {"periods": 3, "score": 100}],
        }
    ),
    "rules_on_nodes": under_rules,
    "letters": lambda: lettered(next(one for one in LETTERED if one["letters"]["method"] == "quota")),
}


def spelled(value: Any) -> str:
    """A cell: numbers to nine decimals, since the last digits are the machine's."""
    if isinstance(value, float):
        return f"{round(value, 9) + 0.0:.12g}"
    if isinstance(value, list):
        return "[" + " ".join(map(spelled, value)) + "]"
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def figures(evaluation: Evaluation) -> pl.DataFrame:
    """What rules count of every firm, as other years are held against it."""
    book, firms = evaluation.rulebook, evaluation.scores["firm_id"].unique().sort()
    facts = Facts(firms, evaluation.evidence)
    rows = [
        (node, name, measure.label, firm, None if np.isnan(value) else value)
        for node, rule in book.rules.items()
        for name, measure in measures_of(kind_of(rule), node, rule, book).items()
        if not isinstance(rule, ChangeRule)  # which follows another rule's
        for firm, value in zip(firms, measure.values(facts), strict=True)
    ]
    return pl.DataFrame(rows, ["node", "measure", "label", "firm_id", "value"], orient="row", infer_schema_length=None)


def whole(evaluation: Evaluation) -> str:
    """All tables of an evaluation, one after the other."""
    tables = {field.name: getattr(evaluation, field.name) for field in fields(evaluation)}
    tables |= {"figures": figures(evaluation), "schemes": compare_schemes(evaluation)}
    tables["steps"] = next_bands(evaluation).steps
    parts = []
    for name, given in tables.items():
        table = given.collect() if isinstance(given, pl.LazyFrame) else given
        if name in LEFT_OUT or not isinstance(table, pl.DataFrame) or table.is_empty():
            continue
        rows = [" | ".join(map(spelled, row)).rstrip() for row in table.iter_rows()]
        parts.append("\n".join([f"[{name}]", " | ".join(table.columns), *rows]))
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("name", EVALUATIONS)
def test_an_evaluation_is_what_it_was(name: str, request: pytest.FixtureRequest) -> None:
    path = KEPT / f"{name}.txt"
    found = whole(EVALUATIONS[name]())
    if request.config.getoption("--bless"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


def test_nothing_else_is_kept() -> None:
    assert {path.stem for path in KEPT.glob("*")} == set(EVALUATIONS)


def test_parts_of_the_same_parameter_are_added_up_under_the_first_quantity() -> None:
    evaluation = EVALUATIONS["weighted_mean"]()
    found = {row[1]: row[2:8] for row in changed_causes(evaluation, evaluation, "甲", "1", 1.0)}
    assert found["1.part"] == ("二部，占 75.00%", 80.0, 80.0, 50.0, 50.0, 0.0)


def test_a_notebook_shows_the_means_to_two_decimals() -> None:
    shown = EVALUATIONS["rate_pooled"]()._repr_html_()
    assert shown.startswith("<p>少量件数，权重方案：等权</p>")


def test_a_scheme_that_is_not_there_is_told_with_those_that_are() -> None:
    book = measures.book(DEDUCTIONS["sum"])
    with pytest.raises(UnknownSchemeError, match="equal"):
        score_evidence(made.firms("A"), reduce_records(measures.tables([], "A"), book), book, "flat")
