"""Groups of the register go wherever evidence goes: into what-ifs, comparisons and studies."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import scoring
from indicator_tree.loading import parse
from scoring import Evaluation, compare_runs
from scoring.errors import UnknownColumnError
from scoring.reducing import reduce_records
from scoring.unit_groups import with_groups
from scoring.what_if import Drop, RunRecords, Set, what_if
from tests.scoring.normalised.test_cases import tables_of
from tests.scoring.test_generic_normalisation import records, yearly

WITHIN = {"by": "peer_group", "minimum": 2}
RANKED: dict[str, Any] = {"normalisation": {"method": "rank"}, "within_groups": WITHIN}
FIGURES = [5.0, 7.0, 9.0, 100.0, 300.0, 200.0]


def evaluation(groups: str, tiers: str = "一二一二一二") -> Evaluation:
    made = records(yearly([*FIGURES]))
    firms = made.firms.with_columns(peer_group=pl.Series([*groups]), tier=pl.Series([*tiers]))
    return scoring.score(type(made)(firms, made.tables, (), made.quarantine), parse(tables_of(RANKED), "ranked.toml"))


def scores(frame: pl.DataFrame) -> list[float | None]:
    return frame.filter(node="1").sort("firm_id")["score"].to_list()


def test_what_if_compares_by_another_column_of_the_register_without_the_records() -> None:
    found = evaluation("大大大小小小")
    assert scores(found.scores) == [0, 50, 100, 0, 100, 50]
    moved = what_if(found, [Set("1.within_groups.by", "tier")])
    assert scores(moved.scores) == [0, 0, 50, 50, 100, 100]
    anew = reduce_records(records(yearly([*FIGURES])).tables, moved.rulebook)
    assert scores(moved.scores) == scores(scoring.score_evidence(found.firms, anew, moved.rulebook).scores)


def test_without_a_record_the_others_of_the_group_are_scored_anew_and_no_one_else() -> None:
    found = evaluation("大大大小小小")
    made = records(yearly([*FIGURES]))
    moved = what_if(found, [Drop("figures", "2")], RunRecords(made.tables))
    assert scores(moved.scores) == [0, 100, None, 0, 100, 50]


def test_in_a_comparison_units_are_grouped_as_the_register_of_the_records_has_them() -> None:
    before, now = evaluation("大大大小小小"), evaluation("大大小小小大")
    split = compare_runs(before, now).split.filter(node="1").sort("firm_id")
    assert split["now"].to_list() == scores(now.scores) == [0, 50, 0, 50, 100, 100]
    assert split["records"].to_list() == pytest.approx(split["change"].to_list())
    assert split["rules"].to_list() == pytest.approx([0.0] * 6)


def test_a_column_that_the_register_lacks_is_an_error_that_names_those_that_it_has() -> None:
    found = evaluation("大大大小小小")
    with pytest.raises(UnknownColumnError, match=r"指标 1 的规则要用 名录的 peer_group 列，数据中没有；现有：.*tier"):
        with_groups(found.evidence, found.firms.drop("peer_group"), found.rulebook)
