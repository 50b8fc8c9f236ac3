"""Clearing seconds and records, solved backwards from the published seconds per record.

A firm's clearing takes a fixed part and a part that grows with the records. The published course of all firms
together is then a course of the volume: with few records the fixed part weighs more. The volume of every month is
solved for, the rest is noise; at the end seconds are scaled (by well under a percent) so that the sums fit exactly.
One firm a system improves by itself, by as much as was published of the best.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from indicator_tree.parameters import Strict
from ipscore_demo.pilot.shapes import Bools, Floats, Ints, month_index, months_of, noise, through_months, weekdays
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from indicator_tree.published.operations import ClearingFigure, PilotFigures

DECIMALS = 4
"""Seconds are told so finely that their sums hit the published quotients to about nine digits."""
_ROUNDS = 60
_RECORDS_NOISE, _SECONDS_NOISE, _FIRM_SPREAD = 0.10, 0.025, 0.22


class SystemShape(Strict):
    """What the published figures leave open about a system's clearing (`clearing.toml`)."""

    before: tuple[float, ...]
    fixed: float
    records: float
    start: float
    ease: float
    best: int


@dataclass(frozen=True)
class SystemDays:
    """A system's clearing: arrays of shape (firms, days). `best` is the place of the best-improved firm."""

    system: str
    seconds: Floats
    records: Ints
    start: float
    best: int


@cache
def shapes() -> dict[str, SystemShape]:
    """The shapes of all systems."""
    tables = tomllib.loads((Path(__file__).parent / "clearing.toml").read_text(encoding="utf-8"))
    return {name: SystemShape.model_validate(table) for name, table in tables["system"].items()}


def invent_clearing(
    figures: PilotFigures, duration: str, sizes: Floats, days: Sequence[date], seed: int
) -> list[SystemDays]:
    """Seconds and records of every system.

    Args:
        figures: what must come out.
        duration: code of the indicator that tells the seconds of clearing.
        sizes: relative sizes of the firms.
        days: business days of whole months, from the first month of the pilot to the last published month.
        seed: of what the figures leave open.
    """
    changes = {each.system: each.change for each in figures.efficiency}
    durations = {each.system: each.change for each in figures.change if each.indicator == duration}
    return [
        _system(figure, shape, change=changes[name], duration=durations.get(name), sizes=sizes, days=days, seed=seed)
        for figure in figures.clearing
        for name, shape in [(figure.system, shapes()[figure.system])]
    ]


def _system(
    figure: ClearingFigure,
    shape: SystemShape,
    *,
    change: float,
    duration: float | None,
    sizes: Floats,
    days: Sequence[date],
    seed: int,
) -> SystemDays:
    rng = stream(seed, f"clearing {figure.system}")
    firms, months = len(sizes), month_index(days)
    aim = np.array([*shape.before, *figure.values])
    growing = float(np.exp(np.log(aim).mean())) - shape.fixed  # what the part that thins out with volume costs at 1
    slow = noise(rng, _FIRM_SPREAD, firms)[:, None]
    usual = shape.records * sizes[:, None]
    passed = np.linspace(0, 1, len(days))[None, :]
    trend = shape.ease ** (passed * rng.uniform(0.8, 1.2, firms)[:, None])
    trend[shape.best] = through_months(days, _own_trend(aim, change))
    shaken = weekdays(days) * noise(rng, _RECORDS_NOISE, (firms, len(days)))
    jitter = trend * noise(rng, _SECONDS_NOISE, (firms, len(days)))
    knots = growing / (aim - shape.fixed)
    for _ in range(_ROUNDS):
        records = np.maximum(np.rint(usual * through_months(days, knots) * shaken), 1)
        seconds = slow * (growing * usual + shape.fixed * records) * jitter
        found = _by_month(seconds.sum(axis=0), months) / _by_month(records.sum(axis=0), months)
        knots = knots * (found / aim) ** 0.7
    counted = records.astype(np.int64)
    last = months == months.max()
    if duration is not None:
        _fit_duration(seconds[shape.best], counted[shape.best], months == 0, last, (1 + duration) / (1 + change))
    seconds = seconds.round(DECIMALS)
    began = seconds[shape.best, months == 0].sum() / counted[shape.best, months == 0].sum()
    best_last = np.zeros_like(seconds, dtype=bool)
    best_last[shape.best] = last
    _fit_sum(seconds, best_last, began * (1 + change) * counted[best_last].sum())
    for month, efficiency in zip(figure.months, figure.values, strict=True):
        here = np.broadcast_to(months == months_of(days).index(month), seconds.shape)
        free = here & ~best_last
        _fit_sum(seconds, free, efficiency * counted[here].sum() - seconds[here & best_last].sum())
    return SystemDays(figure.system, seconds, counted, shape.start, shape.best)


def _own_trend(aim: Floats, change: float) -> Floats:
    """Monthly factors from 1 to what is missing when the firm's volume goes the way of all others."""
    whole = (1 + change) / (aim[-1] / aim[0])
    return np.geomspace(1, whole, len(aim))


def _fit_duration(seconds: Floats, records: Ints, first: Bools, last: Bools, growth: float) -> None:
    """Scale the last month's records so that they are, on average a day, `growth` times those of the first month."""
    scale = growth * records[first].mean() / records[last].mean()
    changed = np.rint(records[last] * scale).astype(np.int64)
    seconds[last] *= changed / records[last]
    records[last] = changed


def _fit_sum(seconds: Floats, cells: Bools, total: float) -> None:
    """Scale some cells so that they add up to a total; what rounding leaves goes to the largest of them."""
    scaled = (seconds[cells] * (total / seconds[cells].sum())).round(DECIMALS)
    largest = int(scaled.argmax())
    scaled[largest] = round(float(scaled[largest] + total - scaled.sum()), DECIMALS)
    seconds[cells] = scaled


def _by_month(values: Floats, months: Ints) -> Floats:
    found: Floats = np.bincount(months, weights=values).astype(np.float64)
    return found
