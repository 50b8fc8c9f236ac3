"""The different texts of a column stand for its rows, however few or many they are and wherever they stand."""

import polars as pl
import pytest
from polars.testing import assert_series_equal

from data_sources.distinct import Distinct

FEW = ["甲证券", "乙证券", None, "甲证券"] * 3_000
COLUMNS = {
    "few texts": FEW,
    "further texts after the first rows": [*FEW, "丙证券 ", "丁证券", None],
    "no text at all": [None] * 10,
    "only different texts": [f"GD{number}" for number in range(5_000)],
    "nearly only different texts after the first rows": ["甲"] * 5_000 + [f"GD{number}" for number in range(20_000)],
    "no row": [],
}


@pytest.mark.parametrize("texts", COLUMNS.values(), ids=COLUMNS)
def test_rows_have_the_text_that_stands_in_them(texts: list[str | None]) -> None:
    cells = pl.Series("firm", texts, pl.String)
    found = Distinct.of(cells)
    some = pl.Series(range(0, len(texts), 7), dtype=pl.UInt32)
    assert_series_equal(found.every(), cells)
    assert_series_equal(found.gather(some), cells.gather(some), check_names=False)
    assert found.different().sort().to_list() == cells.unique().drop_nulls().sort().to_list()


@pytest.mark.parametrize("texts", COLUMNS.values(), ids=COLUMNS)
def test_rows_have_what_was_read_of_their_text(texts: list[str | None]) -> None:
    cells = pl.Series("firm", texts, pl.String)
    found = Distinct.of(cells)
    for read in (pl.col("firm"), pl.col("firm").str.strip_chars(), pl.col("firm").str.len_chars().cast(pl.Int64)):
        values = found.texts.alias("firm").to_frame().select(read).to_series()
        assert_series_equal(found.read_as(values).every(), cells.to_frame().select(read).to_series())
