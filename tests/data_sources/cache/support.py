"""Reading with a cache, without, and with a parser that refuses."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_sources.cache.copies import Cache
from data_sources.cache.store import Store
from data_sources.limits import Limits
from data_sources.stage import dbf_files, html_tables, ods, sav, spreadsheetml, text_files, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_sources.records import Records

ALL_FILES = Limits(converted_from_bytes=0)
IN_BATCHES = Limits(converted_from_bytes=0, block_bytes=90, held_bytes=0)


def cache_in(folder: Path, limit: int = 1 << 30) -> Cache:
    """A cache of one version."""
    return Cache(Store(folder, limit), lambda: "1")


class ParsedError(Exception):
    """A file was parsed that should not have been."""


@contextmanager
def nothing_is_parsed() -> Iterator[None]:
    """Whoever parses a file inside the block fails, whatever its format."""

    def refuse(*_: object) -> None:
        raise ParsedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_files.TextFile, "of", refuse)
        patch.setattr(xlsx, "read_xlsx", refuse)
        for module in (dbf_files, html_tables, ods, sav, spreadsheetml, xls):
            patch.setattr(module, "read", refuse)
        yield


def assert_identical(one: Records, other: Records) -> None:
    """Everything that an intake hands over is the same."""
    assert one.intake == other.intake
    assert one.ignored == other.ignored
    assert one.remarks == other.remarks
    assert_frame_equal(one.firms, other.firms)
    assert list(one.tables) == list(other.tables)
    for name, table in one.tables.items():
        assert_frame_equal(table.collect(), other.tables[name].collect())
    assert list(one.quarantine) == list(other.quarantine)
    for name in one.quarantine:
        assert_frame_equal(one.quarantine[name], other.quarantine[name])
    assert_frame_equal(one.unrecognised, other.unrecognised)


def texts_in(folder: Path) -> set[str]:
    """Every text that stands in a copy."""
    found: set[str] = set()
    for path in folder.rglob("*.parquet"):
        frame = pl.read_parquet(path)
        for column in frame.select(pl.col(pl.String)).get_columns():
            found |= set(column.drop_nulls())
    return found
