"""Work orders of the hotline (2.3.1, p. 14): 4,415 received, 3,990 closed in time, 6 firms never complained of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import RateRule
from ipscore_demo.reconstruction.answers import Question, answers
from ipscore_demo.reconstruction.shapes import apportion, stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.incidents import Incidents
    from ipscore_demo.reconstruction.solver import Ints
    from ipscore_demo.reconstruction.targets import Targets

USUAL_DAYS = 18.0
LATE_DAYS = 80


def complaints(targets: Targets, firms: Firms, known: Incidents, seed: int, leaf: str = "2.3.1") -> pl.DataFrame:
    """One row per work order: record_id, firm_id, entity_id, category, received_on, closed_on, at_fault."""
    rng = stream(seed, leaf)
    aims = targets.aims.complaints
    counted = sum(known.complaints.values(), start=np.zeros(targets.firms, dtype=np.int64))
    ever = firms.complained_of
    least = np.where(ever, np.maximum(counted, aims.least_where_open), 0)
    weight = np.where(ever, counted + 8 * firms.size**0.8 + 1, 0.0)
    most = np.where(ever, 10**6, 0)
    orders = apportion(int(targets.count("complaint_handling.work_orders")), weight, least, most, what=leaf)
    pieces = [
        _rows(firms, number, category, fault=fault, share=aims.at_fault_share, rng=rng)
        for (category, fault), number in known.complaints.items()
    ]
    rest = orders - counted
    shares = list(aims.rest.items())
    first = rng.binomial(rest, shares[0][1])
    for (category, _), number in zip(shares, (first, rest - first), strict=True):
        pieces.append(_rows(firms, number, category, fault=None, share=aims.at_fault_share, rng=rng))
    frame = pl.concat(pieces)
    open_orders = np.zeros(targets.firms, dtype=np.int64)
    open_orders[ever] = _open(targets, leaf, orders[ever], rng)
    return _numbered(_closed(frame, open_orders, targets, firms, leaf=leaf, rng=rng), targets, firms, rng)


def _open(targets: Targets, leaf: str, orders: Ints, rng: np.random.Generator) -> Ints:
    """Work orders not closed in time, per firm that was complained of."""
    rule = targets.rulebook.indicator[leaf].rule
    assert isinstance(rule, RateRule)
    without = rule.none_received.score
    assert without is not None
    silent = targets.firms - orders.size
    bands = [
        replace(band, firms=band.firms - silent) if band.low <= without <= band.high else band
        for band in targets.bands(leaf, lowest=targets.aims.complaints.lowest_rate)
    ]
    low, high = targets.sum_range(leaf)
    closed = int(targets.count("complaint_handling.closed"))
    question = Question(
        what=leaf,
        values=np.array([targets.full, 0.0]),
        usual=np.array([closed, orders.sum() - closed]) / orders.sum(),
        off=np.zeros(orders.size),
        bands=bands,
        total=(low - silent * without, high - silent * without),
        pooled={0: (closed, closed)},
        slope=0.0,
    )
    return answers(question, orders, rng)[:, 1]


def _rows(
    firms: Firms, number: Ints, category: str, *, fault: bool | None, share: float, rng: np.random.Generator
) -> pl.DataFrame:
    total = int(number.sum())
    return pl.DataFrame(
        {
            "firm": np.repeat(np.arange(len(firms.ids)), number),
            "category": np.repeat([category], total),
            "at_fault": np.repeat([fault], total) if fault is not None else rng.random(total) < share,
        },
        schema={"firm": pl.Int64, "category": pl.String, "at_fault": pl.Boolean},
    )


def _closed(
    frame: pl.DataFrame, open_orders: Ints, targets: Targets, firms: Firms, *, leaf: str, rng: np.random.Generator
) -> pl.DataFrame:
    """Dates received and closed; of each firm's orders the latest are the likeliest to stay open."""
    rule = targets.rulebook.indicator[leaf].rule
    assert isinstance(rule, RateRule)
    period, size = targets.rulebook.period, frame.height
    start, end = np.datetime64(period.start), np.datetime64(period.end)
    last = np.datetime64(targets.rulebook.last_day(rule.done.days_after_period))
    received = start + rng.integers(0, (end - start).astype(int) + 1, size)
    firm = frame["firm"].to_numpy()
    lateness = (received - start).astype(int) / 365 + rng.random(size)
    order = np.lexsort((-lateness, firm))
    begins = np.concatenate([[0], np.cumsum(np.bincount(firm, minlength=open_orders.size))])[:-1]
    is_open = np.zeros(size, dtype=bool)
    is_open[order] = np.arange(size) - begins[firm[order]] < open_orders[firm[order]]
    usual = received + np.rint(rng.exponential(USUAL_DAYS, size)).astype(int) + 1
    late = last + 1 + rng.integers(0, LATE_DAYS, size)
    closed = np.where(is_open, late, np.minimum(usual, last))
    closed[is_open & (rng.random(size) < targets.aims.complaints.not_closed_share)] = np.datetime64("NaT")
    dates = pl.DataFrame({"received_on": received, "closed_on": closed}).cast(pl.Date)
    ids = pl.Series("firm_id", np.array(firms.ids)[firm])
    return pl.concat([frame.with_columns(ids), dates], how="horizontal")


def _numbered(frame: pl.DataFrame, targets: Targets, firms: Firms, rng: np.random.Generator) -> pl.DataFrame:
    """Numbered by date; a few of the parent's orders of no other indicator name its merged subsidiary."""
    general = pl.col("category").is_in(list(targets.aims.complaints.rest)) & (pl.col("firm") == firms.parent)
    own = (general.cum_sum() <= targets.aims.complaints.subsidiary) & general
    return (
        frame.with_columns(pl.when(own).then(pl.lit(firms.subsidiary)).otherwise("firm_id").alias("entity_id"))[
            rng.permutation(frame.height)
        ]
        .sort("received_on", maintain_order=True)
        .with_row_index("n", offset=1)
        .select(
            pl.format("GD2017{}", pl.col("n").cast(pl.String).str.zfill(5)).alias("record_id"),
            *("firm_id", "entity_id", "category", "received_on", "closed_on", "at_fault"),
        )
    )
