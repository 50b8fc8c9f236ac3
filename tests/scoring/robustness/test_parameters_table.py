"""Parameters one by one."""

from __future__ import annotations

import polars as pl
import pytest

from indicator_tree.parameters import Reference
from indicator_tree.robustness import ParameterDraws
from scoring.robustness import build_banks
from scoring.robustness.parameters_table import PARAMETERS, parameters_table
from tests.reports.small import evaluation
from tests.scoring.robustness.made_banks import SPEC

CITED = {"basis": "assumed", "reference": Reference(title="示例")}


def _table(**spreads: float) -> pl.DataFrame:
    spec = SPEC.model_copy(update={"parameters": ParameterDraws(**CITED, **spreads)})
    return parameters_table(evaluation(), build_banks(evaluation(), spec, seed=1), spec)


def test_a_deduction_worked_by_hand() -> None:
    # 甲 has two notices of 3 points: at 2.4 and 3.6 its 1.1 is 1.2 points up or down, a quarter of it in the total,
    # a third of that in the mean; the totals are 84.5, 67.5 and 52, so nobody moves
    row = _table(calibrated=0.2).row(by_predicate=pl.col("parameter") == "1.1.deduct.notice.points", named=True)
    assert (row["node"], row["label"], row["basis"], row["reason"]) == ("1.1", "提示关注扣分", "calibrated", "")
    assert (row["value"], row["low"], row["high"]) == pytest.approx((3.0, 2.4, 3.6), abs=1e-12)
    assert (row["mean_low"], row["mean_high"]) == pytest.approx((0.1, -0.1), abs=1e-9)
    assert (row["shift_low"], row["shift_high"], row["moved_low"], row["moved_high"]) == (0.0, 0.0, 0, 0)


def test_only_parameters_of_the_bases_that_vary_are_told_and_published_ones_never() -> None:
    assert set(_table(calibrated=0.1)["basis"]) == {"calibrated"}
    every = _table(calibrated=0.1, derived=0.1, assumed=0.1)
    assert "1.1.deduct.general.points" not in every["parameter"].to_list()  # published
    assert set(every["basis"]) >= {"calibrated", "assumed"}
    assert every.schema == PARAMETERS
    assert every["parameter"].is_unique().all()


def test_without_anything_to_vary_the_table_is_empty() -> None:
    spec = SPEC
    found = parameters_table(evaluation(), build_banks(evaluation(), spec, seed=1), spec)
    assert found.schema == PARAMETERS
    assert found.is_empty()


def test_the_most_influential_parameter_is_first() -> None:
    found = _table(calibrated=0.9, derived=0.9, assumed=0.9).with_columns(
        shift=pl.max_horizontal("shift_low", "shift_high"),
        mean=pl.max_horizontal(pl.col("mean_low", "mean_high").abs()),
    )
    assert found.select("shift", "mean").equals(found.sort("shift", "mean", descending=True).select("shift", "mean"))
    assert found["mean"][0] > 0


def test_progress_is_told_parameter_by_parameter() -> None:
    told: list[tuple[str, int, int]] = []
    spec = SPEC.model_copy(update={"parameters": ParameterDraws(**CITED, calibrated=0.1)})
    study = build_banks(evaluation(), spec, seed=1)
    found = parameters_table(
        evaluation(), study, spec, progress=lambda what, done, total: told.append((what, done, total))
    )
    assert told == [("逐项参数", at, found.height) for at in range(1, found.height + 1)]
