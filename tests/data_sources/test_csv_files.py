"""Text that a spreadsheet would take for a formula is told from it by an apostrophe, which reading takes away."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_sources.csv_files import csv_text, guarded, may_be_guarded, read_csv, unguarded, write_csv
from tests.data_sources.stage.support import sheet

CASES = {
    "a formula": ("=1+1", "'=1+1"),
    "a command": ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    "a formula after a plus": ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
    "a formula after a minus": ("-2+3", "'-2+3"),
    "an at sign": ("@SUM(A1)", "'@SUM(A1)"),
    "a tab": ("\t=1", "'\t=1"),
    "a carriage return": ("\r=1", "'\r=1"),
    "a name after a minus": ("-甲证券", "'-甲证券"),
    "a formula behind an apostrophe": ("'=1", "''=1"),
    "a plain word": ("甲=乙", "甲=乙"),
    "an apostrophe": ("'95 年", "'95 年"),
    "nothing": ("", ""),
    "missing": (None, None),
    "a negative number": ("-12.5", "-12.5"),
    "a signed number": ("+3", "+3"),
    "a percentage": ("-62.54%", "-62.54%"),
    "an amount": ("-1,234.50", "-1,234.50"),
    "a number with an exponent": ("-1.2e-05", "-1.2e-05"),
    "two numbers": ("-1-1", "'-1-1"),
    "a number and a line below": ("-1\n=1", "'-1\n=1"),
}


@pytest.mark.parametrize(("text", "written"), CASES.values(), ids=CASES)
def test_text_is_written_so(text: str | None, written: str | None) -> None:
    frame = pl.DataFrame({"a": [text]}, schema={"a": pl.String})
    assert guarded(frame)["a"].to_list() == [written]
    assert unguarded(guarded(frame))["a"].to_list() == [text]


@given(st.lists(st.text(alphabet="'=+-@\t\r甲1%. \n,\"")))
def test_whatever_was_written_is_read_back(texts: list[str]) -> None:
    frame = pl.DataFrame({"a": texts}, schema={"a": pl.String})
    assert_frame_equal(unguarded(guarded(frame)), frame)
    assert may_be_guarded(csv_text(frame).encode()) or guarded(frame).equals(frame)


@pytest.mark.parametrize("lazy", [False, True])
def test_files_are_read_back_with_their_types(tmp_path: Path, lazy: bool) -> None:
    frame = pl.DataFrame({"text": ["=1", "-1", None], "number": [-1.5, 2.0, None], "count": [-1, 0, 1]})
    write_csv(frame.lazy() if lazy else frame, tmp_path / "file.csv")
    written = (tmp_path / "file.csv").read_bytes()
    assert written == b"\xef\xbb\xbftext,number,count\n'=1,-1.5,-1\n-1,2.0,0\n,,1\n"
    assert_frame_equal(read_csv(tmp_path / "file.csv", {"number": pl.Float64, "count": pl.Int64}), frame)


def test_what_was_guarded_is_read_as_records_as_it_was(tmp_path: Path) -> None:
    texts = [text for text, _ in CASES.values() if text and "\r" not in text and "\n" not in text]
    write_csv(pl.DataFrame({"a": texts, "b": "乙"}), tmp_path / "file.csv")
    (table,) = sheet(tmp_path / "file.csv").tables()
    assert table.to_series(0).to_list()[1:] == texts
