"""Warnings to evidence in pandas, all of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.rivals import Fates
from benchmarks.rivals.fund_warnings_rules import FILE, FIRST, LAST, LEVELS, parameter
from benchmarks.rivals.in_pandas import names, read, single

if TYPE_CHECKING:
    from pathlib import Path

_HEADERS = {"预警编号": "record", "证券公司": "name", "预警日期": "occurred", "预警级别": "level", "预警事项": "matter"}
_EVENT = ["firm", "occurred", "level", "matter"]


def reduce(folder: Path, out: Path) -> Fates:
    """Count warnings."""
    file = read(folder / FILE, ("证券公司", "预警级别", "预警事项")).rename(columns=_HEADERS)
    lookup = names(folder, file["name"]).set_index("name")
    sound = file[file["name"].isin(lookup.index) & file["level"].isin(LEVELS) & file["occurred"].notna()]
    sound = sound.assign(entity=sound["name"].map(lookup["entity"]), firm=sound["name"].map(lookup["firm"]))
    kept = single(sound.drop(columns="name"))
    used = kept[kept["firm"].notna() & kept["occurred"].between(FIRST, LAST)]
    _evidence(used).to_parquet(out, index=False)
    return Fates(len(file), len(used), len(file) - len(kept), len(kept) - len(used))


def _evidence(used: pd.DataFrame) -> pd.DataFrame:
    reported = used.groupby([*_EVENT, "entity"], observed=True).size().rename("n").reset_index()
    events = reported.groupby(_EVENT, observed=True)["n"].agg(["max", "sum"]).reset_index()
    events = events.assign(merged=events["sum"] - events["max"])
    sums = events.groupby(["firm", "level"], observed=True)[["max", "merged"]].sum().reset_index()
    found = []
    for level in LEVELS:
        for column, merged in (("max", False), ("merged", True)):
            rows = sums.loc[(sums["level"] == level) & (sums[column] > 0), ["firm", column]]
            told = rows.rename(columns={"firm": "firm_id", column: "quantity"})
            found.append(told.assign(parameter=parameter(level, merged=merged), cause=""))
    types = {"firm_id": "str", "parameter": "str", "cause": "str", "quantity": "float64"}
    return pd.concat(found)[list(types)].astype(types)
