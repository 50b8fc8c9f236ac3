"""Normalised figures: the formulas against scipy, their laws, and the errors that they tell instead of a silent NaN."""

from __future__ import annotations

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
from data_sources.quarantine import Quarantine
from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring.errors import MissingEvidenceError, NormalisationError
from tests.support.tables import units as registered

GENERIC = tomllib.loads((Path(__file__).parent.parent / "indicator_tree" / "generic.toml").read_text(encoding="utf-8"))
CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "约定"}}
METHODS: dict[str, dict[str, Any]] = {
    "min_max": {"method": "min_max"},
    "z_score": {"method": "z_score", "centre": 50.0, "spread": 10.0},
    "rank": {"method": "rank"},
}
Row = tuple[str, date, float | None, float | None]


def book(normalisation: dict[str, Any], **rule: Any) -> Rulebook:
    changed = {"normalisation": normalisation | CITED, **rule}
    tables = overlay(GENERIC, {"indicator": {"1": {"rule": changed}}})
    tables["indicator"]["1"]["rule"]["normalisation"] = normalisation | CITED
    return parse(tables, "generic.toml")


def records(rows: list[Row], units: list[str] | None = None) -> Records:
    names = sorted(units if units is not None else {row[0] for row in rows})
    firms = registered(names)
    schema = {"firm_id": pl.String, "as_of": pl.Date, "value": pl.Float64, "per": pl.Float64}
    table = pl.DataFrame(rows, schema, orient="row")
    with_ids = table.with_row_index("record_id").with_columns(pl.col("record_id").cast(pl.String), entity_id="firm_id")
    return Records(firms, {"figures": with_ids.lazy()}, (), Quarantine({}))


def yearly(values: list[float | None], per: list[float | None] | None = None) -> list[Row]:
    divisors = per or [None] * len(values)
    pairs = zip(values, divisors, strict=True)
    return [(f"部门{number:02d}", date(2024, 6, 30), value, base) for number, (value, base) in enumerate(pairs)]


def points(rulebook: Rulebook, rows: list[Row], units: list[str] | None = None) -> list[float | None]:
    """Points of the leaf, by unit."""
    scores = scoring.score(records(rows, units), rulebook).scores.filter(pl.col("node") == "1")
    return scores.sort("firm_id")["score"].to_list()


figures = st.lists(
    st.integers(-10_000, 10_000).map(lambda number: number / 8), min_size=2, max_size=12
).filter(lambda values: len(set(values)) > 1)  # fmt: skip
some = settings(max_examples=15)


@pytest.mark.parametrize(
    ("method", "direction", "values", "expected"),
    [
        ("min_max", "lower_is_better", [10, 20, 30, 50], [100, 75, 50, 0]),
        ("min_max", "higher_is_better", [4, 4, 6, 8], [0, 0, 50, 100]),
        ("z_score", "higher_is_better", [10, 20, 30, 40], [36.5835921, 45.5278640, 54.4721360, 63.4164079]),
    ],
    ids=["least is best by its range", "equal figures score alike", "the divisor of the deviation is n"],
)
def test_figures_worked_by_hand(method: str, direction: str, values: list[float], expected: list[float]) -> None:
    found = points(book(METHODS[method], direction=direction), yearly([*values]))
    assert found == pytest.approx(expected, abs=1e-6)


@some
@given(figures)
def test_a_percentile_rank_is_that_of_scipy(values: list[float]) -> None:
    expected = (scipy.stats.rankdata(values) - 1) / (len(values) - 1) * 100
    assert points(book(METHODS["rank"]), yearly([*values])) == pytest.approx(list(expected), abs=1e-9)


@some
@given(figures)
def test_a_standard_score_is_that_of_scipy_within_the_scale(values: list[float]) -> None:
    expected = np.clip(50 + 10 * scipy.stats.zscore(values), 0, 100)
    assert points(book(METHODS["z_score"]), yearly([*values])) == pytest.approx(list(expected), abs=1e-9)


@some
@given(figures)
def test_min_max_runs_from_the_worst_to_the_best(values: list[float]) -> None:
    low, high = min(values), max(values)
    expected = [(value - low) / (high - low) * 100 for value in values]
    assert points(book(METHODS["min_max"]), yearly([*values])) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@some
@given(values=figures)
def test_a_higher_figure_never_scores_lower_where_higher_is_better(method: str, values: list[float]) -> None:
    found = points(book(METHODS[method]), yearly([*values]))
    order = np.argsort(values, kind="stable")
    assert np.all(np.diff(np.array(found, dtype=float)[order]) >= -1e-9)


@pytest.mark.parametrize("method", METHODS)
@some
@given(values=figures, better=st.integers(1, 10_000), data=st.data())
def test_who_improves_never_loses(method: str, values: list[float], better: int, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(values) - 1))
    rulebook = book(METHODS[method])
    improved = [value + better / 8 * (place == who) for place, value in enumerate(values)]
    if len(set(improved)) > 1:
        before, now = points(rulebook, yearly([*values])), points(rulebook, yearly([*improved]))
        assert now[who] >= before[who] - 1e-9  # type: ignore[operator]


@pytest.mark.parametrize("method", METHODS)
@some
@given(values=figures, factor=st.sampled_from([1e-6, 0.01, 4.0, 1e4, 1e8]))
def test_scores_do_not_depend_on_the_unit_of_measurement(method: str, values: list[float], factor: float) -> None:
    rulebook = book(METHODS[method])
    scaled = points(rulebook, yearly([value * factor for value in values]))
    assert scaled == pytest.approx(points(rulebook, yearly([*values])), abs=1e-7)


