"""Letters as tables: who has another one, how many have which in every period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY
from reports.table import Table, label, text
from scoring.frames import node_names

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree import Rulebook


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
