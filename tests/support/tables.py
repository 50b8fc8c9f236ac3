"""Typed record tables made by hand: what the readers would hand over, without files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

Row = Mapping[str, Any]

QUESTIONS = (
    "rights_reminder",
    "education_satisfaction",
    "tie_in_sales",
    "suitability_match",
    "risk_disclosure",
    "entrusted_funds",
    "contract_breach",
    "stock_tips",
)

SCHEMAS: dict[str, dict[str, Any]] = {
    "fund_warnings": {"occurred_on": pl.Date, **dict.fromkeys(("level", "matter", "cause"), pl.String)},
    "complaints": {
        "category": pl.String,
        "received_on": pl.Date,
        "closed_on": pl.Date,
        "at_fault": pl.Boolean,
        "cause": pl.String,
    },
    "integrity_measures": {
        "decided_on": pl.Date,
        "authority": pl.String,
        "kind": pl.String,
        "matter": pl.String,
        "subject": pl.String,
        "subject_kind": pl.String,
        "subject_level": pl.String,
        "cause": pl.String,
    },
    "phone_checks": {
        "round": pl.Int64,
        "called_on": pl.Date,
        "connected": pl.Boolean,
        "answered": pl.Boolean,
        "polite": pl.Boolean,
        "effective": pl.Boolean,
    },
    "survey_responses": {"answered_on": pl.Date, **dict.fromkeys(QUESTIONS, pl.String)},
    "annual_ratios": {"ratio": pl.String, "numerator": pl.Float64, "denominator": pl.Float64, "as_of": pl.Date},
    "education_products": {"form": pl.String, "topic": pl.String, "clicks": pl.Int64},
    "education_activities": {
        "topic": pl.String,
        "organiser": pl.String,
        "sessions": pl.Int64,
        "participants": pl.Int64,
    },
    "education_bases": {"tier": pl.String, "form": pl.String},
    "social_projects": {"part": pl.String, "kind": pl.String, "cases": pl.Int64, "amount": pl.Float64},
}

DEFAULTS: dict[str, Row] = {
    "fund_warnings": {"occurred_on": date(2017, 5, 8), "matter": "交收透支"},
    "complaints": {"received_on": date(2017, 5, 8), "closed_on": date(2017, 6, 1), "at_fault": False},
    "integrity_measures": {"subject_level": "公司"},
    "phone_checks": {"connected": True, "answered": True, "polite": True, "effective": True},
    "annual_ratios": {"denominator": 1.0, "as_of": date(2017, 12, 31)},
    "education_products": {"form": "图文", "clicks": 0},
    "education_activities": {"sessions": 0, "participants": 0},
    "social_projects": {"cases": 0, "amount": 0.0},
}


def table(source: str, rows: Iterable[Row]) -> pl.LazyFrame:
    """One source's table; a row may say `count` (default 1), `firm_id` (F) and `entity_id` (the same)."""
    filled: list[dict[str, Any]] = []
    for row in rows:
        values = {**DEFAULTS.get(source, {}), "firm_id": "F", **row}
        values.setdefault("entity_id", values["firm_id"])
        for _ in range(values.pop("count", 1)):
            filled.append({"record_id": f"{source}-{len(filled) + 1:04d}", **values})
    columns = {"record_id": pl.String, "firm_id": pl.String, "entity_id": pl.String, **SCHEMAS[source]}
    return pl.DataFrame(filled, schema=columns).lazy()


def tables(rows: Mapping[str, Iterable[Row]]) -> dict[str, pl.LazyFrame]:
    """All sources; those not given are empty."""
    unknown = set(rows) - set(SCHEMAS)
    assert not unknown, f"no such source: {unknown}"
    return {source: table(source, rows.get(source, ())) for source in SCHEMAS}


def units(names: Sequence[str], **columns: Sequence[str | None]) -> pl.DataFrame:
    """Evaluated units without codes, as the register would give them, with further columns of it."""
    return pl.DataFrame(
        {
            **{key: list(names) for key in ("firm_id", "firm", "full_name")},
            "former_names": pl.Series([[] for _ in names], dtype=pl.List(pl.String)),
            "evaluated_as": list(names),
            "status": "evaluated",
            "reason": pl.Series([None] * len(names), dtype=pl.String),
            **{key: pl.Series(list(values), dtype=pl.String) for key, values in columns.items()},
        }
    )


def firms(*ids: str) -> pl.DataFrame:
    """Evaluated firms, as the register would give them."""
    return pl.DataFrame(
        {
            "firm_id": list(ids),
            "firm": [f"甲{firm}证券" for firm in ids],
            "full_name": [f"甲{firm}证券股份有限公司" for firm in ids],
            "former_names": [[] for _ in ids],
            "established_on": [date(2001, 1, 1)] * len(ids),
            "brokerage": [True] * len(ids),
            "evaluated_as": list(ids),
            "status": ["evaluated"] * len(ids),
            "reason": [None] * len(ids),
        },
        schema_overrides={"former_names": pl.List(pl.String), "reason": pl.String},
    )
