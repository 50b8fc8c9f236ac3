"""Figures treated before they are normalised: cases on both sides of every limit, and the errors in words."""

from __future__ import annotations

import math
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from indicator_tree.errors import RulebookError
from indicator_tree.loading import overlay, parse
from scoring.errors import NormalisationError
from scoring.treatment.moments import kurtosis, skewness
from scoring.treatment.transform import box_cox, likeliest_power
from tests.scoring.test_generic_normalisation import CITED, GENERIC, METHODS, book, points, records, yearly

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]
STAGES = ("imputation", "winsorisation", "transformation")


def stages_of(case: dict[str, Any]) -> dict[str, Any]:
    return {stage: case[stage] | CITED for stage in STAGES if stage in case}


def scored(case: dict[str, Any], **normalisation: Any) -> Any:
    rulebook = book(METHODS["min_max"] | normalisation, **stages_of(case))
    none = [None] * len(case["figures"])
    values, per = (
        [None if math.isnan(one) else float(one) for one in case[key]] if key in case else none
        for key in ("figures", "per")
    )
    made = records(yearly(values, per))
    kinds = pl.Series("kind", [one or None for one in case.get("kind", none)], pl.String)
    table = made.tables["figures"].collect().with_columns(kinds).lazy()
    return scoring.score(type(made)(made.firms, {"figures": table}, (), made.quarantine), rulebook)


@pytest.mark.parametrize("case", [case for case in CASES if "treated" in case], ids=lambda case: case["name"])
def test_figures_become_what_the_case_says(case: dict[str, Any]) -> None:
    found = scored(case)
    rows = found.ledger.filter(pl.col("parameter") == "1.normalisation").select("firm_id", "quantity")
    treated = found.firms.select("firm_id").join(rows, on="firm_id", how="left", maintain_order="left")["quantity"]
    assert treated.fill_null(float("nan")).to_list() == pytest.approx(case["treated"], abs=1e-12, nan_ok=True)
    causes = "\n".join(found.ledger["cause"].to_list())
    for cause in case.get("causes", ()):
        assert cause in causes
    low, high = np.nanmin(case["treated"]), np.nanmax(case["treated"])
    expected = [(figure - low) / (high - low) * 100 for figure in case["treated"]]
    scores = found.scores.filter(node="1").sort("firm_id")["score"].fill_null(float("nan")).to_list()
    assert scores == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=lambda case: case["name"])
def test_what_cannot_be_treated_is_an_error_that_says_why(case: dict[str, Any]) -> None:
    with pytest.raises(NormalisationError, match=case["refused"]):
        scored(case)


def test_a_unit_that_is_in_two_groups_is_an_error_that_names_it() -> None:
    rows = [
        ("甲部", date(2024, 1, 1), 1.0, None),
        ("甲部", date(2024, 2, 1), 2.0, None),
        ("乙部", date(2024, 1, 1), None, None),
    ]
    made = records(rows)
    table = made.tables["figures"].collect().with_columns(kind=pl.Series(["合并", "母公司", "合并"])).lazy()
    rulebook = book(METHODS["min_max"], imputation={"method": "mean", "group": "kind"} | CITED)
    with pytest.raises(NormalisationError, match="甲部在口径列有不止一个值，不知属于哪一组"):
        scoring.score(type(made)(made.firms, {"figures": table}, (), made.quarantine), rulebook)


samples = st.lists(st.integers(-1000, 1000).map(float), min_size=4, max_size=20).filter(lambda one: len(set(one)) > 2)


@settings(max_examples=20)
@given(samples)
def test_moments_are_those_of_scipy_without_bias(values: list[float]) -> None:
    figures = np.array(values)
    assert skewness(figures) == pytest.approx(scipy.stats.skew(figures, bias=False), abs=1e-9)
    assert kurtosis(figures) == pytest.approx(scipy.stats.kurtosis(figures, bias=False), rel=1e-9, abs=1e-9)


def test_the_power_of_the_greatest_likelihood_is_that_of_scipy() -> None:
    figures = np.array([2.0, 3.0, 5.0, 8.0, 13.0, 40.0])
    transformed, power = scipy.stats.boxcox(figures)
    assert likeliest_power(figures) == pytest.approx(power, abs=1e-6)
    assert box_cox(figures, power) == pytest.approx(transformed)


@pytest.mark.parametrize(
    ("divisor", "expected"),
    [(None, [36.5835921, 45.527864, 54.472136, 63.4164079]), ("n", [36.5835921, 45.527864, 54.472136, 63.4164079]),
     ("n-1", [38.3810500, 46.1270167, 53.8729833, 61.6189500])],
)  # fmt: skip
def test_the_divisor_of_the_deviation_is_a_choice(divisor: str | None, expected: list[float]) -> None:
    how = METHODS["z_score"] | ({"divisor": divisor} if divisor else {})
    assert points(book(how), yearly([10, 20, 30, 40])) == pytest.approx(expected, abs=1e-6)


