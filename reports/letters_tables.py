"""Letters as tables: who has another one, how many have which in every period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY
from reports.table import Table, label, text
from scoring.frames import node_names
from scoring.node_rules.words import node_text
from scoring.trend.letters import labels_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.trend import Trend


def letters_by_period(trend: Trend) -> list[str]:
    """How many units have which letter in every period, a line per node that has letters in any."""
    measure, found = trend.latest.words.measure, []
    for node in trend.lettered:
        labels = labels_of(trend.evaluations, node)
        own = trend.letters.filter(pl.col("node") == node, pl.col("letter").is_not_null())
        counts = {(period, letter): many for period, letter, many in own.group_by("period", "letter").len().iter_rows()}
        by_period = []
        for period in trend.periods:
            counted = [f"{one} {counts[period, one]} {measure}" for one in labels if (period, one) in counts]
            by_period += [f"{period} {'、'.join(counted)}"] if counted else []
        found.append(f"{_called(node, trend.latest)}的等级：{'；'.join(by_period)}")
    return found


def _called(node: str, rulebook: Rulebook) -> str:
    """A node with its name; its code alone where the latest rulebook does not have it."""
    return node_text(node, rulebook) if node in node_names(rulebook) else node


def letter_moves_table(
    title: str,
    moves: pl.DataFrame,
    rulebook: Rulebook,
    *,
    heads: tuple[str, str],
    notes: tuple[str, ...] = (),
) -> Table:
    """Units that have another letter.

    Args:
        title: of the table.
        moves: of the shape `scoring.lettering.LETTER_MOVES`.
        rulebook: names of the nodes and of the units.
        heads: what before and now are called.
        notes: below the table.
    """
    names, noun = node_names(rulebook), rulebook.words.noun
    explained = moves["reason_now"].is_not_null().any()
    rows = tuple(
        (
            *(row["node"], names[row["node"]], row["firm"]),
            *(row["letter_before"] or EMPTY, row["letter_now"] or EMPTY),
            *([row["reason_now"] or ""] if explained else []),
        )
        for row in moves.to_dicts()
    )
    columns = (label("指标"), text("名称"), text(noun), label(heads[0]), label(heads[1]))
    return Table(title, (*columns, text("现在的原因")) if explained else columns, rows, notes)
