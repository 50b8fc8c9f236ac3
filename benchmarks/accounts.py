"""Millions of accounts from files to the twelve indicators: `python -m benchmarks.accounts [--accounts N]`.

A seeded generator streams four Parquet tables (per hundred accounts about 20 customers, 20 一码通, 25 fund and 35
securities accounts, all with key data), which are then counted in a process of their own, beside a bare scan. One round
does not count; the files go at the end.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from polars.io.plugins import register_io_source
from rich.console import Console
from rich.table import Table

from benchmarks.processes import in_turn, python
from data_sources.accounts.contracts import TABLES
from data_sources.accounts.resident_ids import check_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20_190_831
AS_OF = date(2019, 8, 31)
ALLOWED_MIB = 2048
_AT_ONCE = 200_000  # customers drawn together
_PLACES = (110101, 310104, 360426, 440305, 510104, 500101, 330102, 420106)
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华文玉兰"
_TITLES = {source.name: {column.name: column.title for column in source.columns} for source in TABLES}
_COUNT = """
from datetime import date
from pathlib import Path
from data_sources.accounts.counting import count_accounts
count_accounts(Path({folder!r}), date(2019, 8, 31))
"""
_SCAN = """
from pathlib import Path
import polars as pl
for path in sorted(Path({folder!r}).iterdir()):
    pl.scan_parquet(path).select(pl.all().hash().min()).collect(engine="streaming")
"""


def customers(start: int, count: int) -> pl.DataFrame:
    """Customers of those numbers, the same for every table that asks."""
    rng = np.random.default_rng([SEED, start])

    def one_of(choices: str) -> pl.Series:
        return pl.Series(np.array(list(choices))[rng.integers(0, len(choices), count)])

    def share(part: float) -> pl.Series:
        return pl.Series(rng.random(count) < part)

    ages = pl.Series((37_000 * rng.beta(2.5, 3, count)).astype(np.int64))
    at = pl.int_range(start, start + count, eager=True).alias("at")
    drawn = pl.DataFrame([at]).with_columns(
        born_on=pl.date(2019, 8, 31) - pl.duration(days=ages),
        valid_until=pl.date(2019, 8, 31) + pl.duration(days=pl.Series(rng.integers(-1500, 6000, count))),
        place=pl.Series(rng.choice(_PLACES, count)),
        order=pl.Series(rng.integers(0, 990, count)),
        name=one_of(_SURNAMES) + one_of(_GIVEN) + one_of(_GIVEN),
        telephone=pl.Series(rng.integers(13_000_000_000, 19_999_999_999, count)).cast(pl.String),
        old=share(0.02),
        other=share(0.01),
    )
    day = pl.col("born_on").dt.to_string("%Y%m%d").cast(pl.Int64)
    body = drawn.select(pl.col("place") * 10**11 + day * 1000 + pl.col("order")).to_series()
    number = pl.lit(body.cast(pl.String) + check_digits(body))
    old = pl.col("old") & pl.col("born_on").dt.year().is_between(1920, 1999)
    found = drawn.select(
        "name",
        "born_on",
        "valid_until",
        customer=pl.format("C{}", "at"),
        id_type=pl.when("other").then(pl.lit("其他证件")).otherwise(pl.lit("居民身份证")),
        id_number=pl.when(old).then(number.str.slice(0, 6) + number.str.slice(8, 9)).otherwise(number),
        phone=pl.when(~share(0.4)).then("telephone"),
        mobile=pl.when(~share(0.02)).then("telephone"),
        address=pl.when(~share(0.01)).then(pl.format("示例省示例市示例路{}号", pl.col("at") % 99_991)),
        category=pl.lit("个人"),
    )
    return found.select(_TITLES["customers"].keys())


def write_customers(path: Path, wanted: int) -> None:
    """Stream customers into a Parquet file, with Chinese headers."""

    def batches(
        columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Iterator[pl.DataFrame]:
        for start in range(0, wanted, _AT_ONCE):
            yield customers(start, min(_AT_ONCE, wanted - start)).rename(_TITLES["customers"])

    schema = customers(0, 1).rename(_TITLES["customers"]).schema
    register_io_source(batches, schema=schema).sink_parquet(path, row_group_size=_AT_ONCE)


def accounts_of(customers: pl.LazyFrame, table: str) -> pl.LazyFrame:
    """The rows of another table that belong to the customers, with Chinese headers."""
    own = customers.rename({title: name for name, title in _TITLES["customers"].items()})
    at = pl.col("customer").str.slice(1).cast(pl.Int64)
    second = {"one_codes": at % 500 == 0, "fund_accounts": at % 4 == 0, "securities_accounts": at % 4 != 0}[table]
    wrong = at % 1000 == 7
    first = own.with_columns(nth=pl.lit(1), name=pl.when(wrong).then(pl.lit("误名")).otherwise("name"))
    both = pl.concat([first, own.filter(second).with_columns(nth=pl.lit(2))])
    good, bad = ("已上三方存管", "未上三方存管") if table == "fund_accounts" else ("已申报", "未申报")
    found = both.with_columns(
        account=pl.format("{}{}{}", pl.lit(table[0].upper()), "nth", at),
        state=pl.when(at % 97 == 0).then(pl.lit(bad)).otherwise(pl.lit(good)),
    )
    return found.select(pl.col(name).alias(title) for name, title in _TITLES[table].items())


def write_accounts(folder: Path, accounts: int, form: str = "parquet") -> int:
    """Stream the tables into Parquet files, or CSV; gives the number of their rows."""
    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "customers.parquet"
    write_customers(first, accounts // 5)
    for table in list(_TITLES)[1:]:
        accounts_of(pl.scan_parquet(first), table).sink_parquet(folder / f"{table}.parquet", row_group_size=_AT_ONCE)
    files = [folder / f"{table}.parquet" for table in _TITLES]
    rows = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in files)
    if form == "csv":
        for path in files:
            pl.scan_parquet(path).sink_csv(path.with_suffix(".csv"), include_bom=True)
            path.unlink()
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="where the accounts are written, and removed again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary) / "accounts"
        accounts = write_accounts(folder, options.accounts)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
        commands = {
            "bare scan and hash of all columns": python(_SCAN.format(folder=str(folder))),
            "twelve indicators": python(_COUNT.format(folder=str(folder))),
        }
        timings = in_turn(commands, runs=1)
    floor = timings["bare scan and hash of all columns"].median
    title = f"{accounts:,} accounts ({size:,.0f} MiB of Parquet), {os.cpu_count()} processors"
    table = Table(title=title, title_justify="left")
    for column in ("whole process", "seconds", "peak MiB", f"ratio to {ALLOWED_MIB} MiB", "ratio to the scan"):
        table.add_column(column, justify="left" if column == "whole process" else "right")
    for name, timing in timings.items():
        figures = (timing.median, timing.peak_mib, timing.peak_mib / ALLOWED_MIB, timing.median / floor)
        table.add_row(name, *(f"{figure:,.{digits}f}" for figure, digits in zip(figures, (1, 0, 2, 1), strict=True)))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
