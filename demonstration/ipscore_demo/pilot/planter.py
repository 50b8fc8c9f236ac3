"""Where there is room for an anomaly, and changing readings.

Clearing is changed in September to December 2018 only, for which nothing was published; of every other series the
first and the last month stay, and the first days, so that there is a history to be abnormal against. Anomalies of one
series lie far apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.pilot.clearing import DECIMALS, shapes
from ipscore_demo.pilot.planted import Kind, Planted
from ipscore_demo.pilot.profiles import profiles

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from ipscore_demo.pilot.table import Cell, Readings

CLEARING_MONTHS = (date(2018, 9, 1), date(2018, 12, 31))
_MONTHLY_BEFORE, _DAILY_BEFORE = 7, 70  # readings of history
_APART = 40  # readings between two anomalies of a series
_EVER = 10_000


@dataclass
class Planter:
    """Puts anomalies where there is room; `used` are the days of every series that hold one already."""

    readings: Readings
    catalogue: Catalogue
    rng: np.random.Generator
    used: dict[tuple[str, str, int], list[int]]

    def cell(self, codes: list[str], days: int = 1, *, alone: bool = False) -> Cell:
        """A free cell of one of the indicators, with so many days after it; `alone`, of a series without any anomaly.

        Raises:
            ValueError: none is free.
        """
        series = [
            (code, system, firm)
            for code, system in self.readings.series
            if code in codes
            for firm in range(len(self.readings.firms))
        ]
        for at in self.rng.permutation(len(series)).tolist():
            if free := self._days(series[at], days, alone=alone):
                day = int(self.rng.choice(free))
                self.used.setdefault(series[at], []).extend(range(day, day + days) if not alone else range(_EVER))
                return (*series[at], day)
        raise ValueError(f"no room for another anomaly in {codes}")

    def _days(self, series: tuple[str, str, int], days: int, *, alone: bool) -> list[int]:
        code, system, firm = series
        taken = self.used.get(series, [])
        if (alone and taken) or np.isnan(self.readings.series[code, system].values[firm]).all():
            return []
        dates = self.readings.dates(code, system)
        if code == self.catalogue.clearing.seconds:
            inside = range(len(dates)) if shapes()[system].best != firm else range(0)
            found = [at for at in inside if CLEARING_MONTHS[0] <= dates[at] <= CLEARING_MONTHS[1]]
        else:
            before = _DAILY_BEFORE if self.catalogue.indicator[code].frequency == "daily" else _MONTHLY_BEFORE
            last = dates[-1].replace(day=1)
            found = [at for at in range(before, len(dates) - days + 1) if dates[at] < last]
        return [at for at in found if all(abs(at - other) > _APART for other in taken)]

    def put(self, cell: Cell, kind: Kind, value: float, note: str, days: int = 1) -> Planted:
        """Change a reading, as many decimals as its indicator has."""
        code, system, firm, day = cell
        series = self.readings.series[code, system].values
        was = self.readings.value(cell)
        series[firm, day] = round(value, self.decimals(code))
        return Planted.at(self.readings, cell, kind, was=was, became=float(series[firm, day]), note=note, days=days)

    def decimals(self, code: str) -> int:
        """How many decimals readings of an indicator have."""
        return DECIMALS if code == self.catalogue.clearing.seconds else getattr(profiles().get(code), "decimals", 0)

    def factor(self, low: float, high: float) -> float:
        """A factor between two ends."""
        return float(self.rng.uniform(low, high))
