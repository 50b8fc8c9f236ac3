"""Records of any number, streamed into files: the same rows whatever the number that is made at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl
from polars.io.plugins import register_io_source

from benchmarks import accounts, registered
from benchmarks.made import complaints, fund_warnings, readings, survey_responses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Form = Literal["parquet", "csv"]
AT_ONCE = 200_000
GROUP = 250_000  # rows of a row group


@dataclass(frozen=True)
class Kind:
    """One kind of records.

    Attributes:
        title: how the file is called.
        rows: how many there are where nobody says how many.
        make: the rows from a number on.
    """

    title: str
    rows: int
    make: Callable[[int, int], pl.DataFrame]


KINDS = {
    module.__name__.rpartition(".")[2]: Kind(module.TITLE, module.ROWS, module.make)
    for module in (complaints, survey_responses, fund_warnings, readings)
}
ACCOUNTS, ACCOUNT_ROWS = "accounts", 100_000_000
ALL = {**{name: kind.rows for name, kind in KINDS.items()}, ACCOUNTS: ACCOUNT_ROWS}
"""How many rows every kind has where nobody says how many."""


def write(kind: str, folder: Path, rows: int | None = None, form: Form = "parquet", at_once: int = AT_ONCE) -> None:
    """Write records of a kind, and the register that they name, into a folder, which is made if need be.

    Args:
        kind: one of `ALL`; the accounts are four tables without a register.
        folder: where the files go.
        rows: how many; of accounts those of all tables together, about.
        form: Parquet, or CSV with the words that people write for dates and for yes and no.
        at_once: how many are in memory at a time; the rows do not depend on it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = ALL[kind] if rows is None else rows
    if kind == ACCOUNTS:
        accounts.write_accounts(folder, wanted, form)
        return
    registered.write_register(folder)
    found = KINDS[kind]
    lazy = register_io_source(_source(found, wanted, at_once), schema=found.make(0, 1).schema)
    sink(lazy, folder / f"{found.title}.{form}", form)


def sink(rows: pl.LazyFrame, path: Path, form: Form) -> None:
    """Stream rows into a file."""
    if form == "parquet":
        rows.sink_parquet(path, row_group_size=GROUP)
    else:
        yes_no = pl.col(pl.Boolean).replace_strict({True: "是", False: "否"}, return_dtype=pl.String)
        rows.with_columns(yes_no).sink_csv(path, include_bom=True)


def _source(kind: Kind, wanted: int, at_once: int) -> Callable[..., Iterator[pl.DataFrame]]:
    def batches(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        end = wanted if n_rows is None else min(wanted, n_rows)
        for start in range(0, end, at_once):
            made = kind.make(start, min(at_once, end - start))
            chosen = made if columns is None else made.select(columns)
            yield chosen if predicate is None else chosen.filter(predicate)

    return batches
