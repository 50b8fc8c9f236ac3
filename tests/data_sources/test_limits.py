"""How many rows are looked at together."""

from __future__ import annotations

import pytest

from data_sources.limits import Limits


@pytest.mark.parametrize(("width", "rows"), [(0, 500), (6, 500), (7, 250), (12, 250), (13, 125), (3000, 1), (3001, 1)])
def test_of_many_columns_fewer_rows_are_looked_at_together(width: int, rows: int) -> None:
    assert Limits(batch_rows=500, batch_cells=3000).batch(width) == rows


@pytest.mark.parametrize(("rows", "half"), [(500, 250), (3, 1), (1, 1)])
def test_half_as_many_rows_are_one_at_least(rows: int, half: int) -> None:
    assert Limits(batch_rows=rows).halved() == Limits(batch_rows=half)
