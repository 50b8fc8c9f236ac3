"""A study of robustness as reports read it: its settings and its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.robustness.spelling import ASSUMPTION_NAMES
from scoring.robustness.letter_shares import LETTER_SHARES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.robustness import Robustness

    Row = dict[str, Any]
    Rows = list[Row]

_WIDTH = pl.col("rank_high") - pl.col("rank_low")


@dataclass(frozen=True)
class Study:
    """What was varied over a run, and what came of it.

    Attributes:
        rulebook: of the run.
        scheme: the weight scheme that the run applied.
        settings: what was varied, and how far; draws and seed as they were.
        sizes: realisations per assumption; 0 where it was not varied.
        notes: what a reader must know of it.
        intervals, superiority, groups, draws: frames of the Monte Carlo (`scoring.robustness`).
        sensitivity, excluded: Sobol indices, and what could not be used for them.
        one_at_a_time, parameters: one change at a time.
        steadiness, widths, pairs: frames of `scoring.robustness.steadiness`.
        letters: in which share of the draws a firm has each letter; empty where the run gives none.
        correlations, reliability, components, importance, discrimination: frames of `scoring.coherence`.
    """

    rulebook: Rulebook
    scheme: str
    settings: Robustness
    sizes: Mapping[str, int]
    notes: tuple[str, ...]
    intervals: pl.DataFrame
    superiority: pl.DataFrame
    groups: pl.DataFrame
    draws: pl.DataFrame
    sensitivity: pl.DataFrame
    excluded: pl.DataFrame
    one_at_a_time: pl.DataFrame
    parameters: pl.DataFrame
    steadiness: pl.DataFrame
    widths: pl.DataFrame
    pairs: pl.DataFrame
    correlations: pl.DataFrame
    reliability: pl.DataFrame
    components: pl.DataFrame
    importance: pl.DataFrame
    discrimination: pl.DataFrame
    letters: pl.DataFrame = field(default_factory=LETTER_SHARES.to_frame)

    @property
    def noun(self) -> str:
        """What is evaluated: `公司`."""
        return self.rulebook.words.noun

    @property
    def measure(self) -> str:
        """Its measure word: `家`."""
        return self.rulebook.words.measure

    @property
    def errors(self) -> str:
        """What of scores is drawn beside choices: `抽样误差与计数误差`; empty where neither was."""
        return "与".join(ASSUMPTION_NAMES[name] for name in ("survey", "counting") if self.sizes.get(name))

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """Intervals of the totals by rank; without a draw that succeeded there are none."""
        known = pl.all_horizontal(pl.col("rank", "rank_low", "rank_high").is_not_null())
        return self.intervals.filter(pl.col("node") == "total", known).sort("rank", "firm_id")

    @property
    def firms(self) -> int:
        """How many have a total."""
        return self.intervals.filter(node="total").height

    def widest(self, shown: int) -> pl.DataFrame:
        """The firms with the widest intervals of ranks, those first."""
        return self.ranked.sort(_WIDTH, descending=True, maintain_order=True).head(shown)

    def narrowest(self, shown: int) -> pl.DataFrame:
        """The firms with the narrowest intervals of ranks, those first."""
        return self.ranked.sort(_WIDTH, maintain_order=True).head(shown)

    @property
    def width(self) -> Row:
        """The row of `widths`."""
        return self.widths.row(0, named=True)

    @property
    def pair(self) -> Row:
        """The row of `pairs`."""
        return self.pairs.row(0, named=True)

    @cached_property
    def succeeded(self) -> Row | None:
        """The row of the draws that gave every firm a total; None if there was none."""
        return next((row for row in self.draws.to_dicts() if not row["reason"] and row["draws"]), None)

    @cached_property
    def failed(self) -> Rows:
        """Rows of the draws that did not succeed, by reason."""
        return [row for row in self.draws.to_dicts() if row["reason"]]

    @cached_property
    def group_sizes(self) -> Rows:
        """One row per group of firms whose order is stable: group, firms, first and last rank."""
        sized = self.groups.group_by("group", maintain_order=True).agg(
            pl.col("firms").first(), first=pl.col("rank").min(), last=pl.col("rank").max()
        )
        return sized.sort("group").to_dicts()

    @cached_property
    def influences(self) -> Rows:
        """Rows of the sensitivity indices, the greatest total first; none where ranks never differed."""
        return self.sensitivity.drop_nulls("total").sort("total", descending=True).to_dicts()

    def strongest(self, low: str, high: str, shown: int) -> pl.DataFrame:
        """The parameters that change most, by two of their columns; those that change nothing left out."""
        reach = pl.max_horizontal(pl.col(low).abs(), pl.col(high).abs())
        return self.parameters.filter(reach > 0).sort(reach, descending=True, maintain_order=True).head(shown)

    @cached_property
    def against_others(self) -> dict[str, tuple[int, int, int]]:
        """By firm: how many others it is stably above, stably below, and neither."""
        counts = self.groups.select("firm_id", "above", "below", "undecided").iter_rows()
        return {firm_id: (above, below, undecided) for firm_id, above, below, undecided in counts}

    @cached_property
    def above_next(self) -> dict[str, float]:
        """By firm: in which share of the draws it is above the firm that follows it in the ranking."""
        ids = self.ranked["firm_id"].to_list()
        follows = pl.DataFrame(
            {"firm_id": ids[:-1], "other": ids[1:]}, schema=dict.fromkeys(("firm_id", "other"), pl.String)
        )
        found = follows.join(self.superiority, on=["firm_id", "other"])
        return dict(found.select("firm_id", "above").iter_rows())
