"""A text that has to be decoded is cut into rows beside that: alike, whatever stands where in it."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.errors import IntakeError
from data_sources.stage import encodings, text_files
from data_sources.stage.input_files import InputFile
from data_sources.stage.text_files import TextFile

HEAD = 8
ROWS = st.lists(st.lists(st.text("甲乙1", max_size=4), min_size=1, max_size=4), max_size=20)
ODD = st.lists(st.lists(st.text('甲乙,"\n; ', max_size=6), min_size=1, max_size=4), max_size=8)
WAYS = st.tuples(st.sampled_from(["gb18030", "utf-16"]), st.integers(4 * HEAD, 90), st.sampled_from(["\n", "\r"]))


def cut(text: str, encoding: str, block_bytes: int) -> pl.DataFrame | str:
    """All rows of a text, or why they cannot be read."""
    file = InputFile("a.csv", Path("a.csv"), text.encode(encoding))
    try:
        tables = list(TextFile.of(file).tables(block_bytes))
    except IntakeError as error:
        return str(error)
    return pl.concat([pl.DataFrame(), *tables], how="diagonal")


@given(ROWS, ODD, ROWS, WAYS)
def test_a_text_is_cut_alike_beside_its_decoding_and_after_it(plain, odd, more, ways) -> None:
    encoding, step, end = ways
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows([["证券", "日期"], *plain, *odd, *more])
    text = written.getvalue().replace("\n", end)
    with pytest.MonkeyPatch.context() as patched:
        for module in (encodings, text_files):
            patched.setattr(module, "HEAD", HEAD)
            patched.setattr(module, "_BLOCK", 2 * step)
        patched.setattr(encodings, "_STEP", step)
        beside = cut(text, encoding, 3 * step)
        after = cut(text, "utf-8", 3 * step)
    if isinstance(after, str):
        assert beside == after
    else:
        assert isinstance(beside, pl.DataFrame)
        assert beside.equals(after)
