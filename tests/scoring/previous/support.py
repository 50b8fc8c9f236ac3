"""Small evaluations of several years: records that cost 10 points each, and a figure, of some units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

import scoring
from data_sources.quarantine import Quarantine
from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring.evaluation import Evaluation
from scoring.previous.carrying import PreviousValues, carried
from scoring.previous.cutoffs import with_previous_cutoffs
from scoring.previous.ordering import Earlier, in_order
from tests.scoring.kinds.measures import CITED, GENERIC, SOURCE
from tests.support import tables as made

YEAR = 2024
Counts = Mapping[str, float | None]
DEDUCTION = {"kind": "deduction", "deduct": [{"id": "x", "label": "措施", "source": "measures", "points": 10} | CITED]}
FIGURE = {
    "kind": "normalised", "source": "figures", "value": "value", "direction": "higher_is_better", "combine": "sum",
    "normalisation": {"method": "min_max", "low": 0, "high": 100} | CITED,
}  # fmt: skip


def cited(tables: Any) -> Any:
    """Tables with a basis and a reference wherever a score or points stand."""
    if isinstance(tables, list):
        return [cited(one) for one in tables]
    if not isinstance(tables, dict):
        return tables
    own = {key: cited(value) for key, value in tables.items()}
    return own | CITED if {"score", "points"} & own.keys() or not own else own


def book(rule: Mapping[str, Any] | None = None, year: int = YEAR, **changes: Any) -> Rulebook:
    """Indicators 1 (records), 2 (the figure) and, where there is a rule, 3."""
    tables = overlay(GENERIC, {"source": {"measures": SOURCE}, "id": f"generic_{year}", "year": year})
    tables["period"] = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
    tables["indicator"] = {"1": {"name": "措施", "rule": DEDUCTION}, "2": {"name": "数值", "rule": FIGURE}}
    if rule is not None:
        tables["indicator"]["3"] = {"name": "改进", "rule": cited(rule)}
    return parse(overlay(tables, changes), "generic.toml")


def records(
    measures: Counts, figures: Counts | None = None, year: int = YEAR, merged: Mapping[str, str] = {}
) -> Records:
    """So many records of every unit, and a figure of some; `merged` are evaluated with others."""
    units = sorted(measures)
    own = made.firms(*units).with_columns(
        evaluated_as=pl.Series([merged.get(unit, unit) for unit in units]),
        status=pl.Series(["merged" if unit in merged else "evaluated" for unit in units]),
    )
    day, at = date(year, 5, 1), {unit: merged.get(unit, unit) for unit in units}
    rows = [
        {"record_id": f"{unit}{number}", "firm_id": at[unit], "entity_id": unit, "on": day, "kind": "警示函",
         "amount": 1.0, "loss": None, "remedied": False, "cause": None}
        for unit in units for number in range(int(measures[unit] or 0))
    ]  # fmt: skip
    values = [
        {
            "record_id": unit,
            "firm_id": at[unit],
            "entity_id": unit,
            "as_of": day,
            "value": value,
            "per": 1.0,
            "kind": "合并",
        }
        for unit, value in (figures or {}).items()
    ]
    tables = {"measures": pl.DataFrame(rows, _MEASURES).lazy(), "figures": pl.DataFrame(values, _FIGURES).lazy()}
    return Records(own, tables, (), Quarantine({}))


_IDS = dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String)
_MEASURES: dict[str, Any] = {
    **_IDS, "on": pl.Date, "kind": pl.String, "amount": pl.Float64, "loss": pl.Float64, "remedied": pl.Boolean,
    "cause": pl.String,
}  # fmt: skip
_FIGURES: dict[str, Any] = {**_IDS, "as_of": pl.Date, "value": pl.Float64, "per": pl.Float64, "kind": pl.String}


def earlier(handed: Records, rulebook: Rulebook, name: str = "") -> Earlier:
    """A previous evaluation of records."""
    return Earlier(name or f"run{rulebook.year}", scoring.score(handed, rulebook), "0" * 64)


def scored(handed: Records, rulebook: Rulebook, before: Sequence[Earlier]) -> Evaluation:
    """An evaluation that reads previous ones, as `ipscore score` makes it."""
    ordered = in_order(before, rulebook)
    filled = with_previous_cutoffs(rulebook, ordered[0]) if ordered else rulebook
    values: PreviousValues = carried(ordered, filled, handed.firms)
    return scoring.score(handed, filled, previous=values)


def scores(evaluation: Evaluation, node: str = "3") -> dict[str, float | None]:
    return dict(evaluation.scores.filter(pl.col("node") == node).select("firm_id", "score").iter_rows())


def causes(evaluation: Evaluation, firm: str, node: str = "3") -> list[str]:
    return evaluation.ledger.filter(firm_id=firm, node=node)["cause"].to_list()
