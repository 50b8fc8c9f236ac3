"""Who is evaluated, with whom, and why not."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_sources.errors import RegisterError
from data_sources.names import FirmNames
from data_sources.population import Everyone, firms_of

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("population.toml").read_text(encoding="utf-8")
)
LAST_DAY = date(2017, 12, 31)


def register(rows: list[list[Any]]) -> pl.DataFrame:
    """Firms whose code, short and full name are one; of groups by their first letter."""
    return pl.DataFrame(
        [
            (row[0], row[0], row[0], f"旧{row[0]}、老{row[0]}", row[1], row[2], row[3] or None, f"{row[0]}组")
            for row in rows
        ],
        {
            **dict.fromkeys(("firm_id", "full_name", "short_name", "former_names"), pl.String),
            "established_on": pl.Date,
            "brokerage": pl.Boolean,
            **dict.fromkeys(("merged_into", "peer_group"), pl.String),
        },
        orient="row",
    )


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_every_firm(name: str) -> None:
    case = CASES[name]
    table = register(case["register"])
    names = FirmNames.of(table, "名录")
    population = replace(Everyone(), **case.get("rule", {}))
    if "told" in case:
        with pytest.raises(RegisterError) as caught:
            firms_of(table, names, population, LAST_DAY)
        assert case["told"] in str(caught.value)
        return
    found = firms_of(table, names, population, LAST_DAY)
    assert found["firm_id"].to_list() == sorted(case["standing"])
    standing = {
        firm: (into, status, reason)
        for firm, into, status, reason in found.select("firm_id", "evaluated_as", "status", "reason").iter_rows()
    }
    expected = {
        firm: (said[0] or None, said[1], said[2] if len(said) > 2 else None) for firm, said in case["standing"].items()
    }
    assert standing == expected


def test_what_is_told_of_a_firm_beside_its_standing() -> None:
    table = register([["乙", date(2001, 2, 3), False, ""], ["甲", date(2000, 1, 1), True, "乙"]])
    found = firms_of(table, FirmNames.of(table, "名录"), Everyone(), LAST_DAY)
    assert found.row(0, named=True) == {
        "firm_id": "乙",
        "firm": "乙",
        "full_name": "乙",
        "former_names": ["旧乙", "老乙"],
        "established_on": date(2001, 2, 3),
        "brokerage": False,
        "peer_group": "乙组",
        "evaluated_as": "乙",
        "status": "evaluated",
        "reason": None,
    }
