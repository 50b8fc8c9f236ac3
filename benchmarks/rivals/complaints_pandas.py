"""Complaints to evidence in pandas, all of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.rivals import Fates
from benchmarks.rivals.complaints_rules import (
    CATEGORIES,
    DONE_BY,
    FILE,
    FIRST,
    LAST,
    NOT_DONE,
    PARAMETERS,
    PHONE,
    RECEIVED,
)
from benchmarks.rivals.in_pandas import names, read, single

if TYPE_CHECKING:
    from pathlib import Path

_HEADERS = {
    "工单编号": "record",
    "证券公司": "name",
    "投诉类别": "category",
    "受理日期": "received",
    "办结日期": "closed",
    "是否存在过错": "fault",
}


def reduce(folder: Path, out: Path) -> Fates:
    """Count complaints."""
    file = read(folder / FILE, ("证券公司", "投诉类别")).rename(columns=_HEADERS)
    known = names(folder, file["name"])
    sound = file[
        file["name"].isin(known["name"])
        & file["category"].isin(CATEGORIES)
        & file["received"].notna()
        & file["fault"].notna()
        & (file["closed"].isna() | (file["closed"] >= file["received"]).fillna(value=False))
        & ~file["record"].str.fullmatch(PHONE)
    ]
    lookup = known.set_index("name")
    sound = sound.assign(entity=sound["name"].map(lookup["entity"]), firm=sound["name"].map(lookup["firm"]))
    kept = single(sound.drop(columns="name"))
    used = kept[kept["firm"].notna() & kept["received"].between(FIRST, LAST)]
    _evidence(used).to_parquet(out, index=False)
    return Fates(len(file), len(used), len(file) - len(kept), len(kept) - len(used))


def _evidence(used: pd.DataFrame) -> pd.DataFrame:
    late = used["closed"].isna() | (used["closed"] > DONE_BY).fillna(value=False)
    groups = used.assign(late=late).groupby(["firm", "category", "fault", "late"], observed=True).size()
    counted = groups.rename("n").reset_index()
    found = []
    for parameter, category, fault in PARAMETERS:
        rows = counted[counted["category"] == category]
        found.append((parameter, rows if fault is None else rows[rows["fault"] == fault]))
    found += [(RECEIVED, counted), (NOT_DONE, counted[counted["late"]])]
    sums = [rows.groupby("firm", observed=True)["n"].sum().rename("quantity").reset_index() for _, rows in found]
    told = pd.concat([each.assign(parameter=name) for each, (name, _) in zip(sums, found, strict=True)])
    told = told[told["quantity"] > 0].rename(columns={"firm": "firm_id"})
    types = {"firm_id": "str", "parameter": "str", "cause": "str", "quantity": "float64"}
    return told.assign(cause="")[list(types)].astype(types)
