"""Social responsibility (bonus, pp. 31-32): financing of the real economy and poor regions, charity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ipscore_demo.reconstruction.graded import combinations, points, tier_bounds
from ipscore_demo.reconstruction.histogram import Total, exactly, histogram
from ipscore_demo.reconstruction.shapes import Interval, apportion, hand_out, noisy, stream
from ipscore_demo.reconstruction.solver import Bools, Floats, Ints, Row, nearest
from reports.record_counts import FINANCED, POVERTY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.rules import Part
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.targets import Targets

PARTS = ("real_economy", "poverty_area", "charity")
CHARITY_UNIT = 0.0001  # amounts of charity are told in 10,000 yuan, the others in a million
UNIT = 0.01
LOOSEST = 5
MAIN_SHARE = 0.05


def social_projects(targets: Targets, firms: Firms, seed: int) -> pl.DataFrame:
    """One row per firm, part and kind: record_id, firm_id, entity_id, part, kind, cases, amount, completed_on."""
    rng = stream(seed, "social")
    bonus = targets.rulebook.bonus
    assert bonus is not None
    by_id = {part.id: part for part in bonus.part}
    parts = [by_id[f"{name}_{what}"] for name in PARTS for what in ("cases", "amount")]
    grade = _tiers(targets, firms, parts, bonus.cap, rng)
    wanted = (_real_economy(targets), _poverty(targets), _charity(targets))
    pieces = []
    for at, ((cases, amounts), unit) in enumerate(zip(wanted, (UNIT, UNIT, CHARITY_UNIT), strict=True)):
        pair = parts[2 * at], parts[2 * at + 1]
        pieces.append(
            _part(firms, pair, grade[:, 2 * at : 2 * at + 2], cases=cases, amounts=amounts, unit=unit, rng=rng)
        )
    frame = pl.concat(pieces)
    start = np.datetime64(targets.rulebook.period.start)
    return (
        frame.with_columns(
            pl.Series("firm_id", np.array(firms.ids)[frame["firm"].to_numpy()]),
            pl.Series("completed_on", start + rng.integers(0, 365, frame.height)).cast(pl.Date),
        )
        .sort("completed_on", "firm_id", "part", "kind")
        .with_row_index("n", offset=1)
        .select(
            pl.format("XM2017{}", pl.col("n").cast(pl.String).str.zfill(4)).alias("record_id"),
            *("firm_id", pl.col("firm_id").alias("entity_id"), "part", "kind", "cases", "amount", "completed_on"),
        )
    )


def _tiers(targets: Targets, firms: Firms, parts: Sequence[Part], cap: float, rng: np.random.Generator) -> Ints:
    """Grade per firm and part: the mean bonus wanted, 89 firms with charity, amounts that totals can bear."""
    aims = targets.aims.social
    found = combinations(parts, LOOSEST)
    none = np.array([len(part.tiers) for part in parts])
    for at in range(0, len(parts), 2):  # cases and amounts go together
        found = found[(found[:, at] == none[at]) == (found[:, at + 1] == none[at + 1])]
    score = np.minimum(points(parts, found), cap)
    total = aims.bonus * targets.firms
    most_generous = 0.7 * targets.count("social.charity.amount") / parts[5].tiers[0].at_least
    totals = [
        Total(score, total - 0.05, total + 0.05),
        exactly(found[:, 4] < none[4], targets.count("social.charity.firms")),
        exactly(found[:, 2] < none[2], aims.poverty_firms),
        Total(found[:, 5] == 0, 0, np.floor(most_generous)),
        Total(found[:, 0] < none[0], targets.firms - 2, targets.firms),
    ]
    natural = np.exp(-0.5 * found.sum(axis=1))
    everyone = [Interval(0.0, cap, targets.firms)]
    given = found[histogram(score, natural, everyone, totals, rng=rng, what="bonus")]
    return given[
        hand_out(-given[:, 0] * 2.0 - given[:, 1] * 2.0 - given[:, 2:].sum(axis=1), noisy(firms.size, 0.8, rng))
    ]


Totals = tuple[dict[str, int], dict[str, float]]


def _real_economy(targets: Targets) -> Totals:
    published = targets.published.count
    amounts = {kind: published[f"social.{name}.amount"].value for name, kind in FINANCED.items()}
    counted = {
        kind: int(published[f"social.{name}.cases"].value)
        for name, kind in FINANCED.items()
        if f"social.{name}.cases" in published
    }
    return counted | targets.aims.social.cases, amounts


def _poverty(targets: Targets) -> Totals:
    amounts = {
        name.removeprefix(POVERTY): figure.value
        for name, figure in targets.published.count.items()
        if name.startswith(POVERTY) and name != f"{POVERTY}amount"
    }
    share = np.sqrt(np.array(list(amounts.values())))
    cases = apportion(targets.aims.social.poverty_cases, share, low=1, what="贫困地区案例数")
    return dict(zip(amounts, cases.tolist(), strict=True)), amounts


def _charity(targets: Targets) -> Totals:
    kinds = targets.aims.social.charity_kinds
    share = np.array(list(kinds.values()))
    units = round(targets.count("social.charity.amount") / CHARITY_UNIT)
    cases = apportion(targets.aims.social.charity_cases, share).tolist()
    amounts = [number * CHARITY_UNIT for number in apportion(units, share).tolist()]
    return dict(zip(kinds, cases, strict=True)), dict(zip(kinds, amounts, strict=True))


def _part(
    firms: Firms,
    parts: tuple[Part, Part],
    grade: Ints,
    *,
    cases: Mapping[str, int],
    amounts: Mapping[str, float],
    unit: float,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Firms × kinds: numbers of cases, and amounts, that add up by kind and stay in each firm's tiers."""
    kinds = list(cases)
    active = grade[:, 0] < len(parts[0].tiers)
    weight = firms.size[:, None] ** 0.8 * np.exp(0.5 * rng.standard_normal((active.size, len(kinds)))) * active[:, None]
    total = np.array([cases[kind] for kind in kinds])
    units = np.array([round(amounts[kind] / unit) for kind in kinds])
    main = _main_kinds(units, active, rng)
    number = _shared(total, weight, main, weight > 0, tier_bounds(parts[0], grade[:, 0]))
    sums = _shared(units, weight * number, number > 0, number > 0, tier_bounds(parts[1], grade[:, 1], unit))
    firm, kind = np.nonzero(number)
    return pl.DataFrame(
        {
            "firm": firm,
            "part": np.repeat([str(parts[0].when["part"])], firm.size),
            "kind": np.array(kinds)[kind],
            "cases": number[firm, kind],
            "amount": np.round(sums[firm, kind] * unit, 4),
        }
    )


