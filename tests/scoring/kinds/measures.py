"""A rulebook with one deduction over the measures against some departments, and its records."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from typing import Any

import polars as pl

from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from tests.scoring.kinds.rulebooks import ROOT

CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "约定"}}
GENERIC = tomllib.loads((ROOT / "tests" / "indicator_tree" / "generic.toml").read_text(encoding="utf-8"))
KINDS = ["警示函", "责令改正", "行政处罚"]
SOURCE = {
    "title": "监管措施",
    "unit": "项",
    "dated_by": "on",
    "column": {
        "record_id": {"title": "编号", "kind": "code"},
        "on": {"title": "决定日期", "kind": "date"},
        "kind": {"title": "措施种类", "kind": "text", "values": KINDS, "nullable": True},
        "amount": {"title": "涉及金额", "kind": "number"},
        "loss": {"title": "损失", "kind": "number", "nullable": True},
        "remedied": {"title": "是否整改", "kind": "bool"},
        "cause": {"title": "事由", "kind": "text", "nullable": True},
    },
}
Record = list[Any]


def book(deduct: dict[str, Any]) -> Rulebook:
    """The rulebook whose only indicator has this deduction, `x`, of the measures."""
    scaled = deduct.get("scaled")
    cited = {key: value for key, value in deduct.items() if key != "scaled"}
    if scaled is not None:
        cited["scaled"] = [one | CITED for one in scaled] if isinstance(scaled, list) else scaled | CITED
    full = {"id": "x", "label": "措施", "source": "measures"} | CITED | cited
    tables = overlay(GENERIC, {"source": {"measures": SOURCE}})
    tables["source"].pop("figures")
    tables["indicator"]["1"] = {"name": "甲", "rule": {"kind": "deduction", "deduct": [full]}}
    return parse(tables, "measures.toml")


def tables(records: list[Record], firm: str = "部门") -> dict[str, pl.LazyFrame]:
    """Records as [days after 2024-01-01, kind, amount, remedied, cause]."""
    rows = [
        {
            "record_id": f"{firm}{at:02}",
            "firm_id": firm,
            "entity_id": firm,
            "on": date(2024, 1, 1) + timedelta(days=days),
            "kind": kind or None,
            "amount": float(amount),
            "loss": None,
            "remedied": remedied,
            "cause": cause or None,
        }
        for at, (days, kind, amount, remedied, cause) in enumerate(records)
    ]
    types = {
        **dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String),
        "on": pl.Date,
        "kind": pl.String,
        "amount": pl.Float64,
        "loss": pl.Float64,
        "remedied": pl.Boolean,
        "cause": pl.String,
    }
    return {"measures": pl.DataFrame(rows, types, orient="row").lazy()}
