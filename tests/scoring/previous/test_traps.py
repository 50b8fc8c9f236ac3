"""What cannot be taken from previous evaluations is refused or said, never a silent value."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from indicator_tree.overlay import overlay
from scoring.errors import MissingEvidenceError, PreviousRunError
from scoring.previous.asking import asked_of_previous
from scoring.previous.ordering import Earlier, in_order
from tests.scoring.previous.support import YEAR, book, causes, earlier, records, scored, scores

KNOTS = [{"change": -40, "score": 0}, {"change": 0, "score": 60}, {"change": 40, "score": 100}]
RISE = {"kind": "change", "of": "1", "by": "difference", "knot": KNOTS}
OF_RECORDS = RISE | {"measure": "records", "knot": [{"change": 0, "score": 100}, {"change": 4, "score": 0}]}


def last(year: int = YEAR - 1, **changes: object) -> Earlier:
    return earlier(records({"A": 2, "B": 0}, year=year), book(year=year, **changes))


def remark(rule: dict[str, object], *before: Earlier) -> str:
    found = scored(records({"A": 1, "B": 0}), book(rule), before)
    return str(found.previous["remark"][0])


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ([last(YEAR)], "不在本次的评价期（2024-01-01 起）之前"),
        ([last(YEAR + 1)], "不在本次的评价期（2024-01-01 起）之前"),
        ([last(), replace(last(), name="again")], "评价期相同或重叠；每一期只给一个运行"),
    ],
    ids=["of the same year", "of a later year", "two of one year"],
)
def test_runs_that_are_no_previous_ones_are_refused(before: list[Earlier], told: str) -> None:
    with pytest.raises(PreviousRunError, match=told):
        in_order(before, book(RISE))


def test_a_run_that_ends_the_day_before_is_a_previous_one_and_nothing_is_remarked() -> None:
    assert remark(RISE, last()) == ""


def test_a_gap_between_the_periods_is_remarked() -> None:
    assert remark(RISE, last(YEAR - 2)) == "评价期止于 2022-12-31，其后一期起于 2024-01-01，不相接"


def test_a_run_that_no_rule_reads_is_remarked() -> None:
    found = scored(records({"A": 1, "B": 0}), book(RISE), [last(), last(YEAR - 2)])
    assert found.previous["remark"].to_list() == ["", "没有规则用到它"]
    nobody = scored(records({"A": 1, "B": 0}), book(), [last()])
    assert nobody.previous["remark"].to_list() == ["没有规则用到它"]


def test_a_run_of_other_units_is_refused() -> None:
    other = earlier(records({"X": 0}, year=YEAR - 1), book(year=YEAR - 1))
    with pytest.raises(PreviousRunError, match="里没有一个本次参加评价的部门"):
        scored(records({"A": 1, "B": 0}), book(RISE), [other])


def test_an_indicator_of_another_name_has_no_comparable_value() -> None:
    renamed = last(indicator={"1": {"name": "别的"}})
    found = scored(records({"A": 1, "B": 0}), book(RISE), [renamed])
    assert scores(found) == {"A": None, "B": None}
    assert "那时的 1 是“别的”，不是“措施”，没有可比的数值" in found.previous["remark"][0]


def test_an_indicator_that_had_another_code_is_found_by_the_rulebook_that_says_so() -> None:
    recoded = last(indicator={"1": {"name": "别的"}, "7": book().indicator["1"].model_dump(exclude_none=True)})
    found = scored(records({"A": 1, "B": 0}), book(RISE | {"previously": "7"}), [recoded])
    assert scores(found) == pytest.approx({"A": 70, "B": 60})


def test_an_indicator_that_was_not_there_has_no_comparable_value() -> None:
    rules = book(RISE, indicator={"1": {"name": "措施"}, "8": book().indicator["1"].model_dump(exclude_none=True)})
    rules = rules.model_validate(overlay(rules.model_dump(), {"indicator": {"3": {"rule": {"of": "8"}}}}))
    found = scored(records({"A": 1, "B": 0}), rules, [last()])
    assert scores(found) == {"A": None, "B": None}
    assert found.previous["remark"][0] == "指标 3：那时的规则没有末级指标 8（措施），没有可比的数值"


def test_a_missing_policy_of_error_stops_for_want_of_a_previous_value() -> None:
    with pytest.raises(MissingEvidenceError, match="没有上一次的得分"):
        scored(records({"A": 1, "B": 0, "C": 0}), book(RISE, missing="error"), [last()])


def test_a_score_made_by_another_rule_is_compared_and_the_rule_is_remarked() -> None:
    rule = {"deduct": [book().indicator["1"].rule.deductions[0].model_dump(exclude_none=True) | {"points": 20}]}  # type: ignore[union-attr]
    dearer = last(indicator={"1": {"rule": rule}})
    found = scored(records({"A": 1, "B": 0}), book(RISE), [dearer])
    assert scores(found) == pytest.approx({"A": 90, "B": 60})  # 100 - 40 then, 100 - 10 now: +30
    assert found.previous["remark"][0] == "指标 3：1 措施的规则与那时不同，得分的变化含规则的变化"


def test_a_figure_counted_otherwise_is_not_comparable() -> None:
    rule = {"deduct": [book().indicator["1"].rule.deductions[0].model_dump() | {"when": {"kind": "警示函"}}]}  # type: ignore[union-attr]
    other = last(indicator={"1": {"rule": overlay({}, {"deduct": [_stated(rule["deduct"][0])]})}})
    assert remark(OF_RECORDS, other) == "指标 3：1 措施那时的口径不同，没有可比的数值"
    assert remark(OF_RECORDS, last()) == ""


def _stated(table: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if value is not None}


def test_a_unit_that_was_merged_since_is_remarked_and_leaves_nothing_to_its_parent() -> None:
    before = earlier(records({"A": 4, "B": 3}, year=YEAR - 1), book(year=YEAR - 1))
    found = scored(records({"A": 1, "B": 1}, merged={"B": "A"}), book(OF_RECORDS), [before])
    assert found.evidence.filter(parameter="3.previous")["quantity"].to_list() == [4.0]
    assert scores(found) == {"A": 100}  # 2 records together now, 4 of its own then
    assert found.previous["remark"][0] == "甲A证券（含 甲B证券）：那时各自评价，上一次的数值只是其本身的"


def test_a_deduction_given_back_in_whole_is_one_all_the_same() -> None:
    back = {"mitigated": {"label": "已整改", "when": {"remedied": False}, "share": 1.0}}
    forgiving = {"deduct": [_stated(book().indicator["1"].rule.deductions[0].model_dump()) | back]}  # type: ignore[union-attr]
    rule = {
        "kind": "clean_periods", "of": ["1"], "step": [{"periods": 1, "score": 100}], "fewer": {"score": 0},
        "unknown": "missing",
    }  # fmt: skip
    found = scored(records({"A": 1, "B": 0}), book(rule, indicator={"1": {"rule": forgiving}}), [])
    assert scores(found, "1") == {"A": 100, "B": 100}
    assert scores(found) == {"A": 0, "B": 100}


def test_who_asks_for_previous_runs_is_told_with_their_number() -> None:
    clean = {
        "kind": "clean_periods", "of": ["1"], "step": [{"periods": 3, "score": 100}], "fewer": {"score": 0},
        "unknown": "ends",
    }  # fmt: skip
    assert [(one.what, one.runs) for one in asked_of_previous(book(clean))] == [("指标 3 改进", 2)]
    assert [(one.what, one.runs) for one in asked_of_previous(book(RISE))] == [("指标 3 改进", 1)]
    assert asked_of_previous(book()) == ()


def test_the_ledger_tells_both_values_and_their_years() -> None:
    found = scored(records({"A": 1, "B": 0}), book(RISE), [last()])
    rows = found.ledger.filter(firm_id="A", node="3").select("cause", "quantity", "points")
    assert rows.rows() == [
        ("起始 0 分", None, 0.0),
        ("1 本次的得分", 90.0, 0.0),
        ("1 2023年度的得分", 80.0, 0.0),
        ("变化在 0 分 至 +40 分 之间，对应 60 至 100 分", 10.0, 70.0),
    ]
    assert causes(found, "B")[-1] == rows["cause"][-1]
    assert found.evidence.filter(pl.col("source") == "previous_run")["cause"].unique().to_list() == ["2023年度"]
