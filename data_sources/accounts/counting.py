"""Counting the account indicators of a folder in three rounds, each over parts that fit into memory.

First the tables are read into parts by their own key, where rows told twice are found. Accounts then go to the part of
their customer, where they are held against the customer's row. 一码通 accounts of persons go at last to the part of the
person, and those with other documents to that of the account, since either may come from several customer numbers.
Fingerprints have 64 bits: among a hundred million two meet by chance once in some thousands of counts.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.contracts import CUSTOMERS, FUND_ACCOUNTS, ONE_CODES, SECURITIES_ACCOUNTS, TABLES
from data_sources.accounts.customers import CUSTOMER, beside_customers, compare, holders
from data_sources.accounts.doubles import single
from data_sources.accounts.facts import Asked
from data_sources.accounts.notes import NOTES
from data_sources.accounts.partitions import Partitions
from data_sources.accounts.reading import open_accounts, read_accounts
from data_sources.accounts.tally import NOTE, Tally
from data_sources.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.meter import Progress

_BATCHES = 6  # of rows read that make up a part
_OF_CUSTOMERS = ("fifteen_customers", "minors", "centenarians", "expired", "no_phone", "no_address")
_OF_ACCOUNTS = {
    ONE_CODES.name: "fifteen_one_codes",
    FUND_ACCOUNTS.name: "no_custody",
    SECURITIES_ACCOUNTS.name: "usage",
}


@dataclass(frozen=True)
class AccountCounts:
    """What the account tables of a firm tell; numbers only.

    Attributes:
        as_of: the day for which it is told.
        values: key of an indicator → accounts, customers or 一码通 that it counts; None where nothing tells it.
        tables: table, read, rejected, repeated, at_odds, used: rows; read = the sum of the others.
        rejected: file, sheet, column, reason, rows, first_row.
        notes: table, note, rows: what bears on the indicators.
        ignored: files and sheets that are no account table.
    """

    as_of: date
    values: Mapping[str, int | None]
    tables: pl.DataFrame
    rejected: pl.DataFrame
    notes: pl.DataFrame
    ignored: tuple[str, ...]


def count_accounts(
    folder: Path, as_of: date, *, limits: Limits = DEFAULT, progress: Progress | None = None
) -> AccountCounts:
    """Count the twelve account indicators of a folder.

    Args:
        folder: up to four tables (`contracts.TABLES`) as CSV, Excel or Parquet; a table may have several files.
        as_of: the day for which ages and validity of documents are told.
        limits: how much is in memory at a time.
        progress: told how far the reading is.

    Raises:
        IntakeError: the folder, a file or a header is not as it should be, or the temporary folder is full.
    """
    opened = open_accounts(folder, limits, progress)
    parts = 1 + sum(part.sheet.count for part in opened.parts) // _BATCHES
    tally, there = Tally(), {part.source.name for part in opened.parts}
    tables = [source.name for source in TABLES if source.name in there]
    with ExitStack() as stack:

        def apart(by: str) -> Partitions:
            return stack.enter_context(closing(Partitions(by, parts, limits)))

        read = {table: apart("customer" if table == CUSTOMERS.name else "account") for table in tables}
        rejected = read_accounts(opened, Asked(as_of, secrets.randbits(64)), read, tally)
        by_customer = {table: apart("customer") for table in tables if table != CUSTOMERS.name}
        for table, accounts in by_customer.items():
            _count_accounts(table, read[table], accounts, tally)
        by_person, by_account = apart("person"), apart("account")
        for number in range(parts):
            customers = _count_customers(read[CUSTOMERS.name].part(number), tally)
            for table, accounts in by_customer.items():
                rows = accounts.part(number)
                if rows is not None:
                    joined = beside_customers(rows, customers)
                    compare(table, joined, tally)
                    if table == ONE_CODES.name:
                        _count_holders(holders(joined), by_person, by_account, tally)
        _count_investors(by_person, tally)
        tally.counted["other_documents"] = sum(part["account"].n_unique() for part in by_account.parts())
    return AccountCounts(
        as_of=as_of,
        values=tally.values(tables),
        tables=_tables(tables, tally),
        rejected=rejected,
        notes=_notes(tables, tally),
        ignored=opened.ignored,
    )


def _count_accounts(table: str, read: Partitions, by_customer: Partitions, tally: Tally) -> None:
    """Count what accounts tell by themselves, and hand them over to their customers."""
    for part in read.parts():
        rows, repeated, at_odds = single(part, ("account", "customer"))
        tally.rows[table, "repeated"] += repeated
        tally.rows[table, "at_odds"] += at_odds
        tally.accounts(rows, _OF_ACCOUNTS[table])
        tally.notes(table, rows)
        by_customer.add(rows.drop(_OF_ACCOUNTS[table], *(name for name in rows.columns if name.endswith(NOTE))))


def _count_customers(part: pl.DataFrame | None, tally: Tally) -> pl.DataFrame:
    """Count what customers tell; gives what accounts are held against."""
    if part is None:
        return CUSTOMER.to_frame()
    rows, repeated, at_odds = single(part, ("customer",))
    tally.rows[CUSTOMERS.name, "repeated"] += repeated
    tally.rows[CUSTOMERS.name, "at_odds"] += at_odds
    tally.truths(rows, _OF_CUSTOMERS)
    tally.notes(CUSTOMERS.name, rows)
    return rows.select(CUSTOMER.names())


def _count_holders(found: pl.DataFrame, by_person: Partitions, by_account: Partitions, tally: Tally) -> None:
    """Hand 一码通 accounts over to those who hold them, and those of persons with other documents to the accounts."""
    is_person, known = pl.col("is_person"), pl.col("person").is_not_null()
    found = found.with_columns(other=pl.col("other") & is_person)
    by_account.add(found.filter("other").select("account"))
    by_person.add(found.filter(is_person & known).select("person", "account"))
    tally.judged["other_documents"] += found.height - found["other"].null_count()
    judged, without = found.select(
        (~is_person | (is_person & known)).sum(), (is_person & ~known).sum().alias("no")
    ).row(0)
    tally.judged["several_one_codes"] += judged
    tally.noted[ONE_CODES.name, "no_holder"] += without


def _count_investors(by_person: Partitions, tally: Tally) -> None:
    for part in by_person.parts():
        accounts = part.unique().group_by("person").len("accounts").filter(pl.col("accounts") > 1)["accounts"]
        tally.counted["several_one_codes"] += int(accounts.sum())
        tally.noted[ONE_CODES.name, "investors"] += len(accounts)


def _tables(tables: list[str], tally: Tally) -> pl.DataFrame:
    fates = ("read", "rejected", "repeated", "at_odds")
    rows = [(table, *(tally.rows[table, fate] for fate in fates), tally.used(table)) for table in tables]
    return pl.DataFrame(rows, schema={"table": pl.String, **dict.fromkeys((*fates, "used"), pl.Int64)}, orient="row")


def _notes(tables: list[str], tally: Tally) -> pl.DataFrame:
    rows = [(table, note, tally.noted[table, note]) for table in tables for note in NOTES if tally.noted[table, note]]
    return pl.DataFrame(rows, schema={"table": pl.String, "note": pl.String, "rows": pl.Int64}, orient="row")
