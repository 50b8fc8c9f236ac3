"""Clients, and the few complaints that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree import Rulebook
    from ipscore_demo.small_market.market import Market, Shares

    Rng = np.random.Generator
    Ints = npt.NDArray[np.int64]

CLIENT_KIND = "client_kind"


def clients(market: Market, ids: Sequence[str], seed: int) -> pl.DataFrame:
    """Clients by firm and kind at the period's end: firm_id, client_kind, clients."""
    rng, given = stream(seed, "clients"), market.clients
    total = given.median * np.exp(given.spread * rng.standard_normal(len(ids)))
    share = given.professional * np.exp(given.professional_spread * rng.standard_normal(len(ids)))
    professional = np.maximum(np.rint(total * share), 1).astype(np.int64)
    retail = np.maximum(np.rint(total).astype(np.int64) - professional, 1)
    both = dict(zip(market.complaints.rate, (retail, professional), strict=True))
    tables = [pl.DataFrame({"firm_id": ids, CLIENT_KIND: kind, "clients": count}) for kind, count in both.items()]
    return pl.concat(tables)


def complaints(
    market: Market, sizes: pl.DataFrame, rulebook: Rulebook, last_day: np.datetime64, seed: int
) -> pl.DataFrame:
    """Complaints in the order of their days: firm_id, client_kind, category, received_on, closed_on, at_fault.

    A firm's clients complain at a rate of the firm's own; whether a complaint is closed in time is the firm's own
    chance too.
    """
    rng, given = stream(seed, "complaints"), market.complaints
    ids = sizes["firm_id"].unique().sort()
    own_rate = dict(zip(ids, rng.gamma(given.shape, 1 / given.shape, len(ids)), strict=True))
    strength = (given.late * given.late_strength, (1 - given.late) * given.late_strength)
    own_late = dict(zip(ids, rng.beta(*strength, len(ids)), strict=True))
    rows = sizes.sort("firm_id", CLIENT_KIND)
    expected = [count * given.rate[kind] * own_rate[firm] / 10_000 for firm, kind, count in rows.iter_rows()]
    number = rng.poisson(expected)
    frame = rows.select("firm_id", CLIENT_KIND)[np.repeat(np.arange(rows.height), number)]
    size = frame.height
    start, end = (np.datetime64(day) for day in (rulebook.period.start, rulebook.period.end))
    received = start + rng.integers(0, (end - start).astype(int) + 1, size)
    late = rng.random(size) < frame["firm_id"].replace_strict(own_late, return_dtype=pl.Float64).to_numpy()
    in_time = np.minimum(received + 1 + np.rint(rng.exponential(given.days, size)).astype(int), last_day)
    closed = np.where(late, last_day + 1 + rng.integers(0, 60, size), in_time)
    closed[late & (rng.random(size) < given.never_closed)] = np.datetime64("NaT")
    found = frame.with_columns(
        pl.Series("category", drawn(given.categories, size, rng)),
        pl.Series("received_on", received).cast(pl.Date),
        pl.Series("closed_on", closed).cast(pl.Date),
        pl.Series("at_fault", rng.random(size) < given.at_fault),
    )
    return found[rng.permutation(size)].sort("received_on", maintain_order=True)


def drawn(shares: Shares, size: int, rng: Rng) -> npt.NDArray[np.str_]:
    """Names drawn with their shares."""
    weights = np.array(list(shares.values()))
    return np.array(list(shares))[rng.choice(len(shares), size, p=weights / weights.sum())]
