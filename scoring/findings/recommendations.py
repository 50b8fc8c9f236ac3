"""Which results deserve a recommendation, by the rules of the rulebook's `[findings]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.tree import path_to_root
from scoring.evidence.cells import EMPTY, NAMELESS
from scoring.frames import RECORDS

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.findings import Fallen, LineCrossed, Lowest, Recurring

RECOMMENDATIONS = pl.Schema(
    {
        **dict.fromkeys(("kind", "area", "node", "name"), pl.String),
        **dict.fromkeys(("mean", "previous", "points", "relative"), pl.Float64),
        "line": pl.String,
        "value": pl.Float64,
        "firms": pl.Int64,
        "firms_limit": pl.Int64,
        "records": pl.Float64,
        "cause": pl.String,
        "source": pl.String,
        "most": pl.Float64,
        "value_of": pl.String,
        "commonest": pl.String,
        "commonest_records": pl.Float64,
    }
)
"""`kind` is `lowest`, `fallen`, `line` or `recurring`; `area` the node of level 1 that the leaf lies below, empty for a
leaf of level 1: what is recommended of one kind and area belongs into one proposal. Every row has node, name, mean and
the change. A `line` has the warning line with its value, the firms past it but not past the limit, and `firms_limit`
past the limit; what is `recurring` has the records, the firms concerned, the most of one firm and the source; what
failed as `cause`; of records that deduct points the commonest value that says anything of the first column
(`value_of`) in which they differ."""


def recommend(
    rulebook: Rulebook,
    *,
    changes: pl.DataFrame,
    tallies: pl.DataFrame,
    lines: pl.DataFrame,
    breakdown: pl.DataFrame,
    firms: int,
) -> pl.DataFrame:
    """What the rules of the rulebook pick, of the shape `RECOMMENDATIONS`; nothing where it has no such rules.

    Args:
        rulebook: its `findings` say what is picked.
        changes: see `scoring.findings.changes`.
        tallies: see `scoring.findings.tallies`.
        lines: see `scoring.findings.lines`.
        breakdown: of the shape `BREAKDOWN`.
        firms: number of evaluated firms.
    """
    rules = rulebook.findings
    picked = [RECOMMENDATIONS.to_frame()]
    if rules is not None:
        leaves = changes.filter(pl.col("node").is_in(rulebook.leaves)).drop("level")
        if rules.lowest is not None:
            picked.append(_lowest(leaves, rules.lowest))
        if rules.fallen is not None:
            picked.append(_fallen(leaves, rules.fallen))
        if rules.line is not None:
            picked.append(_lines(leaves, lines, rules.line))
        if rules.recurring is not None:
            causes = pl.concat([_deducted(breakdown, rulebook), _failed(tallies)], how="diagonal")
            picked.append(_recurring(leaves, causes, rules.recurring, firms))
    found = pl.concat(picked, how="diagonal")
    areas = {leaf: _area(leaf, rulebook) for leaf in rulebook.leaves}
    area = pl.col("node").replace_strict(areas, return_dtype=pl.String)
    return found.with_columns(area=area).select(RECOMMENDATIONS.names())


def _area(leaf: str, rulebook: Rulebook) -> str:
    top = path_to_root(rulebook.indicator, leaf)[-1]
    return "" if top == leaf else top


def _lowest(leaves: pl.DataFrame, rule: Lowest) -> pl.DataFrame:
    """Lowest mean first; of equal means, first in the tree."""
    known = leaves.filter(pl.col("mean").is_not_null()).sort("mean", maintain_order=True)
    return known.head(rule.count).with_columns(kind=pl.lit("lowest"))


def _fallen(leaves: pl.DataFrame, rule: Fallen) -> pl.DataFrame:
    """Deepest fall in points first; of equal falls, first in the tree."""
    fallen = leaves.filter(pl.col("points") <= -rule.points).sort("points", maintain_order=True)
    return fallen.head(rule.count).with_columns(kind=pl.lit("fallen"))


def _lines(leaves: pl.DataFrame, lines: pl.DataFrame, rule: LineCrossed) -> pl.DataFrame:
    """In tree order."""
    warning = lines.filter(pl.col("line") == "warning").select("node", "line", "value", "firms")
    limit = lines.filter(pl.col("line") == "limit").select("node", firms_limit="firms")
    both = leaves.join(warning, on="node", maintain_order="left").join(limit, on="node", maintain_order="left")
    return both.filter(pl.col("firms") + pl.col("firms_limit") >= rule.firms).with_columns(kind=pl.lit("line"))


def _recurring(leaves: pl.DataFrame, causes: pl.DataFrame, rule: Recurring, firms: int) -> pl.DataFrame:
    """Causes that concern most firms first."""
    often = causes.filter((pl.col("firms") / firms >= rule.share) | (pl.col("most") >= rule.times))
    placed = leaves.join(often.filter(pl.col("firms") > 0), on="node", maintain_order="left_right")
    ordered = placed.sort("firms", "records", descending=True, maintain_order=True)
    return ordered.head(rule.count).with_columns(kind=pl.lit("recurring"))


def _deducted(breakdown: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """Records for which a leaf deducts points, those of one source together, with their commonest value.

    The first column counts in which a value stands out that says something; empty cells do not.
    """
    pairs = [(node, source) for node in rulebook.leaves for source in {d.source for d in rulebook.deductions(node)}]
    causes = pl.DataFrame(sorted(pairs), schema={"node": pl.String, "source": pl.String}, orient="row")
    counted = breakdown.filter(pl.col("measure") == RECORDS).join(causes, on=["node", "source"], how="semi")
    wholes = counted.filter(pl.col("column") == "").select("node", "source", "firms", "most", records="quantity")
    values = counted.filter(pl.col("column") != "")
    by, quantity, says = ("node", "source", "column"), pl.col("quantity"), ~pl.col("value").is_in(NAMELESS)
    places = values.with_columns(
        highest=quantity.filter(says).max().over(by),
        empty=quantity.filter(pl.col("value") == EMPTY).sum().over(by),
        values=pl.len().over(by),
    ).filter(says, quantity == pl.col("highest"), quantity > pl.col("empty"), pl.col("values") > 1)
    outstanding = places.filter(pl.len().over(by) == 1)
    first = outstanding.group_by("node", "source", maintain_order=True).agg(
        value_of=pl.col("column").first(),
        commonest=pl.col("value").first(),
        commonest_records=pl.col("quantity").first(),
    )
    named = wholes.join(first, on=["node", "source"], how="left", maintain_order="left")
    return named.with_columns(cause=pl.lit(None, dtype=pl.String))


def _failed(tallies: pl.DataFrame) -> pl.DataFrame:
    """Failed steps of phone checks, and records not done in time."""
    failed = tallies.filter(pl.col("parameter").str.contains(r"\.fault\.[a-z0-9_]+$|\.done$"))
    return failed.select("node", "cause", "source", "firms", "most", records="total")