@pytest.mark.parametrize("method", METHODS)
@some
@given(values=figures)
def test_lower_is_better_is_higher_is_better_of_the_negated_figures(method: str, values: list[float]) -> None:
    lower = points(book(METHODS[method], direction="lower_is_better"), yearly([*values]))
    assert lower == pytest.approx(points(book(METHODS[method]), yearly([-value for value in values])), abs=1e-9)


def test_what_lies_beyond_the_goalposts_is_bounded_by_a_row_of_its_own() -> None:
    rulebook = book({"method": "min_max", "low": 0.2, "high": 1.2}, per="per", unit="%")
    evaluation = scoring.score(records(yearly([1, 7, 30], [10, 10, 20])), rulebook)
    rows = evaluation.ledger.filter(pl.col("node") == "1").select("firm_id", "parameter", "quantity", "points").rows()
    assert [(key, quantity, value) for firm, key, quantity, value in rows if firm == "部门02"] == [
        ("1.start", None, 0.0),
        ("1.value", 30.0, 0.0),
        ("1.per", 20.0, 0.0),
        ("1.normalisation", 1.5, pytest.approx(130.0)),
        ("1.full_marks_cap", None, pytest.approx(-30.0)),
    ]
    assert points(rulebook, yearly([1, 7, 30], [10, 10, 20])) == pytest.approx([0, 50, 100])
    causes = evaluation.ledger.filter(pl.col("parameter") == "1.normalisation")["cause"].unique().to_list()
    assert causes == ["甲：最小最大法，由 20%（规则）至 120%（规则）得 0 至 100 分"]


def test_who_has_no_figure_has_no_score_and_is_in_nobodys_way() -> None:
    rulebook = book(METHODS["rank"])
    rows = yearly([3, None, 1, 2])
    assert points(rulebook, rows, [row[0] for row in rows] + ["部门99"]) == [100.0, None, 0.0, 50.0, None]
    strict = rulebook.model_copy(update={"missing": "error"})
    with pytest.raises(MissingEvidenceError, match="没有甲的数据"):
        points(strict, rows)


def dated(combine: str) -> list[float | None]:
    rows: list[Row] = [
        ("甲部", date(2024, 3, 31), 90.0, 100.0),
        ("甲部", date(2024, 9, 30), 10.0, 100.0),
        ("乙部", date(2024, 9, 30), 20.0, 100.0),
        ("丙部", date(2024, 3, 31), 70.0, 200.0),
        ("丙部", date(2024, 9, 30), None, 200.0),
    ]
    return points(book({"method": "min_max", "low": 0.0, "high": 1.0}, per="per", combine=combine), rows)


def test_several_records_are_combined_as_the_rule_says() -> None:
    assert dated("last") == [None, pytest.approx(20), pytest.approx(10)]  # 丙部, 乙部, 甲部
    assert dated("sum") == [pytest.approx(35), pytest.approx(20), pytest.approx(50)]
    assert dated("mean") == [pytest.approx(35), pytest.approx(20), pytest.approx(50)]


def test_sums_do_not_depend_on_the_order_of_records() -> None:
    rulebook = book(METHODS["min_max"], combine="sum")
    rows: list[Row] = [("甲部", date(2024, 1, day), value, None) for day, value in enumerate((0.1, 0.2, 0.3, 1e9), 1)]
    rows += [("乙部", date(2024, 1, 1), -1.0, None)]
    first, second = (scoring.score(records(order), rulebook).evidence for order in (rows, rows[::-1]))
    assert first.equals(second)


@pytest.mark.parametrize("method", METHODS)
def test_figures_that_differ_by_binary_noise_alone_are_the_same(method: str) -> None:
    with pytest.raises(NormalisationError, match=r"指标 1 甲 的 数值 / 基数 不能按.*3 个部门的值都是 3，分不出高低"):
        points(book(METHODS[method], per="per"), yearly([0.3, 3, 6], [0.1, 1, 2]))


def test_ties_by_binary_noise_share_a_rank() -> None:
    assert points(book(METHODS["rank"], per="per"), yearly([0.3, 3, 8], [0.1, 1, 2])) == [25, 25, 100]


INFINITE, NO_NUMBER = float("inf"), float("nan")
ERRORS: dict[str, tuple[dict[str, Any], dict[str, Any], list[Row], str]] = {
    "constant": (METHODS["min_max"], {}, yearly([4, 4]), "2 个部门的值都是 4，分不出高低"),
    "one unit": (METHODS["rank"], {}, yearly([4, None]), "1 个部门的值都是 4"),
    "zero denominator": (METHODS["rank"], {"per": "per"}, yearly([4, 5], [1, 0]), "基数 .*部门01的值为 0，不能作除数"),
    "infinite": (METHODS["z_score"], {}, yearly([4, INFINITE]), "的 数值 .*部门01的值不是有限的数"),
    "not a number": (METHODS["z_score"], {}, yearly([NO_NUMBER, 4]), "部门00的值不是有限的数"),
    "infinite quotient": (METHODS["rank"], {"per": "per"}, yearly([1e300, 4], [1e-300, 1]), "部门00的商不是有限的数"),
    "too far apart": (METHODS["min_max"], {}, yearly([-1.7e308, 1.7e308]), "相差太大"),
    "deviation": (METHODS["z_score"], {}, yearly([1e300, 4]), "标准差 inf 超出可计算的范围"),
    "goalposts": ({"method": "min_max", "low": 9.0}, {}, yearly([4, 5]), "下端 9 不低于上端 5"),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_figures_that_cannot_be_compared_are_an_error_that_names_them(case: str) -> None:
    normalisation, rule, rows, said = ERRORS[case]
    with pytest.raises(NormalisationError, match=f"指标 1 甲 .*{said}"):
        points(book(normalisation, **rule), rows)
