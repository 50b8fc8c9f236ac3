"""Ratios: how they spread over the firms, and how many firms are past a regulatory line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.rules import ScaleRule

LINES = pl.Schema(
    {
        **dict.fromkeys(("node", "name", "ratio", "direction", "line"), pl.String),
        "value": pl.Float64,
        "firms": pl.Int64,
    }
)
"""`line` is `warning` (firms past the warning line, but not past the limit) or `limit` (firms past the limit)."""

RATIOS = pl.Schema(
    {"node": pl.String, "ratio": pl.String, "firms": pl.Int64, **dict.fromkeys(("min", "median", "max"), pl.Float64)}
)


def firms_past_lines(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `LINES`: two rows per scale rule, in tree order.

    A firm is past a line as the rule scores it (`scoring.kinds.scale`): at or above the line where lower is better,
    below the line where higher is better. Firms without a finite ratio are past none.
    """
    rows = []
    for node, rule in _scales(rulebook):
        ratio = _ratios(evidence, node)
        at_limit = _past(ratio, rule.limit.value, rule)
        at_warning = _past(ratio, rule.warning.value, rule) & ~at_limit
        told = (node, rulebook.indicator[node].name, rule.ratio, rule.direction)
        rows.append((*told, "warning", rule.warning.value, at_warning.sum()))
        rows.append((*told, "limit", rule.limit.value, at_limit.sum()))
    return pl.DataFrame(rows, schema=LINES, orient="row")


def spread_of_ratios(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """A frame of the shape `RATIOS`: a row per scale rule, in tree order; null where no firm has the ratio."""
    rows = []
    for node, rule in _scales(rulebook):
        ratio = _ratios(evidence, node)
        rows.append((node, rule.ratio, len(ratio), ratio.min(), ratio.median(), ratio.max()))
    return pl.DataFrame(rows, schema=RATIOS, orient="row")


def _scales(rulebook: Rulebook) -> list[tuple[str, ScaleRule]]:
    found = {node: kind_of(rule).told(rule).lines for node, rule in rulebook.rules.items()}
    return [(node, rule) for node, rule in found.items() if rule is not None]


def _ratios(evidence: pl.DataFrame, node: str) -> pl.Series:
    """The finite ratios of a node."""
    return evidence.filter(pl.col("parameter") == f"{node}.ratio", pl.col("quantity").is_finite())["quantity"]


def _past(ratio: pl.Series, line: float, rule: ScaleRule) -> pl.Series:
    return ratio < line if rule.direction == "higher_is_better" else ratio >= line
