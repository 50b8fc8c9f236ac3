"""Figures keep all their digits: exact sums, and composites that agree with their formulas to the last digits."""

from __future__ import annotations

import math
import statistics
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scoring
from indicator_tree.loading import overlay, parse
from scoring.evidence.exact_sums import exact_sums
from tests.scoring.test_generic_normalisation import CITED, GENERIC, METHODS, Row, book, points, records, yearly

numbers = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-9)
some = settings(max_examples=25)


def added(rows: list[tuple[str, float]]) -> dict[str, tuple[float, float]]:
    table = pl.LazyFrame(rows, schema={"firm_id": pl.String, "value": pl.Float64}, orient="row")
    found = nw.to_native(exact_sums(nw.from_native(table), ["value"])).collect()
    return {firm: (total, mean) for firm, total, mean in found.select("firm_id", "value_sum", "value_mean").rows()}


@some
@given(st.lists(st.tuples(st.sampled_from("甲乙"), numbers), min_size=1, max_size=40), st.randoms())
def test_sums_are_true_in_the_last_place_and_the_same_in_any_order(rows: list[tuple[str, float]], draw: Any) -> None:
    found = added(rows)
    for firm in found:
        true = math.fsum(value for name, value in rows if name == firm)
        assert abs(found[firm][0] - true) <= 2 * math.ulp(true) + 1e-12 * 2.0**-60
        assert found[firm][1] == found[firm][0] / sum(name == firm for name, _ in rows)
    shuffled = list(rows)
    draw.shuffle(shuffled)
    assert added(shuffled) == found


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1e16, 1.0, -1e16], 1.0),
        ([0.1] * 10, 1.0),
        ([1e-300, 3e-300], 4e-300),
        ([1.5e308, -1e308, -0.5e308], 0.0),
        ([0.0, -0.0], 0.0),
        ([2.5], 2.5),
        ([-7.25, float("inf")], float("inf")),
    ],
    ids=["cancelled", "tenths", "tiny", "huge", "nothing", "one", "infinite"],
)
def test_sums_worked_by_hand(values: list[float], expected: float) -> None:
    assert added([("甲", value) for value in values])["甲"][0] == expected


def three(method: str, normalisation: dict[str, Any]) -> Any:
    """Three indicators of equal weight on a scale from 1 to 100, made one by a method."""
    rule = overlay(GENERIC["indicator"]["1"]["rule"], {"normalisation": normalisation | CITED})
    sources = {f"figures{at}": GENERIC["source"]["figures"] | {"title": f"指标表{at}"} for at in (1, 2, 3)}
    tables = GENERIC | {
        "source": sources,
        "scale": {"floor": 1.0, "full_marks": 100.0, **CITED},
        "bands": {"whole": CITED | {"band": [{"label": "全部", "low": 0, "high": 100, "closed": "both"}]}},
        "indicator": {f"{at}": {"name": f"第{at}", "rule": rule | {"source": f"figures{at}"}} for at in (1, 2, 3)},
        "aggregation": {"method": method, **CITED},
    }
    return parse(tables, "three.toml")


FIGURES = [
    [23.7, 81.13, 5.009, 64.4, 40.001],
    [0.0031, 0.0007, 0.0052, 0.0044, 0.0019],
    [1.1e7, 9.3e6, 4.444e6, 8.2e6, 1.37e7],
]
COMPOSED = {
    "arithmetic": lambda values: math.fsum(values) / 3,
    "geometric": lambda values: math.exp(math.fsum(map(math.log, values)) / 3),
    "harmonic": lambda values: 3 / math.fsum(1 / value for value in values),
}


@pytest.mark.parametrize("method", COMPOSED)
@pytest.mark.parametrize("how", ["min_max", "z_score"])
def test_composites_agree_with_their_formulas_to_the_last_digits(method: str, how: str) -> None:
    rulebook = three(method, METHODS[how])
    made = records(yearly([*FIGURES[0]]))
    tables = {f"figures{at}": records(yearly([*figures])).tables["figures"] for at, figures in enumerate(FIGURES, 1)}
    found = scoring.score(type(made)(made.firms, tables, (), made.quarantine), rulebook).scores
    totals = found.filter(pl.col("node") == "total").sort("firm_id")["score"].to_list()
    scaled = []
    for figures in FIGURES:
        low, high, mean, sd = min(figures), max(figures), statistics.fmean(figures), statistics.pstdev(figures)
        scaled.append(
            [1 + 99 * (x - low) / (high - low) if how == "min_max" else 50 + 10 * (x - mean) / sd for x in figures]
        )
    expected = [COMPOSED[method](list(values)) for values in zip(*scaled, strict=True)]
    assert totals == pytest.approx(expected, rel=1e-13)


def test_figures_that_differ_in_the_fourteenth_digit_are_not_the_same() -> None:
    assert points(book(METHODS["rank"]), yearly([1.0, 1.0000000000001, 1.0000000000002])) == [0, 50, 100]
    assert points(book(METHODS["min_max"]), yearly([1.0, 1.0000000000001, 1.0000000000002])) == pytest.approx(
        [0, 50, 100], abs=0.1
    )


def test_a_sum_keeps_the_digits_that_a_large_figure_of_another_unit_leaves() -> None:
    rows: list[Row] = [("甲部", date(2024, 1, day), value, None) for day, value in enumerate((1e12, 0.123456789), 1)]
    rows += [("乙部", date(2024, 1, day), value, None) for day, value in enumerate((1e-9, 2e-9), 1)]
    evidence = scoring.score(records(rows), book(METHODS["min_max"], combine="sum")).evidence
    found = dict(evidence.select("firm_id", "quantity").rows())
    assert found == {"甲部": 1e12 + 0.123456789, "乙部": 1e-9 + 2e-9}
