"""What the evaluation of the effect can say: rows of the run's tables in the order of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.charts.change_courses import MOST
from scoring.effects import EFFICIENCY
from scoring.operations import digest

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.catalogue import Catalogue
    from reports.effect_comparison import ContradictionRow
    from reports.operations.tables import Tables

    Row = dict[str, Any]


_DRAWN = 20
_BETTER, _WORSE, _SAME = "改善", "变差", "不变"


def verdict(row: Row) -> str:
    """What the last month of an indicator's course is beside its overall mean; empty where nothing is judged."""
    if row["improved"] is None:
        return ""
    if not row["change"]:
        return _SAME
    return _BETTER if row["improved"] else _WORSE


@dataclass(frozen=True)
class Effect:
    """The effect over all firms.

    Attributes:
        tables: the run's tables.
        names: the short names of firms by id; empty where firms are not named.
        differences: what a published document says otherwise.
    """

    tables: Tables
    names: dict[str, str]
    differences: tuple[ContradictionRow, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        """The indicators."""
        return self.tables.catalogue

    @property
    def firms(self) -> int:
        """How many firms report."""
        return self.tables.monthly["firm_id"].n_unique()

    @cached_property
    def months(self) -> list[date]:
        """The months of the reports, in order."""
        found: list[date] = self.tables.industry["month"].unique().sort().to_list()
        return found

    @cached_property
    def tally(self) -> dict[str, Row]:
        """Indicators that can be better or worse, and improved ones, by node; "" is all."""
        return {row["node"]: row for row in self.tables.tally.to_dicts()}

    @cached_property
    def courses(self) -> list[Row]:
        """First month, last month and overall mean of every indicator of the industry."""
        return self._ordered(digest.courses(self.tables.industry, self.catalogue).to_dicts())

    @cached_property
    def best(self) -> list[Row]:
        """The best-improved firm of every indicator."""
        return self._ordered(self.tables.effects.to_dicts())

    @cached_property
    def best_firms(self) -> list[Row]:
        """Firms that improved most in some indicator, and in how many."""
        return digest.best_firms(self.tables.effects, self.catalogue).to_dicts()

    def courses_of(self, node: str) -> list[Row]:
        """The courses of a class."""
        return [row for row in self.courses if row["class"] == node]

    def best_of(self, node: str) -> list[Row]:
        """The best-improved firms of the indicators of a class."""
        leaves = self.catalogue.leaves_under(node)
        return [row for row in self.best if row["indicator"] in leaves]

    @property
    def best_efficiency(self) -> list[Row]:
        """The best-improved firm's clearing efficiency, system by system."""
        return [row for row in self.best if row["indicator"] == EFFICIENCY]

    @cached_property
    def systems(self) -> list[str]:
        """The clearing systems, in the order of the catalogue."""
        known = self.tables.pooled["system"].unique().to_list()
        return sorted(known, key=lambda system: self._place(self.catalogue.clearing.seconds, system))

    def pooled(self, system: str) -> pl.DataFrame:
        """Clearing of all firms together, month by month."""
        return self.tables.pooled.filter(pl.col("system") == system).sort("month")

    def fallen(self, node: str) -> list[Row]:
        """Improved quantities of a class of which less is better, the most fallen first."""
        found = [row for row in self._quantities(node) if row["improved"] and row["direction"] == "lower"]
        return sorted(found, key=lambda row: row["change"])

    def most_changed(self, node: str) -> list[Row]:
        """Indicators of a class that can be better or worse: so many as a chart holds, those that changed most."""
        judged = [row for row in self.courses_of(node) if row["improved"] is not None]
        chosen = sorted(judged, key=lambda row: -abs(row["change"]))[:_DRAWN]
        return [row for row in judged if row in chosen]

    def trends(self, node: str) -> list[Row]:
        """Quantities of a class that can be better or worse, those that changed most first: so many as lines can be
        told apart; none where there is a single month.
        """
        if len(self.months) == 1:
            return []
        judged = [row for row in self._quantities(node) if row["improved"] is not None]
        return sorted(judged, key=lambda row: -abs(row["change"]))[:MOST]

    def _quantities(self, node: str) -> list[Row]:
        """The courses of a class without states and times of the day, of which no share can be taken."""
        kinds = {leaf: self.catalogue.indicator[leaf].kind for leaf in self.catalogue.leaves}
        return [row for row in self.courses_of(node) if kinds[row["indicator"]] not in ("state", "time")]

    @cached_property
    def worse(self) -> list[Row]:
        """Indicators whose last month is worse than their overall mean, the worst first."""
        found = [row for row in self.courses if row["improved"] is False and row["change"]]
        return sorted(found, key=lambda row: -abs(row["change"]))

    def _ordered(self, rows: list[Row]) -> list[Row]:
        order = {leaf: place for place, leaf in enumerate(self.catalogue.leaves)}
        return sorted(
            rows,
            key=lambda row: (
                order.get(row["indicator"], len(order)),
                self._place(row["indicator"], row["system"]),
            ),
        )

    def _place(self, indicator: str, system: str) -> tuple[int, str]:
        known = indicator if indicator in self.catalogue.indicator else self.catalogue.clearing.seconds
        names = self.catalogue.splits(known) or ()
        return (names.index(system) if system in names else len(names), system)
