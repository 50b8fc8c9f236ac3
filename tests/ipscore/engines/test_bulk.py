"""Sources at an address are read alike by every engine, and as from the folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data_sources.errors import IntakeError
from tests.data_sources.bulk_rows import ROWS
from tests.data_sources.support import read
from tests.support.bulk import insist_on_same, write
from tests.support.engines import OTHERS


@pytest.mark.parametrize("name", OTHERS)
def test_an_address_gives_what_its_files_in_the_folder_give(
    name: str, tmp_path: Path, opened: Callable[[str], Any]
) -> None:
    addresses = {source: write(tmp_path / source, source, table, 2) for source, table in ROWS.items()}
    (tmp_path / "records").mkdir()
    with opened(name) as engine:
        found = read(tmp_path / "records", addresses=addresses, reader=engine.reader)
        for source in ROWS:
            insist_on_same(read(tmp_path / source), found, source)


@pytest.mark.parametrize("name", OTHERS)
def test_names_of_files_are_told_as_they_are(name: str, tmp_path: Path, opened: Callable[[str], Any]) -> None:
    folder = tmp_path / "投诉 100%+1"
    folder.mkdir()
    ROWS["complaints"].head(400).write_parquet(folder / "工 单+%20.parquet")
    (tmp_path / "records").mkdir()
    with opened(name) as engine:
        found = read(tmp_path / "records", addresses={"complaints": str(folder)}, reader=engine.reader)
        assert found.quarantine["complaints"]["file"].unique().to_list() == ["工 单+%20.parquet"]
        assert found.intake[-1].file == "工 单+%20.parquet"


@pytest.mark.parametrize("name", OTHERS)
def test_a_damaged_file_is_told(name: str, tmp_path: Path, opened: Callable[[str], Any]) -> None:
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "records").mkdir()
    addresses = {"complaints": str(tmp_path / "damaged.parquet")}
    with opened(name) as engine, pytest.raises(IntakeError, match=r"damaged\.parquet：读不到"):
        read(tmp_path / "records", addresses=addresses, reader=engine.reader)


@pytest.mark.parametrize("name", OTHERS)
def test_files_of_other_columns_are_told(name: str, tmp_path: Path, opened: Callable[[str], Any]) -> None:
    address = write(tmp_path / "files", "a", ROWS["complaints"].head(5))
    write(tmp_path / "more", "b", ROWS["complaints"].head(5).with_columns(pl.lit("早先").alias("受理日期")))
    (tmp_path / "more" / "b_1.parquet").rename(tmp_path / "files" / "b_1.parquet")
    (tmp_path / "records").mkdir()
    with opened(name) as engine, pytest.raises(IntakeError):
        read(tmp_path / "records", addresses={"complaints": address}, reader=engine.reader)
