"""Other treatments of figures as an assumption: each draw is what scoring gives under the changed rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

import scoring
from indicator_tree.errors import RulebookError
from indicator_tree.loading import overlay, parse
from reports.robustness.spelling import varied
from scoring.errors import NormalisationError
from scoring.robustness import ASSUMPTIONS, build_banks, nominal, random_draws, simulate
from scoring.robustness.one_at_a_time import one_at_a_time
from tests.scoring.test_generic_normalisation import CITED, GENERIC, points, records, yearly

FIGURES: list[float | None] = [12.0, 3.0, None, 7.0, 5.0, 900.0]
WAYS: dict[str, dict[str, Any]] = {
    "百分位次": {"normalisation": {"method": "rank"}},
    "不缩尾": {"winsorisation": {"method": "none"}},
    "取对数": {"transformation": {"method": "log"}},
    "中位数插补": {"imputation": {"method": "median"}},
    "按组插补": {"imputation": {"method": "mean", "group": "kind"}},
}
OWN: dict[str, Any] = {
    "normalisation": {"method": "min_max"},
    "imputation": {"method": "mean"},
    "winsorisation": {"method": "percentiles", "low": 0.0, "high": 0.8},
}


def cited(stages: dict[str, Any]) -> dict[str, Any]:
    return {stage: table | CITED for stage, table in stages.items()}


def rulebook(ways: dict[str, dict[str, Any]], own: dict[str, Any], **study: Any) -> Any:
    settings = {"draws": 600, "seed": 1, "interval": 0.9, "realisations": 4, "stable": 0.9, "sobol": 64}
    drawn = [cited(stages) | {"label": label} | CITED for label, stages in ways.items()]
    rule = {key: one for key, one in GENERIC["indicator"]["1"]["rule"].items() if key != "normalisation"}
    tables = {"robustness": settings | {"treatment": drawn} | CITED | study}
    return parse(GENERIC | {"indicator": {"1": {"name": "甲", "rule": rule | cited(own)}}} | tables, "generic.toml")


def evaluated(book: Any) -> Any:
    made = records(yearly(FIGURES))
    kinds = pl.Series("kind", ["合并", "母公司", "合并", "合并", "母公司", "母公司"])
    table = made.tables["figures"].collect().with_columns(kinds).lazy()
    return scoring.score(type(made)(made.firms, {"figures": table}, (), made.quarantine), book)


def test_every_treatment_is_scored_as_its_rule_scores_by_itself() -> None:
    book = rulebook(WAYS, OWN)
    banks = build_banks(evaluated(book), book.robustness, 1)
    assert banks.labels["treatment"] == (*WAYS, "")
    draws = np.repeat(nominal(banks), len(WAYS) + 2, axis=0)
    draws[:, ASSUMPTIONS.index("treatment")] = np.arange(-1, len(WAYS) + 1)
    found = simulate(banks, draws).scores["total"]
    assert found[0].tolist() == found[-1].tolist()
    for row, stages in enumerate(WAYS.values(), 1):
        alone = evaluated(rulebook({}, OWN | stages, weights={"kind": "perturbed", "spread": 0.1} | CITED))
        expected = alone.scores.filter(node="total").sort("firm_id")["score"].to_list()
        assert found[row] == pytest.approx(expected, abs=1e-9)
        assert found[row].tolist() != found[0].tolist()


def test_the_rules_own_treatment_is_drawn_as_often_as_each_other() -> None:
    book = rulebook(WAYS, OWN)
    banks = build_banks(evaluated(book), book.robustness, 1)
    drawn = random_draws(banks, 600, 1)[:, ASSUMPTIONS.index("treatment")]
    assert np.bincount(drawn).tolist() == [100] * 6


def test_parameters_are_drawn_under_every_treatment() -> None:
    own = {"normalisation": {"method": "z_score", "centre": 50.0, "spread": 10.0}, "imputation": {"method": "mean"}}
    ways = {"最小最大": {"normalisation": {"method": "min_max"}}, "不插补": {"imputation": {"method": "median"}}}
    book = rulebook(ways, own, parameters={"assumed": 0.2} | CITED)
    banks = build_banks(evaluated(book), book.robustness, 1)
    low, other, last = banks.treatments[:, :, 0, 0]
    assert len(set(low)) == 1
    assert len(set(other)) == 5
    assert last.tolist() == banks.leaves[:, 0, 0].tolist()


def test_a_treatment_under_which_a_unit_has_no_score_fails_its_draws() -> None:
    book = rulebook({"不插补": {"imputation": {"method": "none"}}}, OWN)
    found = one_at_a_time(build_banks(evaluated(book), book.robustness, 1))
    assert found.select("assumption", "variant", "failed").rows() == [("treatment", "不插补", True)]


def test_a_treatment_that_cannot_be_done_is_an_error_that_names_it() -> None:
    way = {"按基数回归": {"imputation": {"method": "regression", "on": "per"}}}
    book = rulebook(way, OWN)
    with pytest.raises(NormalisationError, match=r"robustness\.treatment 的“按基数回归”：指标 1 甲 .*无法对它回归插补"):
        build_banks(evaluated(book), book.robustness, 1)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ({"indicators": ["9"], **WAYS["取对数"]}, "取对数.*9 不是归一类指标；现有：1"),
        ({}, "至少写一项：normalisation、imputation、winsorisation、transformation"),
        ({"normalisation": {"method": "min_max", "low": 1.0}, **WAYS["取对数"]}, "取对数 用于指标 1：.*不写 low"),
    ],
    ids=["an indicator that is none", "nothing else", "what does not go together"],
)
def test_a_treatment_that_fits_no_rule_is_an_error(way: dict[str, Any], said: str) -> None:
    indicators = {"indicators": way.pop("indicators")} if "indicators" in way else {}
    tables = overlay(GENERIC, {"indicator": {"1": {"rule": cited({"normalisation": {"method": "min_max"}})}}})
    drawn = cited(way) | {"label": "取对数"} | indicators | CITED
    settings = {"draws": 6, "seed": 1, "interval": 0.9, "realisations": 4, "stable": 0.9, "sobol": 64}
    with pytest.raises(RulebookError, match=said):
        parse(tables | {"robustness": settings | {"treatment": [drawn]} | CITED}, "generic.toml")


def test_the_report_names_the_treatments() -> None:
    book = rulebook({"百分位次": WAYS["百分位次"]}, OWN)
    told = {one.name: one.how for one in varied(book.robustness, book)}
    assert told["数值处理"] == "在规则本来的做法与“百分位次”之间抽取，机会均等"
    assert points(rulebook({}, OWN, survey={"vary": True} | CITED), yearly(FIGURES))
