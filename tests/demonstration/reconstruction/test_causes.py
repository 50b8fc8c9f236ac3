"""Causes that a report names without saying how many of each there were."""

from __future__ import annotations

import polars as pl
import pytest

from ipscore_demo.reconstruction.causes import NamedCauses, with_causes
from ipscore_demo.reconstruction.solver import InfeasibleError

ORDERS = pl.DataFrame({"record_id": [f"G{at}" for at in range(6)], "category": ["甲", "乙"] * 3})


def named(**said: object) -> NamedCauses:
    return NamedCauses.model_validate({"source": "complaints", "when": {"category": "甲"}, **said})


def test_every_cause_stands_on_one_record_that_is_meant() -> None:
    found = with_causes(ORDERS, "complaints", [named(named=["慢", "错"])], seed=1)
    assert found.drop("cause").equals(ORDERS)
    assert sorted(found.drop_nulls("cause").select("category", "cause").rows()) == [("甲", "慢"), ("甲", "错")]


def test_a_cause_of_all_stands_on_all_that_are_meant() -> None:
    found = with_causes(ORDERS, "complaints", [named(named=["慢"], throughout=True)], seed=1)
    assert found["cause"].to_list() == ["慢", None] * 3


def test_causes_of_another_source_leave_the_column_empty() -> None:
    assert with_causes(ORDERS, "fund_warnings", [named(named=["慢"])], seed=1)["cause"].null_count() == 6


def test_each_condition_has_records_of_its_own_whatever_the_seed() -> None:
    both = [named(named=["慢"]), named(when={"category": "乙"}, named=["错"])]
    for seed in range(5):
        found = with_causes(ORDERS, "complaints", both, seed).drop_nulls("cause")
        assert sorted(found.select("category", "cause").rows()) == [("乙", "错"), ("甲", "慢")]


@pytest.mark.parametrize(("many", "fits"), [(3, True), (4, False)])
def test_more_causes_than_records_cannot_be(many: int, fits: bool) -> None:
    causes = [named(named=[str(at) for at in range(many)])]
    if fits:
        assert with_causes(ORDERS, "complaints", causes, seed=1)["cause"].n_unique() == many + 1
    else:
        with pytest.raises(InfeasibleError, match="只有 3 条记录，列举的原因有 4 种"):
            with_causes(ORDERS, "complaints", causes, seed=1)
