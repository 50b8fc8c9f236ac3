"""Evaluations of several years with made-up scores at the leaves of the small tree and of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from indicator_tree import Rulebook
from indicator_tree.loading import parse
from indicator_tree.overlay import overlay
from scoring import Evaluation
from scoring.rollup import roll_up
from scoring.tables import score_table
from tests.reports import small

CITED = {"basis": "assumed", "reference": {"title": "测试"}}
THIRD = {
    "1.3": {
        "name": "投诉次数",
        "parent": "1",
        "rule": {
            "kind": "deduction",
            "deduct": [{"id": "complaint", "label": "投诉", "source": "complaints", "points": 2, **CITED}],
        },
    }
}
"""A further indicator."""


def book(year: int, *, drop: Sequence[str] = (), add: Mapping[str, Any] | None = None, **above: Any) -> Rulebook:
    """The small rulebook of a year, some indicators dropped or added."""
    tables = small.rulebook().model_dump(mode="json", exclude_none=True)
    for code in drop:
        del tables["indicator"][code]
    tables = overlay(tables, {"indicator": dict(add or {}), "year": year, "title": f"小规则（{year}年度）", **above})
    tables["period"] = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
    return parse(tables, "made", kept=True)


def evaluation(
    rules: Rulebook,
    leaves: Mapping[str, Mapping[str, float | None]],
    *,
    merged: Mapping[str, str] | None = None,
    excluded: Mapping[str, str] | None = None,
    scheme: str = "equal",
) -> Evaluation:
    """Firms with these scores at the leaves: code → firm → score.

    Args:
        rules: the year's.
        leaves: of the evaluated firms.
        merged: firm → the one that it is evaluated with.
        excluded: firm → reason.
        scheme: of weights.
    """
    names = sorted({firm for each in leaves.values() for firm in each})
    values = {
        code: np.array([np.nan if (score := each.get(firm)) is None else score for firm in names], dtype=np.float64)
        for code, each in leaves.items()
    }
    firms = pl.DataFrame({"firm_id": names, "firm": [f"{name}证券" for name in names]})
    register = [(name, f"{name}证券", "evaluated", name, None) for name in names]
    register += [(name, f"{name}证券", "merged", into, None) for name, into in (merged or {}).items()]
    register += [(name, f"{name}证券", "excluded", None, why) for name, why in (excluded or {}).items()]
    kept = pl.DataFrame(register, ["firm_id", "firm", "status", "evaluated_as", "reason"], orient="row").with_columns(
        former_names=pl.lit([], pl.List(pl.String)), full_name=pl.col("firm"), established_on=pl.lit(date(2000, 1, 1))
    )
    rolled = roll_up(values, np.zeros(len(names)), rules, scheme)
    scores = score_table(rolled, firms, rules)
    return replace(small.evaluation(), rulebook=rules, scheme=scheme, firms=kept, scores=scores)
