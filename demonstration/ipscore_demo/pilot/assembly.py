"""All readings of the pilot as they would be without incidents and slips."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.pilot.accounts import invent_account
from ipscore_demo.pilot.clearing import invent_clearing
from ipscore_demo.pilot.profiles import Setting, invent_course, profiles
from ipscore_demo.pilot.reversals import plant_decrease
from ipscore_demo.pilot.shapes import Floats, month_index, noise, through_months
from ipscore_demo.pilot.table import Readings, Series
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.published.operations import PilotFigures
    from ipscore_demo.pilot.clearing import SystemDays

OPEN_SYSTEMS = {"banks": ("存管银行甲", "存管银行乙", "存管银行丙"), "mirrors": ("上海站", "深圳站", "北京站")}
"""Invented names where the catalogue leaves them open. A firm has two of them or all three."""
REVERSALS = "5.3.3"
COLLATERAL = ("4.3.7", "4.3.6", "4.3.5")
_HOUR = 3600
_WAIT = 600  # seconds that clearing waits for files, on average


def assemble(catalogue: Catalogue, figures: PilotFigures, firms: Sequence[str], sizes: Floats, seed: int) -> Readings:
    """Readings of every indicator and system: daily ones on business days, monthly ones on the month's last day.

    They last from the first to the last month of the pilot; those of clearing until the last month that was published.
    """
    until = month_after(figures.last_month) - timedelta(days=1)
    late = month_after(max(figure.months[-1] for figure in figures.clearing)) - timedelta(days=1)
    days = catalogue.due_days("daily", figures.first_month, until)
    ends = catalogue.due_days("monthly", figures.first_month, until)
    clearing_days = catalogue.due_days("daily", figures.first_month, late)
    systems = invent_clearing(figures, catalogue.clearing.seconds, sizes, clearing_days, seed)
    found = Readings(firms)
    _add_clearing(found, catalogue, systems, clearing_days, seed)
    for account in figures.account:
        values = invent_account(account, sizes, len(ends), seed).astype(np.float64)
        found.series[account.indicator, ""] = Series(ends, values)
    market = _market(systems, clearing_days)[: len(days)]
    settings = {
        "daily": Setting(sizes, days, market, seed),
        "monthly": Setting(sizes, ends, np.ones(len(ends)), seed),
    }
    _add_courses(found, catalogue, figures, settings)
    _add_quiet(found, catalogue, settings)
    return found


def month_after(month: date) -> date:
    """The first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def systems_of(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    """The systems of an indicator, with invented names where any will do; ("",) where it is not split."""
    split = catalogue.indicator[code].split
    return ("",) if split is None else catalogue.systems[split] or OPEN_SYSTEMS[split]


def _add_clearing(
    found: Readings, catalogue: Catalogue, systems: list[SystemDays], days: Sequence[date], seed: int
) -> None:
    parameters = catalogue.clearing
    for each in systems:
        wait = _WAIT * noise(stream(seed, f"waiting {each.system}"), 0.3, each.seconds.shape)
        finished = np.rint(each.start * _HOUR + wait + each.seconds)
        found.series[parameters.seconds, each.system] = Series(days, each.seconds)
        found.series[parameters.finished, each.system] = Series(days, finished)
        found.series[parameters.records, each.system] = Series(days, each.records.astype(np.float64))


def _market(systems: list[SystemDays], days: Sequence[date]) -> Floats:
    """Business of the market beside its mean, smooth, by the records of the largest system."""
    largest = max(systems, key=lambda each: int(each.records.sum()))
    total, months = largest.records.sum(axis=0), month_index(days)
    means = np.bincount(months, weights=total) / np.bincount(months)
    return through_months(days, means / total.mean())


def _add_courses(found: Readings, catalogue: Catalogue, figures: PilotFigures, settings: dict[str, Setting]) -> None:
    changes = {(each.indicator, each.system): each.change for each in figures.change}
    for code, profile in profiles().items():
        setting = settings[catalogue.indicator[code].frequency]
        for place, system in enumerate(systems_of(catalogue, code)):
            base = {at: series.values for (at, of), series in found.series.items() if of == system}
            values = invent_course(code, system, profile, setting, base)
            if code == REVERSALS and (code, system) in changes:
                plant_decrease(values, setting.days, changes[code, system])
            values = _owned(values, catalogue, code, place)
            found.series[code, system] = Series(setting.days, values)
    ratio, value, balance = (found.series.get((code, "")) for code in COLLATERAL)
    if ratio is None and value is not None and balance is not None:
        found.series[COLLATERAL[0], ""] = Series(value.dates, (value.values / balance.values * 100).round(2))


def _add_quiet(found: Readings, catalogue: Catalogue, settings: dict[str, Setting]) -> None:
    """Zero, or the normal state, for every indicator that has nothing else to say. Texts are left out."""
    for code in catalogue.leaves:
        node = catalogue.indicator[code]
        if node.kind == "text" or any(at == code for at, _ in found.series):
            continue
        if node.normal is not None:
            found.usual_text[code] = node.normal
        setting = settings[node.frequency]
        for place, system in enumerate(systems_of(catalogue, code)):
            values = np.zeros((len(setting.sizes), len(setting.days)))
            found.series[code, system] = Series(setting.days, _owned(values, catalogue, code, place))


def _owned(values: Floats, catalogue: Catalogue, code: str, place: int) -> Floats:
    """Every other firm has only two of the systems that are open."""
    split = catalogue.indicator[code].split
    if split in OPEN_SYSTEMS and not catalogue.systems[split] and place == len(OPEN_SYSTEMS[split]) - 1:
        values[1::2] = np.nan
    return values
