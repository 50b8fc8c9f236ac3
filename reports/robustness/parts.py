"""The figures and tables of a study, made as templates ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.document.asking import Asked
from reports.robustness import assumption_tables, coherence_tables, rank_tables
from reports.robustness.letter_tables import letter_tables
from reports.robustness.spelling import assumption_name

if TYPE_CHECKING:
    from markupsafe import Markup

    from reports.robustness.study import Study

_SHOWN = 15  # parameters of a chart and of its table
_TABLES = {
    "varied": assumption_tables.varied_table,
    "draws": rank_tables.draws_table,
    "steadiness": rank_tables.steadiness_table,
    "groups": rank_tables.group_table,
    "sensitivity": assumption_tables.sensitivity_table,
    "excluded": assumption_tables.excluded_table,
    "discrimination": coherence_tables.discrimination_table,
    "correlations": coherence_tables.correlation_table,
    "reliability": coherence_tables.reliability_table,
    "components": coherence_tables.component_table,
    "importance": coherence_tables.importance_table,
}


class StudyParts(Asked):
    """Figures and tables of a study."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._study = study

    def table(self, key: str, name: str) -> Markup:
        """One of the tables that have no choice in them, by its name."""
        return self._exhibit(key, _TABLES[name](self._study))

    def rows_of(self, name: str) -> int:
        """How many rows such a table has."""
        return len(_TABLES[name](self._study).rows)

    def ranks(self, key: str, caption: str) -> Markup:
        """The interval of every firm's rank, with names."""
        frame = self._study.ranked.select("firm", "rank", "rank_low", "rank_high")
        return self._figure(key, caption, charts.rank_intervals(frame))

    def spread(self, key: str, caption: str) -> Markup:
        """The same without names."""
        frame = self._study.ranked.select("rank", "rank_low", "rank_high")
        return self._figure(key, caption, charts.rank_spread(frame))

    def intervals(self, key: str, caption: str) -> Markup:
        """The table of all firms by rank."""
        return self._exhibit(key, rank_tables.interval_table(self._study, caption, self._study.ranked, followed=True))

    def letters(self, prefix: str) -> list[Markup]:
        """A table per node with letters: how often every firm has each letter."""
        return [self._exhibit(f"{prefix}-{at}", table) for at, table in enumerate(letter_tables(self._study), 1)]

    def indices(self, key: str, caption: str) -> Markup:
        """Sobol indices as bars."""
        named = [row | {"name": assumption_name(row["assumption"])} for row in self._study.influences]
        schema = {"name": pl.String, **dict.fromkeys(_INDICES, pl.Float64)}
        frame = pl.DataFrame([{name: row[name] for name in schema} for row in named], schema=schema)
        return self._figure(key, caption, charts.sobol(frame))

    def tornado(self, key: str, caption: str) -> Markup:
        """The parameters that change the mean total most."""
        return self._tornado(key, caption, ("mean_low", "mean_high"), "总分均值的变化（分）", 3)

    def shifts(self, key: str, caption: str) -> Markup:
        """The parameters that move ranks most."""
        return self._tornado(key, caption, ("shift_low", "shift_high"), "平均位次变动（位）", 2)

    def parameters(self, key: str, caption: str) -> Markup:
        """The table of the parameters that move ranks most."""
        found = self._study.strongest("shift_low", "shift_high", _SHOWN)
        return self._exhibit(key, assumption_tables.parameter_table(self._study, caption, found))

    def alone(self, key: str, assumption: str) -> Markup:
        """What one other choice of an assumption would have changed."""
        return self._exhibit(key, assumption_tables.one_at_a_time_table(self._study, assumption))

    def _tornado(self, key: str, caption: str, columns: tuple[str, str], title: str, decimals: int) -> Markup:
        low, high = columns
        rows = self._study.strongest(low, high, _SHOWN).to_dicts()
        named = [
            {"name": assumption_tables.parameter_name(self._study, row), "low": row[low], "high": row[high]}
            for row in rows
        ]
        schema = {"name": pl.String, "low": pl.Float64, "high": pl.Float64}
        return self._figure(key, caption, charts.tornado(pl.DataFrame(named, schema=schema), title, decimals))


_INDICES = ("first", "first_low", "first_high", "total", "total_low", "total_high")
