"""Branches with tickets and members, as records, under the small rulebook."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from data_sources.quarantine import Quarantine
from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.loading import overlay, parse
from tests.support.tables import units as registered

BOOK = tomllib.loads((Path(__file__).parent / "book.toml").read_text(encoding="utf-8"))
CITED = {"basis": "assumed", "reference": {"title": "约定"}}
_CITED_TABLES = ("shrinkage", "small_numbers", "none_received")


def cited(rule: dict[str, Any]) -> dict[str, Any]:
    """The rule's tables with a basis and a reference."""
    return {key: value | CITED if key in _CITED_TABLES else value for key, value in rule.items()}


def book(leaf: str = "1", rule: dict[str, Any] | None = None, **tables: Any) -> Rulebook:
    """The small rulebook with other entries in a leaf's rule (`remove` names those to leave out) and elsewhere."""
    changed = dict(rule or {})
    raw = deepcopy(BOOK)
    for key in changed.pop("remove", []):
        del raw["indicator"][leaf]["rule"][key]
    return parse(overlay(raw, {"indicator": {leaf: {"rule": cited(changed)}}} | tables), "book.toml")


def branches(count: int) -> list[str]:
    return [f"网点{at:02d}" for at in range(count)]


def tables(received: Sequence[int], late: Sequence[int], members: Sequence[float]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tickets, every third of the second group, and members, all of the first; members below 0 are not there."""
    names = branches(len(received))
    tickets = [
        (name, "甲类", None if at < not_done else date(2024, 12, 31))
        for name, number, not_done in zip(names, received, late, strict=True)
        for at in range(number)
    ]
    sizes = [(name, "甲类", date(2024, 12, 31), size) for name, size in zip(names, members, strict=True) if size >= 0]
    return frame(tickets, {"group": pl.String, "closed_on": pl.Date}), frame(
        sizes, {"group": pl.String, "as_of": pl.Date, "number": pl.Float64}
    )


def frame(rows: Sequence[tuple[Any, ...]], columns: dict[str, Any]) -> pl.DataFrame:
    """Records of branches with numbers of their own."""
    table = pl.DataFrame(rows, {"firm_id": pl.String, **columns}, orient="row")
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(6)
    return table.with_columns(record_id=number, entity_id="firm_id")


def records(tickets: pl.DataFrame, members: pl.DataFrame, count: int) -> Records:
    names = branches(count)
    firms = registered(names)
    return Records(firms, {"tickets": tickets.lazy(), "members": members.lazy()}, (), Quarantine({}))
