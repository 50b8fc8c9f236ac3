"""Warnings of the fund monitoring (1.1.1, p. 3): 161 warnings naming 73 firms, bands and mean of the indicator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ipscore_demo.reconstruction.histogram import exactly, histogram
from ipscore_demo.reconstruction.shapes import hand_out, noisy, stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.targets import Targets

MATTERS = ("存管银行余额不符", "客户资金划转差错", "资金监控数据报送异常", "备付金账户透支风险", "客户资金台账不平")
MOST = 12


def fund_warnings(targets: Targets, firms: Firms, seed: int, leaf: str = "1.1.1") -> pl.DataFrame:
    """One row per warning: record_id, firm_id, entity_id, occurred_on, level, matter.

    One warning of the first rule's level names the merged subsidiary for the same event as one of its parent's.
    """
    rng = stream(seed, leaf)
    deducts = targets.rulebook.deductions(leaf)
    levels = [str(deduct.when["level"]) for deduct in deducts]
    counted = [int(targets.count(f"fund_warnings.{level}")) for level in levels]
    counted[0] -= 1  # the subsidiary's warning counts once, with its parent's
    most = [min(MOST, count) for count in counted]
    patterns = np.array(np.meshgrid(*(np.arange(each + 1) for each in most), indexing="ij")).reshape(len(levels), -1).T
    score = targets.full - patterns @ np.array([deduct.of_each for deduct in deducts])
    natural = np.exp(-0.5 * patterns.sum(axis=1))
    totals = [exactly(patterns[:, at], counted[at]) for at in range(len(levels))]
    found = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng=rng, what=leaf)]
    given = hand_out(found.sum(axis=1) + 0.01 * rng.random(len(found)), noisy(firms.size, 0.3, rng))
    number = found[given]
    lender = int(np.argmax(number[:, 0]))
    if number[firms.parent, 0] == 0:
        number[[firms.parent, lender]] = number[[lender, firms.parent]]
    return _rows(number, levels, firms, targets.rulebook.period.start, rng)


def _rows(number: np.ndarray, levels: list[str], firms: Firms, start: date, rng: np.random.Generator) -> pl.DataFrame:
    firm = np.repeat(np.arange(len(number)), number.sum(axis=1))
    level = np.concatenate([np.repeat(np.arange(len(levels)), each) for each in number])
    # Days of one firm all differ, so that no two of its own warnings look like one event.
    days = np.concatenate([rng.choice(364, int(each), replace=False) for each in number.sum(axis=1)])
    frame = pl.DataFrame(
        {
            "firm_id": np.array(firms.ids)[firm],
            "entity_id": np.array(firms.ids)[firm],
            "occurred_on": [start + timedelta(days=int(day)) for day in days],
            "level": np.array(levels)[level],
            "matter": rng.choice(MATTERS, firm.size),
        }
    )
    same = (pl.col("firm_id") == firms.ids[firms.parent]) & (pl.col("level") == levels[0])
    twin = frame.filter(same).head(1).with_columns(entity_id=pl.lit(firms.subsidiary))
    return (
        pl.concat([frame, twin])
        .sort("occurred_on", "entity_id", "level")
        .with_row_index("n", offset=1)
        .select(pl.format("YJ2017{}", pl.col("n").cast(pl.String).str.zfill(4)).alias("record_id"), *frame.columns)
    )
