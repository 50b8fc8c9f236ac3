"""An incidence against its sources: what does not fit is told with its key path."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree import RulebookError, RulebookFile
from ipscore.rules import Rules, checked
from tests.scoring.small_numbers import market

CASES = tomllib.loads(Path(__file__).with_name("fit.toml").read_text(encoding="utf-8"))


def rules(case: dict[str, Any]) -> Rules:
    tables: dict[str, Any] = {"size": {"members": case.get("size", {})}}
    if case.get("undated"):
        tables["source"] = {"members": {"dated_by": None, "dating": "within"}}
    return Rules(RulebookFile(market.book("2", case.get("rule"), **tables), (("book.toml", ""),)))


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    if "said" not in CASES[name]:
        assert checked(rules(CASES[name]))
        return
    with pytest.raises(RulebookError) as told:
        checked(rules(CASES[name]))
    assert CASES[name]["said"] in str(told.value)
