"""Bulk sources under test: the same rows as files of a folder and at an address."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw
import polars as pl

from data_sources.records import Records


def write(folder: Path, source: str, table: pl.DataFrame, parts: int = 1) -> str:
    """Write a source as files of about the same size, and give their address."""
    folder.mkdir(parents=True)
    size = -(-table.height // parts)
    for at in range(parts):
        table.slice(at * size, size).write_parquet(folder / f"{source}_{at + 1}.parquet", row_group_size=100)
    return f"{folder}/*.parquet"


def insist_on_same(one: Records, other: Records, source: str) -> None:
    """Insist that records, counts and quarantine of a source are the same."""
    first, second = (nw.from_native(each.tables[source]).collect("polars").to_native() for each in (one, other))
    assert first.schema == second.schema
    assert second.height
    assert first.sort("record_id").equals(second.sort("record_id"))
    assert one.quarantine[source].equals(other.quarantine[source])
    entries = [[entry for entry in each.intake if entry.source == source] for each in (one, other)]
    assert entries[0] == entries[1]
