"""The shapes of the frames that scoring makes: column names and types, in order; and the names of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from indicator_tree import Rulebook

EVIDENCE = pl.Schema(
    {
        "firm_id": pl.String,
        "node": pl.String,
        "parameter": pl.String,
        "cause": pl.String,
        "source": pl.String,
        "quantity": pl.Float64,
        "weight": pl.Float64,
    }
)
"""One row per firm × node × parameter: a count, a ratio, a number of answers; `weight` is the sum of the respondents'
weights for answers, null for the rest."""

EVIDENCE_RECORDS = pl.Schema({"firm_id": pl.String, "node": pl.String, "parameter": pl.String, "record_id": pl.String})
"""The records behind the evidence, one row each."""

EVIDENCE_ROWS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "node", "parameter", "source"), pl.String),
        **dict.fromkeys(("first", "rows"), pl.Int64),
    }
)
"""The same by place: so many rows of the source's table of records, the first of them counted from 0. Several rows of
one firm, node and parameter go together."""

LEDGER = pl.Schema(
    {
        "firm_id": pl.String,
        "node": pl.String,
        "cause": pl.String,
        "quantity": pl.Float64,
        "points": pl.Float64,
        "rule": pl.String,
        "parameter": pl.String,
        "basis": pl.String,
        "reference": pl.String,
    }
)
"""One row per firm × node × cause, in the order in which the points add up. Null points: there is no score."""

SCORES = pl.Schema(
    {
        "firm_id": pl.String,
        "firm": pl.String,
        "node": pl.String,
        "level": pl.Int64,
        "score": pl.Float64,
        "rank": pl.Int64,
        "se": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
        "rank_low": pl.Int64,
        "rank_high": pl.Int64,
    }
)
"""One row per firm × node; `base`, `bonus` and `total` are on level 0. The standard error, the limits of the score and
of the rank are null where nothing below rests on answers of a sample."""

SURVEY_COVARIANCE = pl.Schema({"firm_id": pl.String, "node": pl.String, "other": pl.String, "covariance": pl.Float64})
"""Sampling covariance of the answer means of two leaves, in points squared; a pair stands once, in tree order, a leaf
with itself too (its variance)."""

BREAKDOWN = pl.Schema(
    {
        **dict.fromkeys(("node", "source", "column", "value", "measure"), pl.String),
        "quantity": pl.Float64,
        "firms": pl.Int64,
        "entities": pl.Int64,
        "most": pl.Float64,
    }
)
"""Records by node and by the values of a column, or of columns together (`tier,form`: `国家级·实体`). Node "" is all
records of a source; column and value "" are the whole. `measure` is `records` or a summed column. `firms` and
`entities` are the evaluated and the registered firms with a quantity above 0, `most` the highest of one evaluated
firm."""

INTAKE = pl.Schema(
    {
        **dict.fromkeys(("source", "title"), pl.String),
        "scored": pl.Boolean,
        **dict.fromkeys(("read", "used", "rejected", "excluded", "accepted"), pl.Int64),
        "reason": pl.String,
        "corrected": pl.Int64,
    }
)
"""Rows by source: what became of them, and how many of the rejected ones were gone without on somebody's decision and
why. `corrected` are rows that a decision withdrew: read = used + rejected + excluded + corrected. `scored` says whether
the source decides scores: the rules read it, or it says who is evaluated."""

EXCLUDED = pl.Schema({**dict.fromkeys(("source", "title", "reason"), pl.String), "rows": pl.Int64})
"""Rows that are valid and not scored, or no records, by source and reason."""

RECORDS = "records"
"""The measure of a breakdown that counts records."""

TOTAL_NODES = {"base": "总分（不含加分）", "bonus": "加分", "total": "总分"}
"""The nodes above the tree, with their names."""


def total_names(rulebook: Rulebook) -> dict[str, str]:
    """The nodes above the tree with their names: without a bonus, `base` is the total before the rules on it."""
    if rulebook.bonus:
        return TOTAL_NODES
    return TOTAL_NODES | {"base": "总分（适用规则前）" if rulebook.rules_at("total") else TOTAL_NODES["total"]}


def told_above(rulebook: Rulebook) -> dict[str, str]:
    """Those of them that are told, with their names: without a bonus the total, and what it was before rules on it."""
    told = (
        ("base", "bonus", "total")
        if rulebook.bonus
        else ("base", "total")
        if rulebook.rules_at("total")
        else ("total",)
    )
    return {node: total_names(rulebook)[node] for node in told}


def node_names(rulebook: Rulebook) -> dict[str, str]:
    """The names of all nodes that have scores, by code: those above the tree, then those of the tree."""
    return total_names(rulebook) | {code: rulebook.indicator[code].name for code in rulebook.nodes}
