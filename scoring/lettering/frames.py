"""The shapes of the frames of letters."""

from __future__ import annotations

import polars as pl

LETTERS = pl.Schema(
    {
        **dict.fromkeys(("firm_id", "firm", "node", "group"), pl.String),
        **dict.fromkeys(("group_rank", "group_firms"), pl.Int64),
        **dict.fromkeys(("letter", "by_score", "reason"), pl.String),
    }
)
"""A row per firm and node that has letters. `group` is that of the register ("" without groups); `group_rank` the
competition rank of the score in it, among `group_firms` that have a score. `by_score` is the letter that the score
earns, `letter` the one after the rules on the node; null without a letter. `reason` says why there is none, or why the
letter is another."""

CUTOFFS = pl.Schema(
    {
        **dict.fromkeys(("node", "letters", "group", "letter"), pl.String),
        **dict.fromkeys(("from", "unguarded", "previous"), pl.Float64),
        **dict.fromkeys(("firms", "tied"), pl.Int64),
        "share": pl.Float64,
    }
)
"""A row per node, group of it (one, "", where letters are given over all firms) and letter, best first. `from` is the
lowest score that earns the letter (null for the worst, and for a letter that no score earns), `unguarded` what it were
without guardrail, `previous` the cut-off before. `firms` have the letter after all rules, `share` of those that have
one. `tied`: firms with the same score around the quota's edge, which went up or down together."""

LETTER_MOVES = pl.Schema(
    dict.fromkeys(("firm_id", "firm", "node", "letter_before", "letter_now", "reason_before", "reason_now"), pl.String)
)
"""A unit that has another letter at a node; null where it has none, which the reason explains."""
