"""Why rows were excluded, counted by source and reason."""

from __future__ import annotations

import polars as pl

from data_sources.quarantine import SCHEMA
from scoring.excluded import excluded_rows
from scoring.frames import EXCLUDED, INTAKE

OUTSIDE, YOUNG = "不在评价期内（2017-01-01 至 2017-12-31）", "成立不满一年，不参与评价"
AGAIN = "工单编号重复：内容也与 投诉.xlsx[第 1 批] 第 {} 行相同，只计一次"


def lines(*rows: tuple[int, str, str, str]) -> pl.LazyFrame:
    """Row, column, kind, reason of a file."""
    full = [("投诉.csv", "", row, column, None, kind, reason) for row, column, kind, reason in rows]
    return pl.LazyFrame(full, SCHEMA, orient="row")


def intake(**excluded: int) -> pl.DataFrame:
    rows = [
        {"source": source, "title": f"{source}表", "scored": True, "excluded": count}
        for source, count in excluded.items()
    ]
    return pl.DataFrame(rows, schema=INTAKE)


def test_rows_are_counted_once_by_their_first_reason_and_places_of_single_rows_left_out() -> None:
    quarantine = {
        "b": lines(
            (2, "受理日期", "excluded", OUTSIDE),
            (3, "证券公司", "excluded", YOUNG),
            (3, "受理日期", "excluded", OUTSIDE),
            (4, "工单编号", "excluded", AGAIN.format(12)),
            (5, "工单编号", "excluded", AGAIN.format(7)),
            (6, "办结日期", "rejected", "没有这一天"),
            (7, "", "corrected", "决定〔2018〕1号撤销"),
        ),
        "a": lines((9, "", "excluded", "合计行，不是记录")),
    }
    found = excluded_rows(intake(b=4, a=1), lambda source: quarantine[source])
    assert found.schema == EXCLUDED
    assert found.rows() == [
        ("b", "b表", "工单编号重复，只计一次", 2),
        ("b", "b表", OUTSIDE, 1),
        ("b", "b表", YOUNG, 1),
        ("a", "a表", "合计行，不是记录", 1),
    ]


def test_a_source_of_which_nothing_was_excluded_is_not_read() -> None:
    def never(source: str) -> pl.LazyFrame:
        raise AssertionError(source)

    assert excluded_rows(intake(a=0), never).equals(EXCLUDED.to_frame())
