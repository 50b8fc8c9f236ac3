"""Counting the account indicators of a folder in two rounds, each over parts that fit into memory.

First all tables are read into parts by customer, where rows told twice are found and accounts are held against the row
of their customer. Accounts that count then go to the part of the account, and 一码通 accounts of persons to that of the
person, since either may come from several customer numbers.
Fingerprints have 64 bits: among a hundred million two meet by chance once in some thousands of counts.
"""

from __future__ import annotations

import secrets
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.contracts import CUSTOMERS, FUND_ACCOUNTS, ONE_CODES, SECURITIES_ACCOUNTS, TABLES
from data_sources.accounts.customers import CUSTOMER, beside_customers, compare, with_holders
from data_sources.accounts.doubles import single
from data_sources.accounts.facts import Asked
from data_sources.accounts.notes import NOTES
from data_sources.accounts.partitions import Partitions
from data_sources.accounts.reading import open_accounts, read_accounts
from data_sources.accounts.tally import NOTE, Tally
from data_sources.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.meter import Progress

_BATCHES = 6  # of rows read that make up a part
_OF_CUSTOMERS = ("fifteen_customers", "minors", "centenarians", "expired", "no_phone", "no_address")
_OF_ACCOUNTS = {
    ONE_CODES.name: ("fifteen_one_codes", "other_documents"),
    FUND_ACCOUNTS.name: ("no_custody",),
    SECURITIES_ACCOUNTS.name: ("usage",),
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

        read = {table: apart("customer") for table in tables}
        rejected = read_accounts(opened, Asked(as_of, secrets.randbits(64)), read, tally)
        counted = {table: {name: apart("account") for name in _OF_ACCOUNTS[table]} for table in tables[1:]}
        by_person = apart("person")
        for number in range(parts):
            customers = _count_customers(read[CUSTOMERS.name].part(number), tally)
            for table, into in counted.items():
                part = read[table].part(number)
                if part is not None:
                    accounts = beside_customers(_single(table, part, ("account", "customer"), tally), customers)
                    compare(table, accounts, tally)
                    if table == ONE_CODES.name:
                        accounts = with_holders(accounts)
                        _hand_over_holders(accounts, by_person, tally)
                    _hand_over(accounts, into, tally)
        _count_investors(by_person, tally)
        for into in counted.values():
            for name, accounts_that_count in into.items():
                tally.counted[name] = sum(part["account"].n_unique() for part in accounts_that_count.parts())
    return AccountCounts(
        as_of=as_of,
        values=tally.values(tables),
        tables=_tables(tables, tally),
        rejected=rejected,
        notes=_notes(tables, tally),
        ignored=opened.ignored,
    )


def _single(table: str, part: pl.DataFrame, key: Sequence[str], tally: Tally) -> pl.DataFrame:
    """The rows of a part that count, without what is noted of them."""
    rows, repeated, at_odds = single(part, key)
    tally.rows[table, "repeated"] += repeated
    tally.rows[table, "at_odds"] += at_odds
    tally.notes(table, rows)
    return rows.select(name for name in rows.columns if not name.endswith(NOTE))


def _count_customers(part: pl.DataFrame | None, tally: Tally) -> pl.DataFrame:
    """Count what customers tell; gives what accounts are held against."""
    if part is None:
        return CUSTOMER.to_frame()
    rows = _single(CUSTOMERS.name, part, ("customer",), tally)
    tally.truths(rows, _OF_CUSTOMERS)
    return rows.select(CUSTOMER.names())


def _hand_over(accounts: pl.DataFrame, into: Mapping[str, Partitions], tally: Tally) -> None:
    """Hand over the accounts that count for indicators, each by the truth of its name."""
    for name, found in into.items():
        tally.judged[name] += accounts.height - accounts[name].null_count()
        found.add(accounts.filter(name).select("account"))


def _hand_over_holders(accounts: pl.DataFrame, by_person: Partitions, tally: Tally) -> None:
    """Hand 一码通 accounts of persons over to those who hold them."""
    is_person, known = pl.col("is_person"), pl.col("person").is_not_null()
    by_person.add(accounts.filter(is_person & known).select("person", "account"))
    judged, without = accounts.select(
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
