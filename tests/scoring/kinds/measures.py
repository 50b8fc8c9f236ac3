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
CLIENTS = {
    "title": "客户数表",
    "dated_by": "as_of",
    "dating": "until_end",
    "column": {
        "record_id": {"title": "编号", "kind": "code"},
        "as_of": {"title": "日期", "kind": "date"},
        "number": {"title": "户数", "kind": "number", "nullable": True},
    },
}
SIZE = {"label": "客户数", "unit": "户", "source": "clients", "column": "number"}
Record = list[Any]


def book(deduct: dict[str, Any]) -> Rulebook:
    """The rulebook whose only indicator has this deduction, `x`, of the measures."""
    scaled = deduct.get("scaled")
    cited = {key: value for key, value in deduct.items() if key != "scaled"}
    if scaled is not None:
        cited["scaled"] = [one | CITED for one in scaled] if isinstance(scaled, list) else scaled | CITED
    sized = {"source": {"clients": CLIENTS}, "size": {"clients": SIZE}} if "per" in deduct else {}
    full = {"id": "x", "label": "措施", "source": "measures"} | CITED | cited
    tables = overlay(overlay(GENERIC, {"source": {"measures": SOURCE}}), sized)
    tables["source"].pop("figures")
    tables["indicator"]["1"] = {"name": "甲", "rule": {"kind": "deduction", "deduct": [full]}}
    return parse(tables, "measures.toml")


def tables(records: list[Record], firm: str = "部门", size: float | None = None) -> dict[str, pl.LazyFrame]:
    """Records as [days after 2024-01-01, kind, amount, remedied, cause], and the size of the firm, if it has one."""
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
    own = {"record_id": f"{firm}规模", "firm_id": firm, "entity_id": firm, "as_of": date(2024, 12, 31), "number": size}
    sizes = pl.DataFrame(
        [own], schema={**dict.fromkeys(list(own)[:3], pl.String), "as_of": pl.Date, "number": pl.Float64}
    )
    return {
        "measures": pl.DataFrame(rows, types, orient="row").lazy(),
        "clients": sizes.drop_nulls("number").lazy(),
    }