def test_a_raw_rank_is_worth_itself_and_ties_share() -> None:
    assert points(book({"method": "raw_rank"}), yearly([5, 7, 7, 9])) == [1, 2.5, 2.5, 4]
    lower = book({"method": "raw_rank"}, direction="lower_is_better")
    assert points(lower, yearly([5, 7, 7, None])) == [3, 1.5, 1.5, None]


@pytest.mark.parametrize(("units", "fits"), [(100, True), (101, False)])
def test_ranks_beyond_full_marks_are_an_error(units: int, fits: bool) -> None:
    rows = yearly([float(one) for one in range(units)])
    if fits:
        assert max(score for score in points(book({"method": "raw_rank"}), rows) if score is not None) == 100
        return
    with pytest.raises(NormalisationError, match="101 个部门的名次超过满分 100"):
        points(book({"method": "raw_rank"}), rows)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "moments without limits": (
        {"winsorisation": {"method": "moments", "most": 5}},
        '应写 skewness；method = "moments" 应写 kurtosis',
    ),
    "percentiles the wrong way round": (
        {"winsorisation": {"method": "percentiles", "low": 0.9, "high": 0.1}},
        "low 应小于 high",
    ),
    "a limit that the method does not know": (
        {"winsorisation": {"method": "percentiles", "low": 0.1, "high": 0.9, "most": 2}},
        "不写 most",
    ),
    "regression on nothing": ({"imputation": {"method": "regression"}}, "应写 on"),
    "a group for a regression": (
        {"imputation": {"method": "regression", "on": "per", "group": "kind"}},
        "不写 group",
    ),
    "a shifted logarithm without its offset": ({"transformation": {"method": "shifted_log"}}, "应写 offset"),
    "a power for a logarithm": ({"transformation": {"method": "log", "power": 2.0}}, "不写 power"),
    "transformed only if skewed, with nothing that says when": (
        {"transformation": {"method": "log", "only_if_skewed": True}},
        r"only_if_skewed 须与 winsorisation\.method",
    ),
    "ends of a range in units that the transformation takes away": (
        {"transformation": {"method": "log"}, "normalisation": {"method": "min_max", "low": 1.0}},
        "normalisation 不写 low",
    ),
    "a divisor for a range": ({"normalisation": {"method": "min_max", "divisor": "n"}}, "不写 divisor"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_treatment_that_says_too_little_or_too_much_is_an_error(case: str) -> None:
    tables, said = WRONG[case]
    given = {"normalisation": METHODS["min_max"]} | tables
    with pytest.raises(RulebookError, match=said):
        book(given.pop("normalisation"), **{stage: table | CITED for stage, table in given.items()})


def with_defaults(defaults: dict[str, Any], rule: dict[str, Any], *without: str) -> Any:
    tables = overlay(GENERIC, {"defaults": {"normalised": {key: one | CITED for key, one in defaults.items()}}})
    own = {key: one for key, one in GENERIC["indicator"]["1"]["rule"].items() if key not in without}
    return parse(tables | {"indicator": {"1": {"name": "甲", "rule": own | rule}}}, "generic.toml").indicator["1"].rule


def test_a_rule_takes_from_the_defaults_what_it_does_not_say() -> None:
    defaults = {"normalisation": {"method": "rank"}, "imputation": {"method": "mean"}}
    assert with_defaults(defaults, {}, "normalisation").normalisation.method == "rank"
    assert with_defaults(defaults, {}, "normalisation").imputation.method == "mean"
    kept = with_defaults(defaults, {"imputation": {"method": "none"} | CITED})
    assert (kept.normalisation.method, kept.imputation.method) == ("min_max", "none")


def test_without_a_default_a_rule_must_say_how_it_is_normalised() -> None:
    with pytest.raises(RulebookError, match=r"indicator\.1\.rule\.normalisation：缺少"):
        with_defaults({"imputation": {"method": "mean"}}, {}, "normalisation")


@pytest.mark.parametrize(
    ("defaults", "said"),
    [({"normalized": {}}, "normalized"), ({"normalised": {"winsorization": {"method": "none"}}}, "winsorization")],
)
def test_an_unknown_default_is_an_error(defaults: dict[str, Any], said: str) -> None:
    with pytest.raises(RulebookError, match=said):
        parse(overlay(GENERIC, {"defaults": defaults}), "generic.toml")
