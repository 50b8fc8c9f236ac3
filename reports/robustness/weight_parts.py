"""Weights that published figures allow, as a part of the report on robustness."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.document.asking import Asked
from reports.table import Table
from reports.weight_tables import weight_tables

if TYPE_CHECKING:
    from markupsafe import Markup

    from reports.weight_tables import WeightsTold

_CHART = ("name", "equal", "closest", "low", "high", "determined")


class WeightParts(Asked):
    """Figures and tables of recovered weights."""

    def __init__(self, told: WeightsTold) -> None:
        super().__init__()
        self._told = told
        parts = weight_tables(told)
        self._tables = [part for part in parts if isinstance(part, Table)]
        self._lines = [line.strip() for part in parts if isinstance(part, str) for line in part.splitlines()[1:]]

    @property
    def references(self) -> list[str]:
        """Whose figures."""
        return list(self._told.titles.values())

    @property
    def readings(self) -> list[str]:
        """A line per node: what the figures determine there."""
        return self._lines

    @property
    def tops(self) -> list[str]:
        """Where weights are drawn: `""` for those of the whole tree, and level-1 nodes for all that lies below."""
        return self._drawn["top"].unique(maintain_order=True).to_list()

    def name(self, top: str) -> str:
        """How such a place is called."""
        return f"{top} {self._told.names.get(top, '')}的各级下级" if top else "一级指标"

    def bands(self, key: str, caption: str, top: str) -> Markup:
        """The intervals of the weights there."""
        return self._figure(key, caption, charts.weight_bands(self._drawn.filter(top=top).select(_CHART)))

    def table(self, key: str) -> Markup:
        """All weights."""
        return self._exhibit(key, self._tables[0])

    @property
    def _drawn(self) -> pl.DataFrame:
        """Weights of nodes that have siblings and fit the figures, with where they are drawn."""
        years = pl.col("years").n_unique().over("parent", "node") > 1
        named = pl.concat_str("node", pl.lit(" "), "name")
        told = pl.when(years).then(pl.concat_str(named, pl.lit("（"), "years", pl.lit("）"))).otherwise(named)
        return (
            self._told.bands.filter(pl.col("equal") < 1, pl.col("low").is_not_null(), pl.col("high").is_not_null())
            .with_columns(name=told, top=pl.col("parent").str.split(".").list.first())
            .sort("top", maintain_order=True)
        )
