"""A damaged page of a Parquet file that has checksums is an error, never other values."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from data_sources.errors import IntakeError
from data_sources.stage.input_files import InputFile
from data_sources.stage.parquet_pages import insist_on_checksums
from tests.data_sources.bulk_rows import ROWS
from tests.data_sources.support import read

COMPLAINTS = ROWS["complaints"].to_arrow()
WRITERS = {
    "pages of the first version": {},
    "pages of the second version": {"data_page_version": "2.0"},
    "neither packed nor with dictionaries": {"compression": "none", "use_dictionary": False},
    "many row groups and small pages": {"row_group_size": 400, "data_page_size": 64},
    "long footers": {"write_page_index": True, "row_group_size": 100},
}
"""How a file is written, beside checksums."""


def damaged(content: bytes, *, at: int) -> bytes:
    """The content with one bit turned."""
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


def written(path: Path, **options: object) -> bytes:
    path.parent.mkdir(exist_ok=True)
    pq.write_table(COMPLAINTS, path, **{"write_page_checksum": True, **options})
    return path.read_bytes()


def fault(content: bytes) -> str:
    """What is said of a file; empty if nothing is."""
    try:
        insist_on_checksums(InputFile("a.parquet", Path("a.parquet"), content))
    except IntakeError as error:
        return str(error)
    return ""


def pages_of(path: Path) -> list[range]:
    """Where the pages of every column of every row group stand."""
    said = pq.ParquetFile(path).metadata
    columns = [said.row_group(g).column(c) for g in range(said.num_row_groups) for c in range(said.num_columns)]
    starts = [column.dictionary_page_offset or column.data_page_offset for column in columns]
    return [range(at, at + column.total_compressed_size) for at, column in zip(starts, columns, strict=True)]


@pytest.mark.parametrize("options", WRITERS.values(), ids=WRITERS)
def test_a_bit_that_was_turned_in_any_page_is_found_or_changes_nothing(
    tmp_path: Path, options: dict[str, object]
) -> None:
    whole = written(tmp_path / "a.parquet", **options)
    insist_on_checksums(InputFile("a.parquet", tmp_path, whole))
    chosen, found = random.Random(1), 0
    for pages in pages_of(tmp_path / "a.parquet")[:30]:
        content = damaged(whole, at=chosen.choice(pages))
        if says := fault(content):
            found += 1
            assert says.startswith("a.parquet：列“")
        else:  # the heads of pages have no checksum
            with suppress(pl.exceptions.PolarsError):
                assert pl.read_parquet(content).equals(pl.from_arrow(COMPLAINTS))
    assert found


def test_a_file_without_checksums_is_left_to_those_who_decode_it(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.parquet", write_page_checksum=False)
    insist_on_checksums(InputFile("a.parquet", tmp_path, damaged(whole, at=len(whole) // 3)))


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1 and no more", b"no Parquet" * 9, b"\xff" * 80 + b"\x50\0\0\0PAR1"]
)
def test_what_is_no_parquet_is_left_to_those_who_decode_it(tmp_path: Path, content: bytes) -> None:
    insist_on_checksums(InputFile("a.parquet", tmp_path, content))


def test_any_bytes_cut_short_or_turned_in_the_footer_end_in_no_other_error(tmp_path: Path) -> None:
    whole = written(tmp_path / "a.parquet", row_group_size=400)
    chosen = random.Random(2)
    for _ in range(100):
        end = len(whole) - chosen.randrange(9, 900)
        torn = whole[:end] + (len(whole) - end - 8).to_bytes(4, "little") + b"PAR1"
        for content in (torn, damaged(whole, at=chosen.randrange(len(whole) - 900, len(whole)))):
            assert fault(content) == "" or "校验和" in fault(content)


@pytest.mark.parametrize("where", ["in the folder", "at an address"])
def test_a_damaged_page_of_a_source_is_told_with_the_file(tmp_path: Path, where: str) -> None:
    folder, records = tmp_path / "files", tmp_path / "records"
    records.mkdir()
    whole = written(folder / "complaints.parquet", compression="none", use_dictionary=False)
    pages = pages_of(folder / "complaints.parquet")[0]
    (folder / "complaints.parquet").write_bytes(damaged(whole, at=pages[len(pages) // 2]))
    own, addresses = (folder, {}) if where == "in the folder" else (records, {"complaints": str(folder)})
    with pytest.raises(IntakeError, match=r"complaints\.parquet：列“.+”有一页数据与文件里的校验和"):
        read(own, addresses=addresses)
