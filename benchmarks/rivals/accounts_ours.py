"""Account tables to the twelve indicators by the product's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.rivals import Fates
from benchmarks.rivals.accounts_rules import AS_OF
from data_sources.accounts.counting import count_accounts

if TYPE_CHECKING:
    from pathlib import Path


def reduce(folder: Path, out: Path) -> Fates:
    """Count the twelve account indicators."""
    counts = count_accounts(folder, AS_OF)
    rows = [("", key, "", float(value or 0)) for key, value in counts.values.items()]
    names = {"firm_id": pl.String, "parameter": pl.String, "cause": pl.String, "quantity": pl.Float64}
    pl.DataFrame(rows, names, orient="row").write_parquet(out)
    read, used = int(counts.tables["read"].sum()), int(counts.tables["used"].sum())
    return Fates(read, used, read - used, 0)
