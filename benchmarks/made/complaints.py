"""Complaints: mostly sound, 0.1 % bad, about 1 % outside the period, unknown firms, and numbers given twice."""

from __future__ import annotations

import numpy as np
import polars as pl

from benchmarks.made.days import FIRST_DAY, YEAR_DAYS, column_of_days
from benchmarks.made.doubled import told_rows
from benchmarks.noise import Noise, rows
from benchmarks.registered import names

TITLE = "12386投诉工单"
ROWS = 10_000_000
CATEGORIES = (
    *("交易系统", "开户转户销户", "佣金与合同纠纷", "违规荐股", "违规销售搭售", "适当性匹配"),
    *("风险提示", "委托资金管理", "从业人员行为", "服务质量", "其他"),
)

_WEIGHTS = (18, 15, 12, 5, 6, 5, 5, 3, 6, 15, 10)
_BAD, _OUTSIDE, _TWICE, _OPEN = 0.001, 0.01, 0.001, 0.03
_NO_FIRM, _NO_SUCH_CATEGORY, _NO_DAY, _CLOSED_BEFORE, _PHONE = range(1, 6)


def make(start: int, count: int) -> pl.DataFrame:
    """The rows from a number on, with Chinese headers."""
    own = Noise(rows(start, count))
    twice, told = told_rows(own, _TWICE)
    noise = Noise(told)
    category = noise.choice("category", _WEIGHTS)
    category = np.where(twice & own.share("at odds", 0.5), (category + 1) % len(CATEGORIES), category)
    outside = noise.share("outside", _OUTSIDE)
    received = np.where(outside, YEAR_DAYS + noise.below("later", 60), noise.below("received", YEAR_DAYS))
    bad = np.where(noise.share("bad", _BAD), 1 + noise.below("how", 5), 0)
    closed = np.where(bad == _CLOSED_BEFORE, received - 1, received + noise.below("took", 60))
    number = pl.lit(pl.Series(told)).cast(pl.String).str.zfill(9)
    phone = pl.lit(pl.Series(bad == _PHONE))
    record = pl.when(phone).then(pl.format("138{}", number.str.slice(1))).otherwise(pl.format("GD2017{}", number))
    known = pl.Series(bad != _NO_SUCH_CATEGORY)
    return pl.DataFrame(
        {
            "工单编号": pl.select(record).to_series(),
            "证券公司": names(noise).zip_with(pl.Series(bad != _NO_FIRM), pl.Series([None], dtype=pl.String)),
            "投诉类别": pl.Series(CATEGORIES).gather(pl.Series(category)).zip_with(known, pl.Series(["交易系统类"])),
            "受理日期": column_of_days(FIRST_DAY, received, bad != _NO_DAY),
            "办结日期": column_of_days(FIRST_DAY, closed, ~noise.share("open", _OPEN)),
            "是否存在过错": pl.Series(noise.share("at fault", 0.3)),
        }
    )
