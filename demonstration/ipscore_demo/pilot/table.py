"""Readings while they are being invented: of every indicator and system an array of firms × dates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ipscore_demo.pilot.shapes import Floats

Cell = tuple[str, str, int, int]
"""Indicator, system, place of the firm, place of the date."""


@dataclass
class Series:
    """One indicator and system: values of shape (firms, dates), NaN where a firm has no reading."""

    dates: Sequence[date]
    values: Floats


@dataclass
class Readings:
    """All series, and texts where there are any."""

    firms: Sequence[str]
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)
    usual_text: dict[str, str] = field(default_factory=dict)
    """Text of an indicator (state) wherever nothing else is said."""

    def dates(self, code: str, system: str) -> Sequence[date]:
        """The dates of a series; of an indicator that has texts only, those of any monthly one."""
        if (code, system) in self.series:
            return self.series[code, system].dates
        return min((series.dates for series in self.series.values()), key=len)

    def value(self, cell: Cell) -> float | None:
        """The value of a cell, none where it has none."""
        code, system, firm, day = cell
        if (code, system) not in self.series:
            return None
        found = float(self.series[code, system].values[firm, day])
        return None if np.isnan(found) else found

    def frame(self) -> pl.DataFrame:
        """firm_id, indicator, system, date, value, text; sorted."""
        parts = [self._part(code, system, series) for (code, system), series in self.series.items()]
        codes = {code for code, _ in self.series}
        parts += [self._text(cell, text) for cell, text in self.texts.items() if cell[0] not in codes]
        return pl.concat(parts).sort("firm_id", "indicator", "system", "date")

    def _part(self, code: str, system: str, series: Series) -> pl.DataFrame:
        firms, days = series.values.shape
        texts: list[str | None] = [self.usual_text.get(code)] * (firms * days)
        for (at_code, at_system, firm, day), text in self.texts.items():
            if (at_code, at_system) == (code, system):
                texts[firm * days + day] = text
        frame = pl.DataFrame(
            {
                "firm_id": np.repeat(np.array(self.firms), days),
                "indicator": [code] * (firms * days),
                "system": [system] * (firms * days),
                "date": pl.Series(list(series.dates) * firms, dtype=pl.Date),
                "value": series.values.ravel(),
                "text": pl.Series(texts, dtype=pl.String),
            }
        ).with_columns(pl.col("value").fill_nan(None))
        return frame.filter(pl.col("value").is_not_null() | pl.col("text").is_not_null())

    def _text(self, cell: Cell, text: str) -> pl.DataFrame:
        code, system, firm, day = cell
        return pl.DataFrame(
            {
                "firm_id": [self.firms[firm]],
                "indicator": [code],
                "system": [system],
                "date": [self.dates(code, system)[day]],
                "value": pl.Series([None], dtype=pl.Float64),
                "text": [text],
            }
        )
