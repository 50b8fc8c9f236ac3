"""What the checks look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from scoring.evidence.conditions import collected_together
from scoring.kinds.registry import kind_of
from scoring.leaf_scores import only
from scoring.reducing import reduce_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.records import Records
    from data_sources.source import Source
    from indicator_tree import Rulebook
    from scoring.evidence.conditions import Table
    from scoring.evidence.engine import Engine
    from scoring.previous.carrying import PreviousValues
    from surveys.questionnaire import Questionnaire

FIGURES = pl.Schema({"firm_id": pl.String, "figure": pl.String, "value": pl.Float64})
"""Ratios and other figures of firms, by what they are called."""


@dataclass(frozen=True)
class LastYear:
    """What is known of a run to compare with.

    Attributes:
        title: how it is called: `2016年度`.
        records: source → records that counted.
        firms: firm_id, firm of those evaluated.
        figures: of the shape `FIGURES`.
    """

    title: str
    records: Mapping[str, int]
    firms: pl.DataFrame
    figures: pl.DataFrame


@dataclass(frozen=True)
class Decided:
    """What somebody decided about rejected rows.

    Attributes:
        rows: source → rejected rows to go on without.
        misfits: decisions that do not fit what was rejected, in Chinese.
    """

    rows: Mapping[str, int] = field(default_factory=dict)
    misfits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """Records, and what they are held against.

    Attributes:
        records: what was read.
        rulebook: by which they would be scored.
        sources: all sources that they may have, the register first.
        questionnaire: that of the responses, if there are any.
        engine: what reduces the records; Polars if omitted.
        decided: what somebody decided about rejected rows.
        last_year: a run to compare with.
        previous: what the rules read of previous evaluations.
        cannot_score: what is not given that the rules ask for; empty if nothing.
    """

    records: Records
    rulebook: Rulebook
    sources: tuple[Source, ...]
    questionnaire: Questionnaire | None = None
    engine: Engine | None = None
    decided: Decided = field(default_factory=Decided)
    last_year: LastYear | None = None
    previous: PreviousValues | None = None
    cannot_score: str = ""

    @property
    def register(self) -> Source:
        """The register."""
        return self.sources[0]

    @cached_property
    def by_name(self) -> dict[str, Source]:
        """The sources by their names."""
        return {source.name: source for source in self.sources}

    @cached_property
    def evaluated(self) -> pl.DataFrame:
        """firm_id, firm of the evaluated firms, by firm_id."""
        firms = self.records.firms
        return firms.filter(pl.col("status") == "evaluated").select("firm_id", "firm").sort("firm_id")

    @cached_property
    def tables(self) -> Mapping[str, Any]:
        """The records as lazy frames of the engine."""
        return self.records.tables if self.engine is None else self.engine.frames(self.records.tables)

    def table(self, source: str) -> Table | None:
        """The records of a source as a Narwhals lazy frame; None where there are none. The register has its firms."""
        if source == self.register.name:
            firms = self.records.firms.lazy()
            found: Any = firms.with_columns(record_id=pl.col("firm"), entity_id=pl.col("firm_id"))
        elif (found := self.tables.get(source)) is None:
            return None
        lazy: Table = nw.from_native(found)
        return lazy

    @cached_property
    def counts(self) -> pl.DataFrame:
        """How many records each evaluated firm has: source, firm_id, records; firms without any are not there."""
        schema = {"source": pl.String, "firm_id": pl.String, "records": pl.Int64}
        tables = [(name, self.table(name)) for name in self.records.tables]
        counted = [
            table.group_by("firm_id")
            .agg(records=nw.len().cast(nw.Int64))
            .select(nw.lit(name).alias("source"), "firm_id", "records")
            for name, table in tables
            if table is not None
        ]
        return pl.concat([pl.DataFrame(schema=schema), *collected_together(counted)])

    @cached_property
    def groups(self) -> pl.DataFrame:
        """Rows that do not count, by reason: source, file, sheet, column, kind, reason, rows, first row and value."""
        keys = ("file", "sheet", "column", "kind", "reason")
        grouped = [
            self.records.quarantined(name)
            .group_by(*keys)
            .agg(pl.col("row").n_unique().cast(pl.Int64).alias("rows"), *_first("row", "value"))
            .select(pl.lit(name).alias("source"), pl.all())
            for name in self.records.quarantine
        ]
        found = pl.collect_all(grouped, engine="streaming")
        return pl.concat([_NO_GROUPS, *found]).sort("source", "file", "sheet", "row", "column", "reason")

    @cached_property
    def figures(self) -> pl.DataFrame:
        """Ratios and other figures of the firms: of the shape `FIGURES`."""
        leaves = figure_leaves(self.rulebook, self.tables)
        if not leaves:
            return FIGURES.to_frame()
        return figures_of(reduce_rows(self.tables, only(self.rulebook, leaves)), self.rulebook)


_NO_GROUPS = pl.DataFrame(
    schema={
        **dict.fromkeys(("source", "file", "sheet", "column", "kind", "reason"), pl.String),
        "rows": pl.Int64,
        "row": pl.Int64,
        "value": pl.String,
    }
)


def _first(*columns: str) -> list[pl.Expr]:
    return [pl.col(column).sort_by("row").first() for column in columns]


def figure_leaves(rulebook: Rulebook, tables: Mapping[str, Any]) -> list[str]:
    """The leaves that are scored by a figure whose source is there."""
    return [
        node
        for node, rule in rulebook.rules.items()
        if kind_of(rule).figures(node, rule, rulebook) and set(rule.sources) <= tables.keys()
    ]


def figures_of(evidence: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """The figures among evidence: a ratio by its name, any other by the name of its leaf and its column."""
    names = {
        f"{node}.{key}": name
        for node, rule in rulebook.rules.items()
        for key, name in kind_of(rule).figures(node, rule, rulebook).items()
    }
    figure = pl.col("parameter").replace_strict(names, default=None, return_dtype=pl.String)
    return evidence.select("firm_id", figure.alias("figure"), pl.col("quantity").alias("value")).drop_nulls()
