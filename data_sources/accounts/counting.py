"""Counting the account indicators of a folder in two rounds, each over parts that fit into memory.

First all tables are read into parts by customer, where rows told twice are found and accounts are held against the row
of their customer. Accounts that count then go to the part of the account, and 一码通 accounts of persons to that of the
person, since either may come from several customer numbers.
Fingerprints have 64 bits: among a hundred million two meet by chance once in some thousands of counts.
"""

from __future__ import annotations

import secrets
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.contracts import ONE_CODES, TABLES
from data_sources.accounts.customers import COUNTED_BY_ACCOUNT, Counted, count_customers
from data_sources.accounts.facts import Asked
from data_sources.accounts.notes import NOTES
from data_sources.accounts.partitions import Partitions
from data_sources.accounts.reading import open_accounts, read_accounts
from data_sources.accounts.tally import Tally
from data_sources.ahead import ahead
from data_sources.duplicates import standing_again
from data_sources.limits import DEFAULT
from data_sources.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.meter import Progress

_BATCHES = 6  # of rows read that make up a part


@dataclass(frozen=True)
class AccountCounts:
    """What the account tables of a firm tell; numbers only.

    Attributes:
        as_of: the day for which it is told.
        values: key of an indicator → accounts, customers or 一码通 that it counts; None where nothing tells it.
        tables: table, read, rejected, repeated, at_odds, used: rows; read = the sum of the others.
        rejected: file, sheet, column, reason, rows, first_row.
        notes: table, note, rows: what bears on the indicators.
        ignored: files and sheets that are not read, each with the reason.
        remarks: what a person should know of files and sheets.
    """

    as_of: date
    values: Mapping[str, int | None]
    tables: pl.DataFrame
    rejected: pl.DataFrame
    notes: pl.DataFrame
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]


def count_accounts(
    folder: Path, as_of: date, *, limits: Limits = DEFAULT, progress: Progress | None = None
) -> AccountCounts:
    """Count the twelve account indicators of a folder.

    Args:
        folder: up to four tables (`contracts.TABLES`) of any format that is read; a table may have several files.
        as_of: the day for which ages and validity of documents are told.
        limits: how much is in memory at a time.
        progress: told how far the reading is.

    Raises:
        IntakeError: the folder, a file or a header is not as it should be, or the temporary folder is full.
    """
    opened = open_accounts(folder, limits.halved(), progress)
    parts = 1 + sum(part.sheet.count for part in opened.parts) // _BATCHES
    tally, there = Tally(), {part.source.name for part in opened.parts}
    tables = [source.name for source in TABLES if source.name in there]
    with closing(Spill(limits.held_bytes)) as spill:

        def apart(by: str) -> Partitions:
            return Partitions(by, parts, spill, limits.held_bytes // 2)

        read = {table: apart("customer") for table in tables}
        rejected = read_accounts(opened, Asked(as_of, secrets.randbits(64)), read, tally)
        accounts = {name: apart("account") for table in tables[1:] for name in COUNTED_BY_ACCOUNT[table]}
        by_person = apart("person")
        for counted in ahead(partial(_count_part, read), range(parts)):
            tally.add(counted.tally)
            by_person.add(counted.holders)
            for name, frame in counted.accounts.items():
                accounts[name].add(frame)
        _count_investors(by_person, tally)
        for name, by_account in accounts.items():
            tally.counted[name] = sum(part["account"].n_unique() for part in by_account.parts())
    return AccountCounts(
        as_of=as_of,
        values=tally.values(tables),
        tables=_tables(tables, tally),
        rejected=rejected,
        notes=_notes(tables, tally),
        ignored=opened.ignored,
        remarks=opened.remarks,
    )


def _count_part(read: Mapping[str, Partitions], number: int) -> Counted:
    return count_customers({table: rows.part(number) for table, rows in read.items()})


def _count_investors(by_person: Partitions, tally: Tally) -> None:
    for part in by_person.parts():
        several = part.filter(part["person"].is_in(standing_again(part["person"]).implode())).unique()
        accounts = several.group_by("person").len("accounts").filter(pl.col("accounts") > 1)["accounts"]
        tally.counted["several_one_codes"] += int(accounts.sum())
        tally.noted[ONE_CODES.name, "investors"] += len(accounts)


def _tables(tables: list[str], tally: Tally) -> pl.DataFrame:
    fates = ("read", "rejected", "repeated", "at_odds")
    rows = [(table, *(tally.rows[table, fate] for fate in fates), tally.used(table)) for table in tables]
    return pl.DataFrame(rows, schema={"table": pl.String, **dict.fromkeys((*fates, "used"), pl.Int64)}, orient="row")


def _notes(tables: list[str], tally: Tally) -> pl.DataFrame:
    rows = [(table, note, tally.noted[table, note]) for table in tables for note in NOTES if tally.noted[table, note]]
    return pl.DataFrame(rows, schema={"table": pl.String, "note": pl.String, "rows": pl.Int64}, orient="row")
