"""The groups of the register that rules compare units within, as evidence: one row per unit, leaf and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.errors import UnknownColumnError
from scoring.frames import EVIDENCE
from scoring.kinds.facts import group_key
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook

REGISTER = "register"
"""The source of the rows: what the register says of a unit."""


def with_groups(evidence: pl.DataFrame, firms: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Evidence with the groups of the units as the register has them; those that it had before are left out.

    Args:
        evidence: of the shape `EVIDENCE`.
        firms: the register; a unit without a group has no row.
        rulebook: its rules say which columns they compare units within.

    Raises:
        UnknownColumnError: the register has no such column.
    """
    asked = [
        (node, by) for node, rule in rulebook.rules.items() for by in kind_of(rule).grouped_by(node, rule, rulebook)
    ]
    had = pl.col("source") == REGISTER
    if not asked:
        return evidence if evidence.filter(had).is_empty() else evidence.filter(~had)
    evaluated, rows = firms.filter(pl.col("status") == "evaluated"), []
    for node, by in asked:
        if by not in firms.columns:
            raise UnknownColumnError(node, f"名录的 {by} 列", [*firms.columns])
        row = {"node": node, "parameter": group_key(node, by), "cause": pl.col(by), "source": REGISTER}
        made = evaluated.select(
            "firm_id",
            **{name: one if isinstance(one, pl.Expr) else pl.lit(one) for name, one in row.items()},
            quantity=pl.lit(1.0),
            weight=pl.lit(None, dtype=pl.Float64),
        )
        rows.append(made.drop_nulls("cause").filter(pl.col("cause") != "").cast(dict(EVIDENCE.items())))
    return pl.concat([evidence.filter(~had), *rows]).sort(EVIDENCE.names())
