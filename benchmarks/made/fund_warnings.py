"""Warnings of the client fund monitoring: mostly sound, 0.1 % bad, about 1 % outside the period, numbers twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.made.days import FIRST_DAY, YEAR_DAYS, column_of_days
from benchmarks.made.doubled import numbered, told_rows
from benchmarks.noise import Noise, rows
from benchmarks.registered import names

TITLE = "资金监控预警"
ROWS = 1_000_000
LEVELS = ("提示关注", "一般预警", "重大预警")
MATTERS = tuple(f"客户资金与报送数据不一致（第{number}类）" for number in range(1, 31))

_WEIGHTS = (80, 17, 3)
_BAD, _OUTSIDE, _TWICE = 0.001, 0.01, 0.001


def make(start: int, count: int) -> pl.DataFrame:
    """The rows from a number on, with Chinese headers."""
    own = Noise(rows(start, count))
    twice, told = told_rows(own, _TWICE)
    noise = Noise(told)
    matter = noise.below("matter", len(MATTERS))
    matter = np.where(twice & own.share("at odds", 0.5), (matter + 1) % len(MATTERS), matter)
    outside = noise.share("outside", _OUTSIDE)
    day = np.where(outside, YEAR_DAYS + noise.below("later", 60), noise.below("day", YEAR_DAYS))
    bad = np.where(noise.share("bad", _BAD), 1 + noise.below("how", 3), 0)
    firm, nothing = names(noise), pl.Series([None], dtype=pl.String)
    level = pl.Series(LEVELS).gather(pl.Series(noise.choice("level", _WEIGHTS)))
    return pl.DataFrame(
        {
            "预警编号": numbered("YJ2017{}", told),
            "证券公司": firm.zip_with(pl.Series(bad != 1), nothing),
            "预警日期": column_of_days(FIRST_DAY, day, bad != 2),
            "预警级别": level.zip_with(pl.Series(bad != 3), pl.Series(["特别预警"])),
            "预警事项": pl.Series(MATTERS).gather(pl.Series(matter)),
        }
    )
