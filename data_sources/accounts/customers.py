"""Customers beside their accounts: a part that holds all accounts of its customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl
import polars.selectors as cs

from data_sources.accounts.contracts import CUSTOMERS, FUND_ACCOUNTS, ONE_CODES, SECURITIES_ACCOUNTS
from data_sources.accounts.meanings import KEY_DATA
from data_sources.accounts.tally import NOTE, Tally
from data_sources.duplicates import single

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COUNTED_BY_ACCOUNT: Mapping[str, tuple[str, ...]] = {
    ONE_CODES.name: ("fifteen_one_codes", "other_documents"),
    FUND_ACCOUNTS.name: ("no_custody",),
    SECURITIES_ACCOUNTS.name: ("usage",),
}
"""Table → the indicators that count its accounts, each once, from however many customer numbers it comes."""

_OF_CUSTOMERS = ("fifteen_customers", "minors", "centenarians", "expired", "no_phone", "no_address")
_BESIDE = ("customer", *KEY_DATA, "is_person")
_FOUND = "_found"
_OF_CUSTOMER = "_of_customer"


class Counted(NamedTuple):
    """What a part tells, and what has to be put together with other parts.

    Attributes:
        tally: what could be counted.
        accounts: by indicator the accounts that count: account.
        holders: 一码通 accounts of persons: person, account.
    """

    tally: Tally
    accounts: Mapping[str, pl.DataFrame]
    holders: pl.DataFrame


def count_customers(part: Mapping[str, pl.DataFrame]) -> Counted:
    """Count what customers and their accounts tell.

    Args:
        part: table → facts; all rows of the part's customers, of that of customers at least the columns.
    """
    tally, found, holders = Tally(), {}, pl.DataFrame(schema={"person": pl.UInt64, "account": pl.UInt64})
    customers = _single(CUSTOMERS.name, part[CUSTOMERS.name], ("customer",), tally)
    tally.truths(customers, _OF_CUSTOMERS)
    beside = customers.select(*_BESIDE, pl.lit(value=True).alias(_FOUND))
    for table, indicators in COUNTED_BY_ACCOUNT.items():
        if table not in part:
            continue
        rows = _single(table, part[table], ("account", "customer"), tally)
        accounts = _beside(rows, beside)
        _compare(table, accounts, tally)
        if table == ONE_CODES.name:
            accounts = _with_holders(accounts)
            holders = _holders(accounts, tally)
        for name in indicators:
            tally.judged[name] += accounts.height - accounts[name].null_count()
            found[name] = accounts.filter(name).select("account")
    return Counted(tally, found, holders)


def _single(table: str, part: pl.DataFrame, key: Sequence[str], tally: Tally) -> pl.DataFrame:
    """The rows of a part that count, without what is noted of them."""
    rows, repeated, at_odds = single(part, key)
    tally.rows[table, "repeated"] += repeated
    tally.rows[table, "at_odds"] += at_odds
    tally.notes(table, rows)
    return rows.select(name for name in rows.columns if not name.endswith(NOTE))


def _beside(accounts: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Accounts beside their customers; in the place of `KEY_DATA` whether both differ, null where one is empty."""
    differs = ((pl.col(name) != pl.col(name + _OF_CUSTOMER)).alias(name) for name in KEY_DATA)
    joined = accounts.lazy().join(customers.lazy(), on="customer", how="left", suffix=_OF_CUSTOMER)
    return joined.with_columns(differs).select(cs.exclude(cs.ends_with(_OF_CUSTOMER))).collect(engine="streaming")


def _compare(table: str, accounts: pl.DataFrame, tally: Tally) -> None:
    """Count the accounts whose key data differ from those of their customer."""
    found = accounts.select(
        pl.any_horizontal(KEY_DATA).fill_null(value=False).sum().alias("any"),
        pl.any_horizontal(pl.col(KEY_DATA).is_not_null()).sum().alias("compared"),
        pl.col(_FOUND).is_null().sum().alias("no_customer"),
        pl.col(KEY_DATA).sum(),
    ).row(0, named=True)
    tally.counted["key_data"] += found["any"]
    tally.judged["key_data"] += found["compared"]
    for name in ("no_customer", *KEY_DATA):
        tally.noted[table, name] += found[name]
    tally.noted[table, "key_data"] += found["any"]


def _with_holders(accounts: pl.DataFrame) -> pl.DataFrame:
    """一码通 accounts with is_person (null if unknown) as they or their customers tell, and other_documents."""
    person = pl.coalesce("is_person", pl.when("resident").then(statement=True))
    return accounts.with_columns(is_person=person, other_documents=pl.col("other") & person)


def _holders(accounts: pl.DataFrame, tally: Tally) -> pl.DataFrame:
    """一码通 accounts of persons who are known: person, account."""
    is_person, known = pl.col("is_person"), pl.col("person").is_not_null()
    judged, without = accounts.select(
        (~is_person | (is_person & known)).sum(), (is_person & ~known).sum().alias("no")
    ).row(0)
    tally.judged["several_one_codes"] += judged
    tally.noted[ONE_CODES.name, "no_holder"] += without
    return accounts.filter(is_person & known).select("person", "account")
