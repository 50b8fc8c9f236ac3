"""Evaluations by the rulebook `scheme.toml` with other rules on nodes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import scoring
from data_sources.quarantine import Quarantine
from data_sources.records import Records
from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring import Evaluation
from tests.support.tables import units as registered

SCHEME = tomllib.loads(Path(__file__).with_name("scheme.toml").read_text(encoding="utf-8"))
CITED: dict[str, Any] = {"basis": "assumed", "reference": {"title": "约定"}}
LEAVES = ("1.1", "1.2", "2.1", "2.2")
Scores = Mapping[str, Sequence[float | None]]


def rulebook(node: Mapping[str, Any] | None = None, **tables: Any) -> Rulebook:
    """The scheme with rules on nodes, each cited, and with other tables laid over it."""
    ruled = {
        code: table | {"rule": [CITED | rule for rule in table["rule"]]} if "rule" in table else table
        for code, table in (node or {}).items()
    }
    return parse(overlay(SCHEME, {"node": ruled, **tables}), "scheme.toml")


def records(scores: Scores, measures: Mapping[str, Sequence[str]] = {}, groups: Mapping[str, str] = {}) -> Records:
    """Units with the scores of their leaves, the kinds of their measures, and their groups."""
    units = sorted(scores)
    firms = registered(units, peer_group=[groups.get(unit, "一组") for unit in units])
    figures = [
        (f"{unit}{leaf}", unit, unit, date(2024, 6, 30), leaf, score)
        for unit in units
        for leaf, score in zip(LEAVES, scores[unit], strict=True)
    ]
    found = [(f"{unit}{at}", unit, unit, kind) for unit in measures for at, kind in enumerate(measures[unit])]
    own = dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String)
    tables = {
        "figures": pl.DataFrame(
            figures, own | {"as_of": pl.Date, "node": pl.String, "value": pl.Float64}, orient="row"
        ),
        "measures": pl.DataFrame(found, own | {"kind": pl.String}, orient="row"),
    }
    return Records(firms, {name: table.lazy() for name, table in tables.items()}, (), Quarantine({}))


def evaluated(book: Rulebook, scores: Scores, *args: Any) -> Evaluation:
    return scoring.score(records(scores, *args), book)


def score_of(evaluation: Evaluation, unit: str, node: str) -> float | None:
    return evaluation.scores.filter(firm_id=unit, node=node)["score"].item()
