"""Anomalies planted into the readings, none of which touches a published figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.pilot.anomaly_plans import plans
from ipscore_demo.pilot.planted import Kind, Planted
from ipscore_demo.pilot.planter import Planter
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from ipscore_demo.pilot.anomaly_plans import Plan
    from ipscore_demo.pilot.table import Cell, Readings

_ORDERS = (10.0, 0.1)


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
