"""Who has another letter than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.lettering.frames import LETTER_MOVES

if TYPE_CHECKING:
    from collections.abc import Sequence


def letter_moves(before: pl.DataFrame, now: pl.DataFrame, nodes: Sequence[str] | None = None) -> pl.DataFrame:
    """The units of both whose letter at a node is another, of the shape `LETTER_MOVES`, in the order of `now`.

    Args:
        before: of the shape `LETTERS`.
        now: of the same shape; a node that has letters in one of the two only is left out.
        nodes: only these; all where not given.
    """
    was = before.select("firm_id", "node", letter_before="letter", reason_before="reason")
    both = now.join(was, on=["firm_id", "node"], maintain_order="left").rename(
        {"letter": "letter_now", "reason": "reason_now"}
    )
    asked = pl.lit(value=True) if nodes is None else pl.col("node").is_in(list(nodes))
    return both.filter(asked, pl.col("letter_before").ne_missing(pl.col("letter_now"))).select(LETTER_MOVES.names())
