"""Readings to months in pandas, all of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.rivals import Fates
from benchmarks.rivals.in_pandas import names, read
from benchmarks.rivals.readings_rules import ABNORMAL, FILE, NORMAL, Series, closed_days, known_series

if TYPE_CHECKING:
    from pathlib import Path

_KEY = ["firm", "series", "day"]
_WEEK = 5


def reduce(folder: Path, out: Path) -> Fates:
    """Put readings together by month."""
    file = read(folder / FILE, ("证券公司", "指标", "系统", "数值"))
    rows, series = _read(file, folder)
    count = len(file)
    del file
    sound = rows[rows["empty"] | (rows["firm"].notna() & rows["readable"])]
    del rows
    repeated = sound["firm"].notna() & sound.duplicated(_KEY, keep=False)
    told_once = sound[repeated].drop_duplicates([*_KEY, "value"])
    kept = pd.concat([sound[~repeated], told_once[~told_once.duplicated(_KEY, keep=False)]])
    used = kept[~kept["empty"] & kept["due"]]
    _months(used, series).to_parquet(out, index=False)
    return Fates(count, len(used), count - len(kept), len(kept) - len(used))


def _read(file: pd.DataFrame, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """firm, series (its place), day, value, empty, readable, due of every row; and the series."""
    lookup = names(folder, file["证券公司"]).set_index("name")["entity"]
    pairs = file[["指标", "系统"]].drop_duplicates().astype(object)
    pairs = pairs.where(pairs.notna(), None)
    known = known_series(pairs.itertuples(index=False, name=None))
    series = pd.DataFrame(known, columns=Series._fields)
    places = {(each.label, each.written): at for at, each in enumerate(known)}
    labels, systems = file["指标"].cat, file["系统"].cat
    width = len(systems.categories) + 1
    numbers = [places.get((label, system), -1) for label in labels.categories for system in (None, *systems.categories)]
    at = pd.Series(numbers).to_numpy()[labels.codes.to_numpy().astype("int64") * width + systems.codes.to_numpy() + 1]
    cells = file["数值"].cat
    number = pd.to_numeric(pd.Series(cells.categories.astype(object)), errors="coerce").to_numpy()
    spelled = cells.categories.to_series().astype("str")
    state = spelled.map(lambda text: 0.0 if text == NORMAL else 1.0 if text.startswith(f"{ABNORMAL}：") else None)
    empty = cells.codes.to_numpy() < 0
    told = series.iloc[at]
    is_state = (told["kind"] == "state").to_numpy()
    value = pd.Series(number[cells.codes]).where(~is_state, state.astype("float64").to_numpy()[cells.codes])
    value = value.where(~empty)
    plausible = is_state | ((value >= told["low"].to_numpy()) & (value <= told["high"].to_numpy()))
    whole = (told["kind"] != "count").to_numpy() | ((value == value.round()) & (value >= 0))
    day = file["日期"].astype("datetime64[s]")
    due = (day.dt.dayofweek < _WEEK) & ~day.isin(pd.to_datetime(closed_days()))
    return pd.DataFrame(
        {
            "firm": file["证券公司"].map(lookup).astype("category"),
            "series": at,
            "day": day,
            "value": value,
            "empty": empty,
            "readable": (at >= 0) & day.notna() & value.notna() & plausible & whole,
            "due": due,
        }
    ), series


def _months(used: pd.DataFrame, series: pd.DataFrame) -> pd.DataFrame:
    month = used["day"].dt.to_period("M")
    groups = used.sort_values("day").groupby(["firm", "series", month.rename("month")], observed=True)["value"]
    wide = groups.agg(["last", "mean", "sum", "max"]).reset_index()
    told = series.iloc[wide["series"]].reset_index(drop=True)
    quantity = wide["last"].copy()
    for how in ("mean", "sum", "max"):
        quantity = quantity.where(told["how"] != how, wide[how])
    return pd.DataFrame(
        {
            "firm_id": wide["firm"].astype("str"),
            "parameter": told["indicator"].astype("str"),
            "cause": told["system"].astype("str") + " " + wide["month"].astype("str"),
            "quantity": quantity.astype("float64"),
        }
    )
