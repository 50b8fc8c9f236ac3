from __future__ import annotations

import polars as pl
import pytest

from ipscore.table_differences import differences_of

BEFORE = pl.DataFrame({"firm_id": ["A", "B"], "node": ["1", "1"], "score": [90.0, None], "names": [["a"], []]})


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (BEFORE, []),
        (
            BEFORE.with_columns(score=pl.Series([91.0, None])),
            ["firm_id=A，node=1：score 90.0 → 91.0"],
        ),
        (
            BEFORE.with_columns(score=pl.Series([None, 80.0]), names=pl.Series([["a", "b"], []])),
            ["firm_id=A，node=1：score 90.0 → None，names a → a、b", "firm_id=B，node=1：score None → 80.0"],
        ),
        (BEFORE.head(1), ["仅运行中：firm_id=B，node=1，names="]),
        (
            BEFORE.vstack(BEFORE.head(1).with_columns(node=pl.lit("2"))),
            ["仅重新计算：firm_id=A，node=2，score=90.0，names=a"],
        ),
        (BEFORE.drop("node"), ["列不同：运行中 firm_id、node、score、names；重新计算 firm_id、score、names"]),
    ],
)
def test_differences(after: pl.DataFrame, told: list[str]) -> None:
    assert differences_of(BEFORE, after) == told


def test_many_differences_are_counted() -> None:
    before = pl.DataFrame({"firm_id": [str(n) for n in range(10)], "score": [0.0] * 10})
    lines = differences_of(before, before.with_columns(pl.col("score") + 1))
    assert lines[0] == "firm_id=0：score 0.0 → 1.0"
    assert lines[3:] == ["…共 10 行"]
