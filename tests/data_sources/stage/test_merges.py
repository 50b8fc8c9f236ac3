import polars as pl
import pytest

from data_sources.stage.merges import filled

TABLE = [["甲", None, "1"], [None, None, "2"], ["乙", "b", "3"]]


@pytest.mark.parametrize(
    ("ranges", "rows"),
    [
        ([], TABLE),
        ([(0, 0, 1, 0)], [["甲", None, "1"], ["甲", None, "2"], ["乙", "b", "3"]]),
        ([(0, 0, 0, 1)], [["甲", "甲", "1"], [None, None, "2"], ["乙", "b", "3"]]),
        ([(0, 0, 1, 1), (2, 1, 2, 2)], [["甲", "甲", "1"], ["甲", "甲", "2"], ["乙", "b", "b"]]),
        ([(2, 0, 99, 0), (1, 2, 1, 99)], TABLE),
        ([(7, 7, 9, 9), (1, 0, 1, 1)], TABLE),
    ],
)
def test_merged_cells_show_what_stands_in_the_first_one(ranges, rows):
    table = pl.DataFrame(TABLE, schema=["a", "b", "c"], orient="row")
    result = filled(table, ranges)
    assert result.rows() == [tuple(row) for row in rows]
    assert result.columns == table.columns
