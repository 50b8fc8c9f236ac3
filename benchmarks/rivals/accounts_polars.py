"""Account tables to the twelve indicators in Polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

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
    from pathlib import Path

_NUMBER, _DOCUMENT, _CUSTOMER, _NAME = "证件号码", "证件类型", "客户号", "姓名"
_OLD = 15


def reduce(folder: Path, out: Path) -> Fates:
    """Count the indicators."""
    tables = {table: pl.scan_parquet(folder / f"{table}.parquet") for table in TABLES}
    for table, key in TABLES.items():
        _insist_on_single(tables[table], table, [key] if table == CUSTOMERS else [key, _CUSTOMER])
    read = sum(table.select(pl.len()).collect().item() for table in tables.values())
    found = _customers(tables[CUSTOMERS]) | _one_codes(tables[ONE_CODES], tables[CUSTOMERS])
    no_custody = pl.col("存管状态") == NO_CUSTODY
    found["no_custody"] = _number(tables[FUNDS].filter(no_custody).select(pl.col(TABLES[FUNDS]).n_unique()))
    unsettled = pl.col("使用信息申报状态").is_in(UNSETTLED)
    found["usage"] = _number(tables[SECURITIES].filter(unsettled).select(pl.col(TABLES[SECURITIES]).n_unique()))
    accounts = [tables[table] for table in (ONE_CODES, FUNDS, SECURITIES)]
    found["key_data"] = sum(_differing(table, tables[CUSTOMERS]) for table in accounts)
    rows = [("", name, "", float(value)) for name, value in found.items()]
    names = {"firm_id": pl.String, "parameter": pl.String, "cause": pl.String, "quantity": pl.Float64}
    pl.DataFrame(rows, names, orient="row").write_parquet(out)
    return Fates(read, read, 0, 0)


def _number(query: pl.LazyFrame) -> int:
    return int(query.collect(engine="streaming").item() or 0)


def _insist_on_single(rows: pl.LazyFrame, table: str, key: list[str]) -> None:
    hashes = rows.select(pl.struct(key).hash().alias("h"))
    twice = hashes.group_by("h").agg(n=pl.len()).filter(pl.col("n") > 1).select("h").collect(engine="streaming")
    suspect = rows.select(key).filter(pl.struct(key).hash().is_in(twice["h"].implode())).collect(engine="streaming")
    if suspect.is_duplicated().any():
        raise DoubledError(table)


def _body() -> pl.Expr:
    """The 17 digits of a valid resident ID, of an old one with the century put in; else null."""
    number = pl.col(_NUMBER)
    old = number.str.len_bytes() == _OLD
    text = pl.when(old).then(number.str.head(6) + "19" + number.str.tail(9)).otherwise(number.str.head(17))
    digits = text.cast(pl.Int64, strict=False)
    total = pl.sum_horizontal(digits // 10 ** (16 - place) % 10 * factor for place, factor in enumerate(FACTORS))
    check = (total % 11).replace_strict(list(range(11)), list(CHECK), return_dtype=pl.String)
    day = _born(digits).cast(pl.String).str.to_date("%Y%m%d", strict=False)
    right = old | ((number.str.len_bytes() == 18) & (number.str.tail(1) == check))
    return pl.when(right & day.is_not_null()).then(digits)


def _born(digits: pl.Expr) -> pl.Expr:
    return digits // 1000 % 100_000_000


def _customers(customers: pl.LazyFrame) -> dict[str, int]:
    born = pl.coalesce(_born(pl.col("body")), pl.col("出生日期").dt.to_string("%Y%m%d").cast(pl.Int64))
    person = pl.col("客户类别") == PERSON
    old = (pl.col(_DOCUMENT) == RESIDENT) & (pl.col(_NUMBER).str.len_bytes() == _OLD) & pl.col("body").is_not_null()
    counted = customers.with_columns(body=_body()).select(
        fifteen_customers=old.sum(),
        minors=(person & (born > ADULT_BORN)).sum(),
        centenarians=(person & (born <= CENTENARIAN_BORN)).sum(),
        no_phone=(pl.col("联系电话").is_null() & pl.col("手机号码").is_null()).sum(),
        no_address=pl.col("联系地址").is_null().sum(),
        expired=(pl.col("证件有效期") < AS_OF).sum(),
    )
    return counted.collect(engine="streaming").row(0, named=True)


def _one_codes(codes: pl.LazyFrame, customers: pl.LazyFrame) -> dict[str, int]:
    account, known = pl.col(TABLES[ONE_CODES]), pl.col("body").is_not_null()
    joined = (
        codes.select(TABLES[ONE_CODES], _CUSTOMER, _DOCUMENT, body=_body(), old=pl.col(_NUMBER).str.len_bytes() == _OLD)
        .join(customers.select(_CUSTOMER, person=pl.col("客户类别") == PERSON), on=_CUSTOMER)
        .drop(_CUSTOMER)
    )
    old = joined.filter(pl.col(_DOCUMENT) == RESIDENT, "old", known).select(account.n_unique())
    other = joined.filter(pl.col(_DOCUMENT) == OTHER, "person").select(account.n_unique())
    held = joined.filter("person", known).group_by("body").agg(n=account.n_unique())
    several = held.filter(pl.col("n") > 1).select(pl.col("n").sum())
    names = ("fifteen_one_codes", "other_documents", "several_one_codes")
    return {name: _number(query) for name, query in zip(names, (old, other, several), strict=True)}


def _differing(accounts: pl.LazyFrame, customers: pl.LazyFrame) -> int:
    key = [_CUSTOMER, _NAME, _DOCUMENT, _NUMBER]
    joined = accounts.select(key).join(customers.select(key), on=_CUSTOMER, suffix="_own")
    differs = {name: (pl.col(name) != pl.col(f"{name}_own")).fill_null(value=False) for name in key[1:]}
    doubtful = joined.filter(pl.any_horizontal(differs.values())).collect(engine="streaming")
    spelled = pl.coalesce(_body().cast(pl.String), _NUMBER)
    own = doubtful.select(spelled.alias("here"))["here"]
    there = doubtful.select(pl.col(f"{_NUMBER}_own").alias(_NUMBER)).select(spelled.alias("there"))["there"]
    return doubtful.filter(differs[_NAME] | differs[_DOCUMENT] | (own != there)).height
