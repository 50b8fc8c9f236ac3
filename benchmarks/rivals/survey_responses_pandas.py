"""Responses to evidence in pandas, all of them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.rivals import Fates
from benchmarks.rivals.in_pandas import names, read, single
from benchmarks.rivals.survey_responses_rules import (
    ATTENTION,
    CONTRADICTION,
    EXPECTED,
    FILE,
    FIRST,
    LAST,
    OPTIONS,
    QUESTIONS,
    SHARE_OF_MEDIAN,
    STATUSES,
)

if TYPE_CHECKING:
    from pathlib import Path

_RECORD, _DAY, _STATUS, _SECONDS = "record", "填答日期", "填答状态", "填答用时"


def reduce(folder: Path, out: Path) -> Fates:
    """Count answers."""
    file = read(folder / FILE, ("证券公司", _STATUS, *OPTIONS)).rename(columns={"答卷编号": _RECORD})
    lookup = names(folder, file["证券公司"]).set_index("name")
    sound = file[file["证券公司"].isin(lookup.index) & file[_DAY].notna() & file[_STATUS].isin(STATUSES)]
    sound = sound[(sound[_SECONDS] >= 0).fillna(value=False)]
    for column, options in OPTIONS.items():
        sound = sound[sound[column].isna() | sound[column].isin(options)]
    name = sound.pop("证券公司")
    sound = sound.assign(entity=name.map(lookup["entity"]), firm=name.map(lookup["firm"]).astype("category"))
    kept = single(sound)
    used = kept[kept["firm"].notna()]
    _evidence(_accepted(used)).to_parquet(out, index=False)
    return Fates(len(file), len(used), len(file) - len(kept), len(kept) - len(used))


def _accepted(used: pd.DataFrame) -> pd.DataFrame:
    median = used.loc[used[_STATUS] == STATUSES[0], _SECONDS].median()
    client = used["是否该公司客户"].fillna(value=True).astype(bool)
    left = used[(used[_STATUS] == STATUSES[0]) & used[_DAY].between(FIRST, LAST) & client]
    for column in ("受访者编号", "设备标识"):
        among = left[left[column].notna() & left.duplicated(["firm", column], keep=False)]
        later = among.sort_values([_DAY, _RECORD]).duplicated(["firm", column])
        left = left.drop(index=later[later].index)
    attentive = left[ATTENTION].isna() | (left[ATTENTION] == EXPECTED)
    left = left[attentive & (left[_SECONDS] >= SHARE_OF_MEDIAN * median)]
    both = pd.Series(True, index=left.index)
    for column, answer in CONTRADICTION.items():
        both &= left[column] == answer
    return left[~both]


def _evidence(accepted: pd.DataFrame) -> pd.DataFrame:
    found = []
    for node, (question, _) in QUESTIONS.items():
        counts = accepted.groupby(["firm", question], observed=True).size().rename("quantity").reset_index()
        told = counts.rename(columns={"firm": "firm_id", question: "cause"})
        found.append(told.assign(parameter=f"{node}.answers"))
    types = {"firm_id": "str", "parameter": "str", "cause": "str", "quantity": "float64"}
    return pd.concat([each.astype(types) for each in found])[list(types)]
