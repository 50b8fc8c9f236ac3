"""Accounts beside the customers to whom they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.meanings import KEY_DATA

if TYPE_CHECKING:
    from data_sources.accounts.tally import Tally

CUSTOMER = pl.Schema({"customer": pl.UInt64(), **dict.fromkeys(KEY_DATA, pl.UInt64()), "is_person": pl.Boolean()})
"""What accounts are held against."""

_FOUND = "_found"
_OF_CUSTOMER = "_of_customer"


def beside_customers(accounts: pl.DataFrame, customers: pl.DataFrame) -> pl.DataFrame:
    """Accounts, each with what is known of its customer.

    Args:
        accounts: customer, `KEY_DATA` and more.
        customers: `CUSTOMER`, one row per customer.
    """
    known = customers.with_columns(pl.lit(value=True).alias(_FOUND))
    return accounts.join(known, on="customer", how="left", suffix=_OF_CUSTOMER)


def compare(table: str, joined: pl.DataFrame, tally: Tally) -> None:
    """Count the accounts whose key data differ from those of their customer; only what both fill in is compared."""
    differs = {name: pl.col(name) != pl.col(name + _OF_CUSTOMER) for name in KEY_DATA}
    found = joined.select(
        pl.any_horizontal(differs.values()).fill_null(value=False).sum().alias("any"),
        pl.any_horizontal(*(each.is_not_null() for each in differs.values())).sum().alias("compared"),
        pl.col(_FOUND).is_null().sum().alias("no_customer"),
        *(each.sum().alias(name) for name, each in differs.items()),
    ).row(0, named=True)
    tally.counted["key_data"] += found["any"]
    tally.judged["key_data"] += found["compared"]
    for name in ("no_customer", *KEY_DATA):
        tally.noted[table, name] += found[name]
    tally.noted[table, "key_data"] += found["any"]


def with_holders(accounts: pl.DataFrame) -> pl.DataFrame:
    """一码通 accounts beside their customers, with is_person (null if unknown) as both tell, and other_documents."""
    person = pl.coalesce("is_person", pl.when("resident").then(statement=True))
    return accounts.with_columns(is_person=person, other_documents=pl.col("other") & person)
