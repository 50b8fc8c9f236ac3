"""The chart of a course says every number, and leaves out what is not there."""

from __future__ import annotations

import polars as pl

from reports.charts import course

SHAPE = {"period": pl.String, "value": pl.Float64, "other": pl.Float64}


def frame(*rows: tuple[str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, SHAPE, orient="row")


def test_both_lines_are_said_in_words() -> None:
    drawn = course(frame(("2016年度", 80.0, 81.0), ("2017年度", None, 82.0)), own="本公司总分", other="行业中位数")
    assert drawn.alt == ("折线图：各期得分。2016年度 80.00，行业中位数 81.00；2017年度 —，行业中位数 82.00。")


def test_one_line_alone_has_no_legend_and_nothing_else() -> None:
    drawn = course(frame(("2016年度", 80.0, 81.0), ("2017年度", 82.0, 83.0)), own="总分均分")
    assert drawn.alt == "折线图：各期得分。2016年度 80.00；2017年度 82.00。"


def test_no_numbers_are_no_data() -> None:
    assert "没有数据" in course(frame(("2016年度", None, None)), own="总分均分").alt
