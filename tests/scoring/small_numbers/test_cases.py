"""Shares and incidences of few records, case by case, on both sides of every threshold."""

import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import scoring
from scoring.errors import SizeError
from tests.scoring.small_numbers import market

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    case = CASES[name]
    leaf, count = case["leaf"], len(case["received"])
    sources = market.tables(case["received"], case["late"], case["members"])
    found = scoring.score(market.records(*sources, count), market.book(leaf, case.get("rule")))
    scores = found.scores.filter(node=leaf).sort("firm_id")
    at = case.get("at", list(range(count)))
    assert scores["score"][at].to_list() == pytest.approx(case["score"], abs=1e-6)
    assert scores["score"].is_null().arg_true().to_list() == case.get("unscored", [])
    for limit in ("low", "high"):
        if limit in case:
            assert scores[limit][at].to_list() == pytest.approx(case[limit], abs=5e-3)
    if "rule" not in case:
        assert scores["low"].is_null().all()
    rows = found.ledger.filter(node=leaf)
    firms = pl.Series(market.branches(count))
    flagged = rows.filter(parameter=f"{leaf}.small_numbers")["firm_id"]
    assert firms.is_in(flagged.implode()).arg_true().to_list() == case.get("flagged", [])
    if "cause" in case:
        assert case["cause"] in rows["cause"].to_list()
    sums = rows.group_by("firm_id").agg(pl.col("points").sum()).sort("firm_id")["points"]
    assert sums.gather(at).to_list() == pytest.approx(case["score"], abs=1e-6)


def test_strata_follow_the_example_worked_by_hand() -> None:
    """Rates 30 / 1000 and 10 / 2000, so that 100 and 500 members have 5.5 expected tickets, 900 and 1500 have 34.5."""
    rule: dict[str, Any] = {"measure": "observed_over_expected", "expected_by": ["group"], "remove": ["each"]}
    tickets = [("网点00", group, None) for group, number in (("甲类", 5), ("乙类", 4)) for _ in range(number)]
    tickets += [("网点01", group, None) for group, number in (("甲类", 25), ("乙类", 6)) for _ in range(number)]
    numbers = {("网点00", "甲类"): 100, ("网点00", "乙类"): 500, ("网点01", "甲类"): 900, ("网点01", "乙类"): 1500}
    members = [(*key, None, float(number)) for key, number in numbers.items()]
    sources = (
        market.frame(tickets, {"group": pl.String, "closed_on": pl.Date}),
        market.frame(members, {"group": pl.String, "as_of": pl.Date, "number": pl.Float64}),
    )
    found = scoring.score(market.records(*sources, 2), market.book("2", rule))
    expected = found.ledger.filter(parameter="2.expected").sort("firm_id")["quantity"]
    assert expected.to_list() == pytest.approx([5.5, 34.5])
    assert found.scores.filter(node="2", firm="网点00")["score"].item() == pytest.approx(100 - 20 * (9 / 5.5 - 1))


SIZES: dict[str, tuple[float, str]] = {
    "a size of zero": (0.0, "网点01的会员数不是大于 0 的数"),
    "no size where there are tickets": (-1.0, "网点01的会员数没有填写，却有工单"),
    "a size that is no number": (float("inf"), "网点01的会员数不是大于 0 的数"),
}


@pytest.mark.parametrize("name", SIZES)
def test_a_size_that_is_none_is_an_error_and_never_a_default(name: str) -> None:
    size, told = SIZES[name]
    sources = market.tables([3, 3], [0, 0], [1000, size])
    with pytest.raises(SizeError, match="数据源 members，没有读到文件") as caught:
        scoring.score(market.records(*sources, 2), market.book())
    assert told in str(caught.value)
    assert caught.value.firms == ("网点01",)


COMBINED = {"last": 5000.0, "sum": 6000.0, "mean": 3000.0}


@pytest.mark.parametrize("combine", COMBINED)
def test_several_sizes_of_a_branch_are_combined_as_the_rulebook_says(combine: str) -> None:
    rows = [("网点00", "甲类", day, number) for day, number in (("2024-06-30", 1000.0), ("2024-12-31", 5000.0))]
    members = market.frame(rows, {"group": pl.String, "as_of": pl.String, "number": pl.Float64})
    tickets, _ = market.tables([3], [0], [1])
    sources = (tickets, members.with_columns(pl.col("as_of").str.to_date()))
    size = market.BOOK["size"]["members"] | {"combine": combine}
    found = scoring.score(market.records(*sources, 1), market.book(size={"members": size}))
    assert found.ledger.filter(parameter="2.size")["quantity"].item() == COMBINED[combine]


def test_branches_evaluated_together_have_their_members_together() -> None:
    tickets, members = market.tables([3, 1], [0, 0], [1000, 500])
    merged = [each.with_columns(firm_id=pl.lit("网点00")) for each in (tickets, members)]
    size = market.BOOK["size"]["members"] | {"combine": "last"}
    found = scoring.score(market.records(merged[0], merged[1], 1), market.book(size={"members": size}))
    quantities = dict(found.ledger.filter(node="2").select("parameter", "quantity").rows())
    assert (quantities["2.events"], quantities["2.size"]) == (4.0, 1500.0)