def _main_kinds(units: Ints, active: Bools, rng: np.random.Generator) -> Bools:
    """A main kind for every active firm, among those large enough to carry a firm's amount; shape (firms, kinds)."""
    share = units / units.sum()
    share = np.where(share >= MAIN_SHARE, share, 0.0)
    main = rng.choice(units.size, active.size, p=share / share.sum())
    found: Bools = (np.arange(units.size) == main[:, None]) & active[:, None]
    return found


def _shared(totals: Ints, weight: Floats, at_least_one: Bools, allowed: Bools, bounds: tuple[Ints, Ints]) -> Ints:
    """Whole numbers with given column totals and row bounds, nearest to the weights: a transport problem.

    Its matrix is totally unimodular, so the linear program has a whole-number solution.
    """
    firms, kinds = weight.shape
    wished = np.maximum(np.rint(totals * weight / weight.sum(axis=0)), at_least_one)
    rows = []
    for at in range(kinds):
        each = np.zeros(weight.shape)
        each[:, at] = 1.0
        rows.append(Row(each.ravel(), float(totals[at]), float(totals[at])))
    for at, (low, high) in enumerate(zip(*bounds, strict=True)):
        each = np.zeros(weight.shape)
        each[at] = 1.0
        rows.append(Row(each.ravel(), float(low), float(high)))
    found = nearest(
        wished.ravel(),
        rows,
        lower=at_least_one.astype(np.float64).ravel(),
        upper=np.where(allowed, float(totals.max()), 0.0).ravel(),
        weight=(1 / (1 + wished)).ravel(),
        integer=False,
        what="社会责任",
    )
    return np.rint(found).astype(np.int64).reshape(firms, kinds)
