"""The computed figure that stands beside a contradiction of the pilot's evaluation, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed, percent, signed
from scoring.effects import EFFICIENCY, change, pooled_change, remaining

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indicator_tree.published.operations import PilotFigures
    from reports.effect_rows import ChangeRow
    from reports.operations.tables import Tables

PER = 10_000
"""Seconds are told per so many records (秒/万笔)."""
_OPTION, _HALF, _MOST = "股票期权柜台", -0.5, -0.8
_DECIMALS = 2


def told(key: str, tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    """What was computed about a contradiction.

    Args:
        key: `computed` of the contradiction.
        tables: of the run.
        changes: the best-improved firms beside the published ones.
        figures: what was published.

    Raises:
        KeyError: nothing is computed under this key.
    """
    return _TELLERS[key](tables, changes, figures)


def _formula(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    row = next(row for row in changes if row.kind == "account" and row.first and row.last and row.change is not None)
    zero = sum(1 for each in changes if each.kind == "account" and each.last == 0)
    printed = change(row.last, row.first)
    return f"{row.name} {_percent(row.change)}；照印出的公式为 {_rise(printed)}，另有 {zero} 项末值为 0 无法计算"


def _option(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    moved = _efficiency(changes, _OPTION)
    return f"{_percent(moved)}，即每笔耗时为起始月的 {_percent(remaining(moved))}"


def _indicators(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    classes = [len(tables.catalogue.leaves_under(top)) for top in tables.catalogue.children[None]]
    return f"目录 {len(tables.catalogue.leaves)} 个（{'+'.join(map(str, classes))}）"


def _months(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    accounts = [each.indicator for each in figures.account]
    reported = tables.monthly.filter(pl.col("indicator").is_in(accounts))["month"].n_unique()
    drawn = max(len(each.values) for each in figures.clearing)
    return f"账户指标 {reported} 个月；图1、图2 的 {drawn} 个月包括在清算的 {tables.pooled['month'].n_unique()} 个月中"


def _axis(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    first = figures.clearing[0]
    row = tables.pooled.filter(system=first.system, month=first.months[0])
    value = row["efficiency"][0] if row.height else None
    return f"{first.system} {first.months[0]:%Y-%m}：{fixed(None if value is None else value * PER, 4)} 秒/万笔"


def _half(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    found = [row.change for row in changes if row.kind == "efficiency" and row.change is not None]
    return f"{len(found)} 个系统中 {sum(moved < _HALF for moved in found)} 个超过 50%"


def _most(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    found = sorted((row.change, row.name) for row in changes if row.kind != "account" and row.change is not None)
    return "、".join(f"{name.split('降低')[0].split('下降')[0]} {_percent(moved)}" for moved, name in found)


def _eighty(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    found = [row.change for row in changes if row.kind == "account" and row.change is not None]
    return f"{len(found)} 项中 {sum(moved < _MOST for moved in found)} 项超过 80%"


def _part_and_whole(tables: Tables, changes: Sequence[ChangeRow], figures: PilotFigures) -> str:
    drawn = next(each.months for each in figures.clearing if each.system == _OPTION)
    whole = pooled_change(tables.pooled, _OPTION, drawn)
    best = tables.effects.filter(indicator=EFFICIENCY, system=_OPTION)
    span = "" if best.is_empty() else f"（{best['first_month'][0]:%Y-%m} 至 {best['last_month'][0]:%Y-%m}）"
    return (
        f"整体 {_percent(whole)}（{drawn[0]:%Y-%m} 至 {drawn[-1]:%Y-%m}），"
        f"最优一家 {_percent(_efficiency(changes, _OPTION))}{span}"
    )


def _efficiency(changes: Sequence[ChangeRow], system: str) -> float | None:
    return next((row.change for row in changes if row.kind == "efficiency" and row.system == system), None)


def _rise(share: float | None) -> str:
    return EMPTY if share is None else f"{signed(share * 100)}%"


def _percent(share: float | None) -> str:
    return percent(share, _DECIMALS)


_TELLERS: dict[str, Callable[[Tables, Sequence[ChangeRow], PilotFigures], str]] = {
    "formula": _formula,
    "option": _option,
    "indicators": _indicators,
    "months": _months,
    "axis": _axis,
    "half": _half,
    "most": _most,
    "eighty": _eighty,
    "part_and_whole": _part_and_whole,
}
