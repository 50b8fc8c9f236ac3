"""The rulebook's acceptance cases: what one firm's records are worth, told as data.

Every file in `cases/` holds cases for one indicator. A case gives records (`given`, by source) and says what the
indicator scores (`score`), or what single ledger rows are worth (`points`, by parameter without the node's code).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from indicator_tree import load_rulebook
from scoring.ledger import write_ledger
from scoring.reducing import reduce_records
from tests.support.tables import tables

RULEBOOK = load_rulebook("2017")
DOCUMENTS = [
    tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
]
CASES = [
    pytest.param(document["node"], firm, case, id=f"{document['node']} {case['name']}")
    for document in DOCUMENTS
    for firm, case in enumerate(document["case"])
]


@cache
def ledger_of(node: str) -> pl.DataFrame:
    """The node's ledger with every case as a firm of its own: firm `0` is the first case of the file, and so on."""
    cases = next(document["case"] for document in DOCUMENTS if document["node"] == node)
    given: dict[str, list[dict[str, Any]]] = {}
    for firm, case in enumerate(cases):
        for source, rows in case.get("given", {}).items():
            given.setdefault(source, []).extend({**row, "firm_id": str(firm)} for row in rows)
    evidence = reduce_records(tables(given), RULEBOOK).rows
    firms = pl.Series([str(firm) for firm in range(len(cases))])
    return write_ledger(firms, evidence, RULEBOOK).filter(pl.col("node") == node)


@pytest.mark.parametrize(("node", "firm", "case"), CASES)
def test_case(node: str, firm: int, case: dict[str, Any]) -> None:
    rows = ledger_of(node).filter(pl.col("firm_id") == str(firm))
    if "score" in case:
        assert rows["points"].null_count() == 0
        assert rows["points"].sum() == pytest.approx(case["score"], abs=1e-9)
    if "no_score" in case:
        assert rows["points"].null_count() == rows.height
        assert case["no_score"] in rows["cause"][-1]
    for parameter, points in case.get("points", {}).items():
        row = rows.filter(pl.col("parameter") == f"{node}.{parameter}")
        assert row["points"].sum() == pytest.approx(points, abs=1e-9), parameter


def test_every_case_says_what_it_expects() -> None:
    silent = [c.id for c in CASES if not c.values[2].keys() & {"score", "no_score", "points"}]
    assert silent == []


def test_every_leaf_and_the_bonus_have_cases() -> None:
    assert {case.values[0] for case in CASES} == {*RULEBOOK.leaves, "bonus"}


@pytest.mark.parametrize(("node", "part"), [pytest.param(n, p, id=f"{n}.{p.id}") for n, p in RULEBOOK.parts if p.tiers])
def test_both_sides_of_every_tier_have_cases(node: str, part: Any) -> None:
    key = f"part.{part.id}"
    tested = {case.values[2]["points"][key] for case in CASES if key in case.values[2].get("points", {})}
    # without any record of the part the whole indicator may have no score: then there is no 0 to test
    below_all = set() if part.measure in {"records", "distinct"} else {0.0}
    assert tested >= {tier.points for tier in part.tiers} | below_all
