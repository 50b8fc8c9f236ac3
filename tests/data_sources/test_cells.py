from datetime import date

import polars as pl
import pytest

from data_sources.cells import typed, unreadable

FIFTH_OF_MARCH = date(2017, 3, 5)
EMPTY, BAD = "empty", "bad"


@pytest.mark.parametrize(
    ("kind", "cell", "expected"),
    [
        *[
            ("date", cell, FIFTH_OF_MARCH)
            for cell in (
                *(
                    "2017-03-05",
                    "2017-3-5",
                    "2017/3/5",
                    "2017.3.5",
                    "20170305",
                    " 2017-03-05　",
                    "２０１７－０３－０５",
                ),
                *("2017年3月5日", "2017年03月05号", "2017 年 3 月 5 日", "2017-03-05 00:00:00", "2017/3/5 14:02"),
                *("2017-03-05T10:00:00.000000", "42799", "42799.0", "20170305.0"),
            )
        ],
        *[("date", cell, BAD) for cell in ("2017-02-30", "2017年3月", "昨天", "03/05/2017", "17-3-5", "99999", "待定")],
        *[("date", cell, EMPTY) for cell in ("", "  ", "　", "-", "—", "/", None)],
        ("number", "1234.5", 1234.5),
        ("number", "1,234,567.5", 1234567.5),
        ("number", "1，234", 1234.0),
        ("number", "12.5%", 0.125),
        ("number", "33.3%", 0.333),
        ("number", "１２．５％", 0.125),
        ("number", "-3", -3.0),
        ("number", "−3", -3.0),
        ("number", "1.5E+3", 1500.0),
        ("number", ".5", 0.5),
        *[("number", cell, BAD) for cell in ("1,5", "3亿", "nan", "inf", "1e999", "1.2.3", "约3", "%")],
        ("count", "1,200", 1200),
        ("count", "3.0", 3),
        ("count", "１２", 12),
        *[("count", cell, BAD) for cell in ("3.5", "100%", "三", "9" * 30)],
        *[("flag", cell, True) for cell in ("是", "有", "Y", "ｙ", "yes", "1", "1.0", "TRUE", " 是 ", "能")],
        *[("flag", cell, False) for cell in ("否", "无", "没有", "N", "no", "0", "0.0", "false", "不能")],
        *[("flag", cell, BAD) for cell in ("也许", "2", "是否")],
        ("text", "　某 事 ", "某 事"),
        ("text", "\ufeff某事\u200b ", "某事"),
        ("text", " \ufeff", EMPTY),
        ("identifier", " ＧＤ２０１７－１ ", "GD2017-1"),
        ("code", " 9111 0000 exam ple00ｆ ", "91110000EXAMPLE00F"),
    ],
)
def test_cells_are_read_as_people_type_them(kind, cell, expected):
    table = pl.DataFrame({"cell": [cell]}, schema={"cell": pl.String})
    value = typed(pl.col("cell"), kind)
    read, bad = table.select(value.alias("read"), unreadable(pl.col("cell"), value).alias("bad")).row(0)
    if expected in (EMPTY, BAD):
        assert (read, bool(bad)) == (None, expected == BAD)
    else:
        assert (read, bad) == (expected, False)
