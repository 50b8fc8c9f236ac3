"""Incidents on indicators that are otherwise zero or normal: fewer every month, none in the last."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.parameters import Strict
from ipscore_demo.pilot.assembly import systems_of
from ipscore_demo.pilot.planted import Kind, Planted
from ipscore_demo.pilot.shapes import month_index
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from ipscore_demo.pilot.table import Cell, Readings


class IncidentCell(Strict):
    """One reading that an incident writes."""

    indicator: str
    low: float = 1
    high: float = 1
    times: str | None = None
    text: str | None = None
    line: bool = False


class Incident(Strict):
    """A kind of incident (`incidents.toml`)."""

    id: str
    often: float
    cell: tuple[IncidentCell, ...]


def incidents() -> tuple[Incident, ...]:
    """All kinds."""
    tables = tomllib.loads((Path(__file__).parent / "incidents.toml").read_text(encoding="utf-8"))
    return tuple(Incident.model_validate(table) for table in tables["incident"])


def plant_incidents(readings: Readings, catalogue: Catalogue, seed: int) -> list[Planted]:
    """Write all incidents into the readings.

    Returns:
        Every reading that was written, those past a line as kind `threshold`, the others as parts of their incident.
    """
    planted: list[Planted] = []
    for incident in incidents():
        main = incident.cell[0].indicator
        for system in systems_of(catalogue, main):
            rng = stream(seed, f"incident {incident.id} {system}")
            series = readings.series[main, system]
            months = month_index(series.dates)
            often = 2 * incident.often * (1 - months / months.max()) / np.bincount(months)[months]
            happens = rng.random(series.values.shape) < often
            happens &= series.values == 0  # an earlier kind of incident of the same day stays
            for firm, day in np.argwhere(happens).tolist():
                planted += _happen(readings, incident, system, (firm, day), rng)
    return planted


def _happen(
    readings: Readings, incident: Incident, system: str, place: tuple[int, int], rng: np.random.Generator
) -> list[Planted]:
    firm, day = place
    quantities: dict[str, float] = {}
    found = []
    for cell in incident.cell:
        at: Cell = (cell.indicator, system, firm, day)
        quantity = float(np.rint(rng.uniform(cell.low, cell.high)))
        if cell.times is not None:
            quantity *= quantities[cell.times]
        quantities[cell.indicator] = quantity
        was = readings.value(at)
        if cell.text is not None:
            readings.texts[at] = cell.text
        if (cell.indicator, system) in readings.series:
            readings.series[cell.indicator, system].values[firm, day] = quantity
        kind: Kind = "threshold" if cell.line else "part"
        found.append(Planted.at(readings, at, kind, was=was, became=quantity, note=incident.id))
    return found
