"""What the reports need of an operations run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.corrections import CORRECTED
from scoring.frames import INTAKE

if TYPE_CHECKING:
    from datetime import date

    from indicator_tree.catalogue import Catalogue

DUE = pl.Schema(
    {
        "firm_id": pl.String(),
        "owner": pl.String(),
        "indicator": pl.String(),
        "system": pl.String(),
        "month": pl.Date(),
        "due": pl.Int64(),
        "received": pl.Int64(),
        "missing": pl.List(pl.Date()),
    }
)
"""Readings due and received of a firm, indicator, system and month (its first day), and the dates that are missing."""


@dataclass(frozen=True)
class Tables:
    """The tables of a run, all firms in each; their columns are those of `scoring.operations.frames`.

    Attributes:
        catalogue: the indicators.
        firms: firm_id, firm (short name).
        readings, alerts, monthly, peers, clearing, clearing_models, effects, industry: the run's tables.
        due: DUE.
        tally: node ("" is all), indicators, improved (`scoring.effects.tally_improved`).
        pooled: system, month, firms, seconds, records, efficiency (`scoring.effects.pooled_efficiency`).
        intake: `scoring.frames.INTAKE`; empty where nothing is known of the files.
        corrections: `data_sources.readings.corrections.CORRECTED`.
        notice: what every reader must know first, such as that the firms are invented; may be empty.
    """

    catalogue: Catalogue
    firms: pl.DataFrame
    readings: pl.DataFrame
    alerts: pl.DataFrame
    monthly: pl.DataFrame
    peers: pl.DataFrame
    clearing: pl.DataFrame
    clearing_models: pl.DataFrame
    effects: pl.DataFrame
    industry: pl.DataFrame
    due: pl.DataFrame
    tally: pl.DataFrame
    pooled: pl.DataFrame
    intake: pl.DataFrame = field(default_factory=INTAKE.to_frame)
    corrections: pl.DataFrame = field(default_factory=CORRECTED.to_frame)
    notice: str = ""

    def months(self, firm_id: str) -> list[date]:
        """The months for which a firm has figures, in order."""
        return self.monthly.filter(pl.col("firm_id") == firm_id)["month"].unique().sort().to_list()

    def name(self, firm_id: str) -> str:
        """The short name of a firm."""
        return str(self.firms.row(by_predicate=pl.col("firm_id") == firm_id, named=True)["firm"])
