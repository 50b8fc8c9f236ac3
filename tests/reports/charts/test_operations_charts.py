"""What the charts of operations say: months, days of clearing, changes."""

from __future__ import annotations

from datetime import date

import polars as pl
from bs4 import BeautifulSoup, Tag

from reports.charts import Drawn, change_courses, changes, clearing, trend
from reports.charts.drawing import svg
from reports.charts.theme import PALE, VERMILLION
from reports.figures import plain
from tests.reports.charts.frames import ALONE, CHANGES, COURSES, DAYS, MONTHS


def _texts(drawn: Drawn) -> list[str]:
    page = BeautifulSoup(svg(drawn.chart), "html.parser")
    return [
        "".join(part.get_text() for part in text.find_all("tspan")) or text.get_text()
        for text in page.find_all("text")
        if isinstance(text, Tag)
    ]


def test_a_course_bears_its_last_value_and_names_what_is_drawn() -> None:
    texts = _texts(trend(MONTHS, "户", plain))
    assert {"987", "本公司", "同业中位数", "同业四分位区间"} <= set(texts)


def test_a_course_without_others_explains_nothing() -> None:
    drawn = trend(ALONE, "户", plain)
    assert not [text for text in (*_texts(drawn), drawn.alt) if "同业" in text]
    assert PALE not in svg(drawn.chart)


def test_the_year_stands_below_the_first_month_and_every_january() -> None:
    texts = _texts(trend(MONTHS, "户", plain))
    assert [text for text in texts if "月" in text] == ["11月2018年", "12月", "1月2019年", "2月"]


def test_a_month_without_a_value_is_told_as_none() -> None:
    assert "2018年12月 —" in trend(MONTHS, "户", plain).alt


def test_a_last_month_without_a_value_leaves_the_label_at_the_month_before() -> None:
    gone = MONTHS.with_columns(value=pl.when(pl.col("month") < date(2019, 2, 1)).then("value"))
    texts = _texts(trend(gone, "户", plain))
    assert "1,100.5" in texts
    assert "987" not in texts


def test_a_flagged_day_of_the_month_bears_its_date() -> None:
    drawn = clearing(DAYS)
    assert "8月2日" in _texts(drawn)
    assert "2019年8月2日 900,000 条 900 秒（偏离正常波动范围）" in drawn.alt
    quiet = clearing(DAYS.with_columns(outside=False))
    assert not [text for text in (*_texts(quiet), quiet.alt) if "偏离" in text]


def test_a_flagged_day_of_an_earlier_month_bears_none() -> None:
    earlier = DAYS.with_columns(outside=pl.col("date") == date(2019, 7, 30))
    assert not [text for text in _texts(clearing(earlier)) if "7月30日" in text]


def test_days_are_told_in_order() -> None:
    told = clearing(DAYS).alt
    assert told.index("8月1日") < told.index("8月2日")


def test_the_colour_of_a_change_says_what_its_name_says() -> None:
    drawn = changes(CHANGES)
    assert {"-79.4%", "+12.5%", "—", "改善", "变差", "不变或不分优劣"} <= set(_texts(drawn))
    better = changes(CHANGES.head(1))
    assert VERMILLION not in svg(better.chart)
    assert "变差" not in _texts(better)


def test_courses_of_changes_are_told_by_the_last_change_of_each() -> None:
    drawn = change_courses(COURSES)
    assert {"户数 -25.0%", "笔数 0.0%"} <= set(_texts(drawn))
    assert drawn.alt.endswith("户数：2018年12月 +50.0%，2019年2月 -25.0%；笔数：2018年12月 +10.0%，2019年1月 0.0%。")
