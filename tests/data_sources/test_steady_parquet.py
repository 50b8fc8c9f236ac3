"""A table is written alike however it is made, so that a run verifies on any machine."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from data_sources.steady_parquet import write_parquet

ROWS = 600_000
TABLE = pl.DataFrame({"record_id": pl.int_range(ROWS, eager=True).cast(pl.String)})


def test_the_parts_in_which_a_table_was_made_change_no_byte(tmp_path: Path) -> None:
    written = []
    for size in (ROWS, 250_001, 40_000):
        path = tmp_path / f"{size}.parquet"
        write_parquet(pl.concat(part.lazy() for part in TABLE.iter_slices(size)), path)
        written.append(path.read_bytes())
    assert written[0] == written[1] == written[2]
    assert pl.read_parquet(path).equals(TABLE)


def test_a_table_and_one_still_to_be_made_are_written_alike(tmp_path: Path) -> None:
    write_parquet(TABLE, tmp_path / "made")
    write_parquet(TABLE.lazy().filter(pl.col("record_id").is_not_null()), tmp_path / "lazy")
    assert (tmp_path / "made").read_bytes() == (tmp_path / "lazy").read_bytes()
