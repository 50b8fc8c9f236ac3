"""Anomalies planted into the readings, none of which touches a published figure.

Clearing is changed in September to December 2018 only, for which nothing was published; of every other series the
first and the last month stay, and the first days, so that there is a history to be abnormal against. Anomalies of one
series lie far apart.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data_sources.pilot.clearing import DECIMALS, shapes
from data_sources.pilot.planted import KIND_LABELS, Kind, Planted
from data_sources.pilot.profiles import profiles
from data_sources.reconstruction.shapes import stream
from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    from data_sources.pilot.table import Cell, Readings
    from indicator_tree.catalogue import Catalogue

CLEARING_MONTHS = (date(2018, 9, 1), date(2018, 12, 31))
_MONTHLY_BEFORE, _DAILY_BEFORE = 7, 70  # readings of history
_APART = 40  # readings between two anomalies of a series
_EVER = 10_000
_ORDERS = (10.0, 0.1)


class Pair(Strict):
    """A relation to break: left becomes so many times right; without right, zero."""

    left: str
    right: str
    low: float
    high: float


class Line(Strict):
    """A threshold to step over."""

    indicator: str
    line: float


class Plan(Strict):
    """How many anomalies of a kind, where, and how large (`anomalies.toml`)."""

    count: int
    low: float = 1.0
    high: float = 1.0
    days: int = 1
    indicators: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    lines: tuple[Line, ...] = ()


def plans() -> dict[Kind, Plan]:
    """All plans by kind."""
    tables = tomllib.loads((Path(__file__).parent / "anomalies.toml").read_text(encoding="utf-8"))
    return {kind: Plan.model_validate(tables[kind]) for kind in KIND_LABELS if kind in tables}


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


def plant_anomalies(readings: Readings, catalogue: Catalogue, seed: int) -> list[Planted]:
    """Plant all anomalies of the plan; the list says what became of which reading."""
    planted: list[Planted] = []
    planter = Planter(readings, catalogue, stream(seed, "anomalies"), {})
    for kind, plan in plans().items():
        for _ in range(plan.count):
            planted += _plant(planter, kind, plan)
    return planted


def _plant(planter: Planter, kind: Kind, plan: Plan) -> list[Planted]:
    match kind:
        case "relation":
            return _break_relation(planter, plan)
        case "threshold":
            lines = {line.indicator: line.line for line in plan.lines}
            cell = planter.cell(list(lines))
            over = lines[cell[0]] * planter.factor(plan.low, plan.high)
            return [planter.put(cell, kind, over, f"阈值 {lines[cell[0]]:g}")]
        case "missing":
            return [_leave_out(planter, planter.cell(list(plan.indicators)))]
        case "stuck" | "level_shift":
            return _hold(planter, kind, plan)
        case _:
            return _scale(planter, kind, plan)


def _scale(planter: Planter, kind: Kind, plan: Plan) -> list[Planted]:
    cell = planter.cell(list(plan.indicators))
    was = planter.readings.value(cell) or 0.0
    factor = float(planter.rng.choice(_ORDERS)) if kind == "unit_error" else planter.factor(plan.low, plan.high)
    found = [planter.put(cell, kind, was * factor, f"原读数的 {factor:.3g} 倍")]
    if kind == "clearing_slowdown":
        found += _finish_later(planter, cell, was * (factor - 1))
    return found


def _finish_later(planter: Planter, cell: Cell, seconds: float) -> list[Planted]:
    finished = (planter.catalogue.clearing.finished, *cell[1:])
    was = planter.readings.value(finished) or 0.0
    return [planter.put(finished, "part", was + seconds, "清算变慢")]


def _hold(planter: Planter, kind: Kind, plan: Plan) -> list[Planted]:
    """From a day on, for some days the same reading; or to the end another level."""
    cell = planter.cell(list(plan.indicators), plan.days, alone=kind == "level_shift")
    code, system, firm, day = cell
    values = planter.readings.series[code, system].values[firm]
    was = planter.readings.value(cell)
    if kind == "stuck":
        values[day : day + plan.days] = values[day - 1]
        note = f"连续 {plan.days} 天与前一天相同"
    else:
        factor = planter.factor(plan.low, plan.high)
        values[day:] = (values[day:] * factor).round(planter.decimals(code))
        note = f"自此为原来的 {factor:.2f} 倍"
    return [Planted.at(planter.readings, cell, kind, was=was, became=float(values[day]), note=note, days=plan.days)]


def _leave_out(planter: Planter, cell: Cell) -> Planted:
    code, system, firm, day = cell
    was = planter.readings.value(cell)
    planter.readings.series[code, system].values[firm, day] = np.nan
    return Planted.at(planter.readings, cell, "missing", was=was, became=None, note="没有报送")


def _break_relation(planter: Planter, plan: Plan) -> list[Planted]:
    pairs = {pair.left: pair for pair in plan.pairs}
    cell = planter.cell(list(pairs))
    pair = pairs[cell[0]]
    if not pair.right:
        return [planter.put(cell, "relation", 0.0, "另一项不为零而此项为零")]
    right: Cell = (pair.right, *cell[1:])
    factor = planter.factor(pair.low, pair.high)
    return [planter.put(cell, "relation", (planter.readings.value(right) or 0.0) * factor, f"大于 {pair.right}")]
