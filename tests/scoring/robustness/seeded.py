"""A dozen firms scored by the rules of 2017 from seeded records: every kind of rule, scores at floor and ceiling."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

import scoring
from data_sources.records import Records
from indicator_tree import Rulebook, load_rulebook
from indicator_tree.robustness import Robustness
from indicator_tree.rules import AnswersRule, ScaleRule
from scoring.robustness import Banks, build_banks
from tests.support.tables import firms, tables

FIRMS = tuple(f"F{at:02}" for at in range(12))
CITED = {"basis": "assumed", "reference": {"title": "示例"}}


@cache
def book() -> Rulebook:
    """The rules of 2017; every response counts."""
    return load_rulebook("2017").model_copy(update={"questionnaire": None})


def study(**changes: Any) -> Robustness:
    """What the rulebook of 2017 varies, in fewer draws, with some of its tables changed."""
    settings = book().robustness
    assert settings is not None
    small = {"draws": 60, "realisations": 12, "survey": {"vary": True, "realisations": 40, **CITED}}
    return Robustness.model_validate(settings.model_dump(exclude_none=True) | small | changes)


@cache
def evaluation() -> scoring.Evaluation:
    """The firms scored."""
    return scoring.score(_records(), book())


@cache
def banks() -> Banks:
    """Everything that the rulebook varies."""
    return build_banks(evaluation(), study(), seed=5)


def _records() -> Any:
    random = np.random.default_rng(8)
    words = book().vocabulary
    rows: dict[str, list[dict[str, Any]]] = {source: [] for source in book().sources}

    def several(source: str, most: int, **columns: tuple[Any, ...]) -> None:
        for firm in FIRMS:
            for _ in range(random.integers(0, most)):
                drawn = {name: values[random.integers(len(values))] for name, values in columns.items()}
                rows[source].append({"firm_id": firm, **drawn})

    several("fund_warnings", 4, level=words["fund_warnings"]["level"])
    several("complaints", 40, category=words["complaints"]["category"], at_fault=(True, False))
    measures = words["integrity_measures"]
    several("integrity_measures", 6, matter=measures["matter"], subject_level=measures["subject_level"])
    several("education_products", 9, form=words["education_products"]["form"], clicks=(900, 40000))
    several("education_activities", 30, sessions=(1, 40), participants=(10, 3000))
    several("education_bases", 2, tier=words["education_bases"]["tier"])
    several("social_projects", 5, part=words["social_projects"]["part"], cases=(1, 4), amount=(0.5, 60.0))
    rules = [rule for code in book().leaves if (rule := book().indicator[code].rule)]
    for firm in FIRMS:
        rows["education_products"].append({"firm_id": firm})
        rows["education_activities"].append({"firm_id": firm})
        for number in (1, 2, 3):
            effective = bool(random.random() < 0.8)
            rows["phone_checks"].append({"firm_id": firm, "round": number, "effective": effective})
        for _ in range(60):
            answers = {
                rule.question: sorted(rule.answers.values)[int(random.integers(len(rule.answers.values)))]
                for rule in rules
                if isinstance(rule, AnswersRule)
            }
            rows["survey_responses"].append({"firm_id": firm, **answers})
        for rule in rules:
            if isinstance(rule, ScaleRule):
                ratio = random.uniform(0, rule.knot[-1].ratio * 1.1)
                rows["annual_ratios"].append({"firm_id": firm, "ratio": rule.ratio, "numerator": ratio})
    return Records(firms=firms(*FIRMS), tables=tables(rows), intake=(), quarantine={})
