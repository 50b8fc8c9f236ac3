"""What a deduction may say of its records, both sides of every threshold, and what every other reader makes of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import Rulebook
from indicator_tree.errors import RulebookError
from indicator_tree.loading import RulebookFile, parse
from ipscore.rulebook_fit import check_fit
from ipscore.rules import Rules
from reports.labels import Labels
from scoring.errors import OffTheLadderError, SizeError
from scoring.kinds.facts import Facts
from scoring.kinds.levers import Rows
from scoring.kinds.parameters import changed
from scoring.kinds.registry import kind_of
from scoring.ledger import points_under, write_ledger
from scoring.next_band.trials import Trials
from scoring.reducing import reduce_records
from scoring.robustness.what_varies import parameters_of
from tests.scoring.kinds.measures import CITED, book, tables
from tests.scoring.kinds.test_sentences import moved, numbers

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = tomllib.loads((HERE / "conditions.toml").read_text(encoding="utf-8"))["case"]
BAD: list[dict[str, Any]] = tomllib.loads((HERE / "bad_conditions.toml").read_text(encoding="utf-8"))["case"]
EVERY = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
FIRM = pl.Series(["部门"])


def ledger(rulebook: Rulebook, records: list[Any], size: float | None = None) -> pl.DataFrame:
    return write_ledger(FIRM, reduce_records(tables(records, size=size), rulebook).rows, rulebook)


@EVERY
def test_case(case: dict[str, Any]) -> None:
    rows = ledger(book(case["deduct"]), case["records"], case.get("size"))
    assert case.get("cause", "") in "\n".join(rows["cause"])
    assert ("1.missing" in rows["parameter"]) == case.get("unscored", False)
    own = rows.filter(pl.col("parameter").str.starts_with("1.deduct.x"), pl.col("quantity").fill_null(1) > 0)
    found = {
        parameter.removeprefix("1.deduct.x"): points
        for parameter, points in own.select("parameter", pl.col("points").fill_null(float("nan"))).rows()
    }
    assert found == pytest.approx(case["rows"], abs=1e-9, nan_ok=True)
    if "left_out" in case:
        assert own.filter(parameter="1.deduct.x.same_cause")["quantity"].to_list() == [case["left_out"]]


@EVERY
def test_without_records_there_is_one_row_with_no_points(case: dict[str, Any]) -> None:
    if "ladder" not in case["deduct"]:
        rows = ledger(book(case["deduct"]), []).filter(parameter="1.deduct.x")
        assert rows.select("cause", "points").rows() == [("措施", 0.0)]


@EVERY
def test_every_number_is_in_the_sentence_and_in_the_table(case: dict[str, Any]) -> None:
    rulebook = book(case["deduct"])
    rule = rulebook.rules["1"]
    names, kind = Labels.of(rulebook), kind_of(rule)
    said = kind.sentence("1", rule, rulebook, names)
    table = [clause.content for clause in kind.clauses(rule, rulebook.scale)]
    for path, value in numbers(rule.model_dump()):
        other = moved(rule, path, value)
        assert kind.sentence("1", other, rulebook, names) != said, path
        assert [clause.content for clause in kind.clauses(other, rulebook.scale)] != table, path


@EVERY
def test_every_parameter_moves_points_where_its_row_is(case: dict[str, Any]) -> None:
    rulebook = book(case["deduct"])
    rule = rulebook.rules["1"]
    facts = Facts(FIRM, reduce_records(tables(case["records"], size=case.get("size")), rulebook).rows)
    now = points_under("1", rule, facts, rulebook)
    parameters = parameters_of("1", rule, rulebook.scale)
    assert {each.key.rpartition(".")[2] for each in parameters} >= {
        "ladder" if "ladder" in case["deduct"] else "points"
    }
    moving = [
        each.key
        for each in parameters
        if any(points_under("1", changed(rule, {each: factor}), facts, rulebook) != now for factor in (0.5, 1.5))
    ]
    assert moving or case.get("unscored", False) or case["deduct"].get("per", {}).get("without") == "cap"


@EVERY
def test_the_rule_is_the_same_after_it_was_kept_in_a_run(case: dict[str, Any]) -> None:
    rulebook = book(case["deduct"])
    assert Rulebook.model_validate(json.loads(rulebook.model_dump_json())) == rulebook


@EVERY
def test_records_stand_behind_every_row(case: dict[str, Any]) -> None:
    evidence = reduce_records(tables(case["records"], size=case.get("size")), book(case["deduct"]))
    named = evidence.records.collect().group_by("parameter").len().rows()
    counted = dict(named)
    for parameter, quantity in evidence.rows.select("parameter", "quantity").rows():
        assert counted[parameter] == (1 if parameter.endswith(".size") else quantity) or "points_per" in case["deduct"]
    held = reduce_records(tables(case["records"]), book(case["deduct"]), contents=True).held
    assert held is not None
    assert set(held.tables["measures"].collect_schema()) == set(tables([])["measures"].collect_schema())


@EVERY
def test_levers_reach_a_score_that_is_no_lower(case: dict[str, Any]) -> None:
    rulebook = book(case["deduct"])
    rule = rulebook.rules["1"]
    rows = reduce_records(tables(case["records"], size=case.get("size")), rulebook).rows
    evidence: Rows = {}
    for parameter, cause, quantity in rows.select("parameter", "cause", "quantity").rows():
        evidence.setdefault(parameter, []).append((cause, quantity, None))
    before = ledger(rulebook, case["records"], case.get("size"))["points"].sum()
    for lever in kind_of(rule).levers("1", rule, evidence):
        if not len(lever.targets):
            continue
        assert lever.targets[-1] > lever.now if lever.kind == "remedied" else lever.now > lever.targets[-1] == 0
        at_end = evidence | {lever.parameter: lever.rows(len(lever.targets))}
        assert Trials("1", rulebook).scores([at_end]) > before - 1e-9 or case.get("unscored", False)


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_what_is_wrong_is_said(case: dict[str, Any]) -> None:
    with pytest.raises(RulebookError) as told:
        check_fit(Rules(RulebookFile(book(case["deduct"]), (("measures.toml", ""),))))
    assert case["says"] in str(told.value)


@pytest.mark.parametrize("size", [None, 0.0, -1.0])
def test_a_size_that_is_none_is_an_error_that_names_the_firm(size: float | None) -> None:
    rulebook = book({"points": 2, "per": {"size": "clients", "each": 10000}})
    with pytest.raises(SizeError, match="指标 1 甲：部门的客户数没有填写或不是大于 0 的数，却有措施（数据源 clients"):
        ledger(rulebook, [[0, "警示函", 1, False, ""]], size)
    assert ledger(rulebook, [], size)["points"].sum() == 100


PERIODS = {"kind": "clean_periods", "of": ["1"], "step": [{"periods": 1, "score": 90.0} | CITED], "unknown": "ends"}


@pytest.mark.parametrize(("size", "taken", "score"), [(20000.0, 1.0, 0.0), (None, None, None)])
def test_periods_without_a_deduction_know_what_it_is_divided_by(
    size: float | None, taken: float | None, score: float | None
) -> None:
    deduct = {"points": 2, "per": {"size": "clients", "each": 10000, "without": "missing"}}
    whole = book(deduct).model_dump(mode="json", exclude_none=True)
    rule = PERIODS | {"fewer": {"score": 0.0} | CITED}
    leaves = whole["indicator"] | {"2": {"name": "乙", "rule": rule}}
    rulebook = parse(whole | {"indicator": leaves}, "two.toml")
    rows = ledger(rulebook, [[0, "警示函", 1, False, ""]], size).filter(node="2")
    assert rows.filter(parameter="2.now")["quantity"].to_list() == ([] if taken is None else [taken])
    assert rows["points"].sum() == score if score is not None else "2.missing" in rows["parameter"]


def test_a_value_off_the_ladder_is_an_error_that_names_the_record() -> None:
    rulebook = book({"ladder": {"column": "kind", "points": {"警示函": 1, "责令改正": 1.5, "行政处罚": 10}}})
    with pytest.raises(OffTheLadderError, match="部门00（空着）"):
        reduce_records(tables([[0, "", 1, False, ""]]), rulebook)
