"""Account tables to the twelve indicators in pandas, a table at a time in memory beside the customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from benchmarks.rivals import Fates
from benchmarks.rivals.accounts_rules import (
    ADULT_BORN,
    AS_OF,
    CENTENARIAN_BORN,
    CHECK,
    CUSTOMERS,
    FACTORS,
    FUNDS,
    NO_CUSTODY,
    ONE_CODES,
    OTHER,
    PERSON,
    RESIDENT,
    SECURITIES,
    TABLES,
    UNSETTLED,
    DoubledError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_NUMBER, _DOCUMENT, _CUSTOMER, _NAME = "证件号码", "证件类型", "客户号", "姓名"
_KEY_DATA = (_NAME, _DOCUMENT, _NUMBER)
_OLD = 15


def reduce(folder: Path, out: Path) -> Fates:
    """Count the indicators."""
    customers = _read(folder, CUSTOMERS)
    found, read = _customers(customers), len(customers)
    own = customers[[_CUSTOMER, *_KEY_DATA, "客户类别"]].set_index(_CUSTOMER)
    del customers
    found["key_data"] = 0
    for table in (ONE_CODES, FUNDS, SECURITIES):
        accounts = _read(folder, table)
        read += len(accounts)
        beside = accounts.join(own, on=_CUSTOMER, rsuffix="_own")
        found["key_data"] += _differing(beside)
        if table == ONE_CODES:
            found |= _one_codes(beside)
        elif table == FUNDS:
            found["no_custody"] = accounts.loc[accounts["存管状态"] == NO_CUSTODY, TABLES[FUNDS]].nunique()
        else:
            unsettled = accounts["使用信息申报状态"].isin(UNSETTLED)
            found["usage"] = accounts.loc[unsettled, TABLES[SECURITIES]].nunique()
    told = pd.DataFrame({"parameter": list(found), "quantity": [float(value) for value in found.values()]})
    told.assign(firm_id="", cause="")[["firm_id", "parameter", "cause", "quantity"]].to_parquet(out, index=False)
    return Fates(read, read, 0, 0)


def _read(folder: Path, table: str) -> pd.DataFrame:
    rows = pd.read_parquet(folder / f"{table}.parquet", dtype_backend="pyarrow")
    if rows.duplicated([TABLES[table]] if table == CUSTOMERS else [TABLES[table], _CUSTOMER]).any():
        raise DoubledError(table)
    return rows


def _body(numbers: pd.Series) -> pd.Series:
    """The 17 digits of a valid resident ID, of an old one with the century put in; else missing."""
    old = numbers.str.len() == _OLD
    text = numbers.str.slice(0, 17).where(~old, numbers.str.slice_replace(6, 6, "19"))
    digits = pd.to_numeric(text, errors="coerce").astype("Int64")
    total = sum(digits // 10 ** (16 - place) % 10 * factor for place, factor in enumerate(FACTORS))
    remainder = (total % 11).fillna(0).astype("int64").to_numpy()
    right = old | (numbers.str.slice(17) == pd.Series(np.array(list(CHECK))[remainder], index=numbers.index))
    day = pd.to_datetime(_born(digits).astype("string"), format="%Y%m%d", errors="coerce")
    return digits.where(right & day.notna())


def _born(digits: pd.Series) -> pd.Series:
    return digits // 1000 % 100_000_000


def _old(rows: pd.DataFrame, body: pd.Series) -> pd.Series:
    return (rows[_DOCUMENT] == RESIDENT) & (rows[_NUMBER].str.len() == _OLD) & body.notna()


def _customers(customers: pd.DataFrame) -> dict[str, int]:
    body = _body(customers[_NUMBER])
    stated = pd.to_datetime(customers["出生日期"])
    born = _born(body).fillna(stated.dt.year * 10_000 + stated.dt.month * 100 + stated.dt.day)
    person = customers["客户类别"] == PERSON
    flags: Iterable[tuple[str, pd.Series]] = (
        ("fifteen_customers", _old(customers, body)),
        ("minors", person & (born > ADULT_BORN)),
        ("centenarians", person & (born <= CENTENARIAN_BORN)),
        ("no_phone", customers["联系电话"].isna() & customers["手机号码"].isna()),
        ("no_address", customers["联系地址"].isna()),
        ("expired", customers["证件有效期"] < AS_OF),
    )
    return {name: int(flag.sum()) for name, flag in flags}


def _one_codes(codes: pd.DataFrame) -> dict[str, int]:
    account, body = TABLES[ONE_CODES], _body(codes[_NUMBER])
    person = codes["客户类别"] == PERSON
    held = codes[person & body.notna()].assign(body=body)[["body", account]].drop_duplicates()["body"].value_counts()
    return {
        "fifteen_one_codes": codes.loc[_old(codes, body), account].nunique(),
        "other_documents": codes.loc[(codes[_DOCUMENT] == OTHER) & person, account].nunique(),
        "several_one_codes": int(held[held > 1].sum()),
    }


def _differing(beside: pd.DataFrame) -> int:
    differs = {name: (beside[name] != beside[f"{name}_own"]).fillna(value=False) for name in _KEY_DATA}
    doubtful = differs[_NAME] | differs[_DOCUMENT] | differs[_NUMBER]
    rows = beside[doubtful]
    here, there = (_body(rows[name]).astype("string").fillna(rows[name]) for name in (_NUMBER, f"{_NUMBER}_own"))
    return int((differs[_NAME][doubtful] | differs[_DOCUMENT][doubtful] | (here != there)).sum())
