"""Daily readings of all firms, by day, as text in one column: a few empty, implausible, of closed days, or twice."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.made.days import column_of_days
from benchmarks.made.doubled import told_rows
from benchmarks.noise import Noise, rows
from benchmarks.registered import EVALUATED, register
from indicator_tree.catalogue import load_catalogue

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue

TITLE = "运营指标读数"
ROWS = 50_000_000
FIRST = date(1998, 1, 5)  # a Monday; weekdays that are holidays are set apart when read
_BANKS, _MIRRORS = 20, 12
_BAD, _EMPTY, _TWICE, _ABNORMAL, _UNKNOWN = 0.001, 0.005, 0.0005, 0.01, 0.002
_LARGEST = 400  # quarters: every reading is a multiple of 0.25 up to 100, so that sums are exact in any order


@cache
def catalogue() -> Catalogue:
    """Whose indicators they are."""
    return load_catalogue()


@cache
def series() -> pl.DataFrame:
    """indicator, label, system, whole and state (what its readings are): one row per series of a firm."""
    known = catalogue()
    own = {
        "banks": [f"第{number}银行" for number in range(1, _BANKS + 1)],
        "mirrors": [f"{number}号站点" for number in range(1, _MIRRORS + 1)],
    }
    found = []
    for code in known.leaves:
        node = known.indicator[code]
        if node.frequency == "daily" and node.kind != "time":
            systems = own.get(node.split or "", known.splits(code) or [None])
            label, kind = f"{code} {node.name}", node.kind
            found += [(code, label, system, kind == "count", kind == "state") for system in systems]
    text, flag = pl.String(), pl.Boolean()
    names = {"indicator": text, "label": text, "system": text, "whole": flag, "state": flag}
    return pl.DataFrame(found, names, orient="row")


def make(start: int, count: int) -> pl.DataFrame:
    """The rows from a number on, with Chinese headers."""
    own = Noise(rows(start, count))
    twice, told = told_rows(own, _TWICE)
    noise = Noise(told)
    kinds = series()
    at, rest = np.divmod(told.astype(np.int64), kinds.height)[::-1]
    firm, day = rest % EVALUATED, rest // EVALUATED
    days = day // 5 * 7 + day % 5
    chosen = kinds[pl.Series(at)]
    quarters = 4 + noise.below("reading", _LARGEST - 8) + np.where(twice & own.share("at odds", 0.5), 4, 0)
    quarter = pl.Series(["", ".25", ".5", ".75"]).gather(pl.Series(quarters % 4))
    number = pl.Series(quarters // 4).cast(pl.String)
    bad = np.where(noise.share("bad", _BAD), 1 + noise.below("how", 2), 0)
    states = pl.Series(["正常", "异常：原因待查"]).gather(
        pl.Series(noise.share("abnormal", _ABNORMAL).astype(np.int64))
    )
    value = number.zip_with(chosen["whole"], number + quarter).zip_with(~chosen["state"], states)
    value = value.zip_with(pl.Series(bad != 1), pl.Series(["未知"])).zip_with(pl.Series(bad != 2), pl.Series(["-5"]))
    value = value.zip_with(~pl.Series(noise.share("empty", _EMPTY)), pl.Series([None], dtype=pl.String))
    name = register()["short_name"].gather(pl.Series(firm))
    name = name.zip_with(~pl.Series(noise.share("unknown", _UNKNOWN)), pl.Series(["查无此号01证券"]))
    return pl.DataFrame(
        {
            "证券公司": name,
            "指标": chosen["label"],
            "系统": chosen["system"],
            "日期": column_of_days(FIRST, days, np.ones(count, np.bool_)),
            "数值": value,
        }
    )
