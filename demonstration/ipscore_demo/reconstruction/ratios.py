"""Risk control ratios, inverted from the piecewise scales of the rulebook (4.1.1-4.2.3, pp. 26-30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import ScaleRule
from ipscore_demo.reconstruction.shapes import Interval, noisy, spread, stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.solver import Floats
    from ipscore_demo.reconstruction.targets import Targets

BEYOND = (1.05, 1.6)  # how far past a limit the worst firms lie, as a multiple of it
LOWEST = 0.5  # points; no firm short of a limit scores less


def annual_ratios(targets: Targets, firms: Firms, seed: int) -> pl.DataFrame:
    """One row per firm and ratio: record_id, firm_id, entity_id, ratio, numerator, denominator, as_of.

    Amounts are in 10,000 yuan with two decimals.
    """
    capital_rng = stream(seed, "net capital")
    capital = (
        targets.aims.ratios.net_capital * firms.size**0.9 * np.exp(0.2 * capital_rng.standard_normal(targets.firms))
    )
    pieces = []
    for leaf in targets.rulebook.leaves:
        rule = targets.rulebook.indicator[leaf].rule
        if isinstance(rule, ScaleRule):
            rng = stream(seed, leaf)
            ratio = ratios(targets, leaf, rule, firms.size, rng)
            below = np.round(_denominator(rule, ratio, capital, rng), 2)
            pieces.append(
                pl.DataFrame(
                    {
                        "firm_id": firms.ids,
                        "entity_id": firms.ids,
                        "ratio": [rule.ratio] * targets.firms,
                        "numerator": np.round(ratio * below, 2),
                        "denominator": below,
                        "as_of": [targets.rulebook.period.end] * targets.firms,
                    }
                )
            )
    frame = pl.concat(pieces)
    return frame.with_row_index("n", offset=1).select(
        pl.format("FK2017{}", pl.col("n").cast(pl.String).str.zfill(4)).alias("record_id"), *frame.columns
    )


def ratios(targets: Targets, leaf: str, rule: ScaleRule, size: Floats, rng: np.random.Generator) -> Floats:
    """The ratio of each firm, as a fraction."""
    score = spread(within(targets, leaf, rule), targets.mean(leaf) * targets.firms, rng, leaf)
    knots = sorted((knot.score, knot.ratio) for knot in rule.knot)
    found = np.interp(score, [each[0] for each in knots], [each[1] for each in knots])
    worst = score <= (rule.limit.score or 0.0)
    found[worst] = rule.limit.value * rng.uniform(*BEYOND, int(worst.sum()))
    return found[rng.permutation(size.size)] if rule.direction == "higher_is_better" else _by_size(found, size, rng)


def _by_size(found: Floats, size: Floats, rng: np.random.Generator) -> Floats:
    """Larger firms hold less of any one security against their capital."""
    given = np.empty_like(found)
    given[np.argsort(noisy(size, 0.3, rng), kind="stable")] = np.sort(found)[::-1]
    return given


def within(targets: Targets, leaf: str, rule: ScaleRule) -> list[Interval]:
    """Where firms score: the published bands, cut further where the report counts firms past a ratio."""
    edge = targets.aims.means.edge
    counts = targets.published.node[leaf].bands or ()
    edges = targets.rulebook.band_set(leaf).edges
    below = {limit: sum(counts[at + 1 :]) for at, limit in enumerate(edges) if limit > 0}
    for threshold in targets.aims.ratios.riskier.get(leaf, ()):
        firms = threshold.firms
        if firms is None:
            firms = int(sum(targets.count(name) for name in threshold.counts))
        below[_score(rule, threshold.ratio)] = firms
    marks = sorted(below)
    found = [Interval(marks[-1] + edge, targets.full, targets.firms - below[marks[-1]])]
    for low, high in zip(reversed(marks[:-1]), reversed(marks[1:]), strict=True):
        found.append(Interval(low + edge, high - edge, below[high] - below[low]))
    floor = rule.limit.score or 0.0
    last = below[marks[0]]
    found.append(Interval(floor, floor, last) if marks[0] <= floor else Interval(floor + LOWEST, marks[0] - edge, last))
    return [each for each in found if each.firms]


def _score(rule: ScaleRule, ratio: float) -> float:
    return float(np.interp(ratio, [knot.ratio for knot in rule.knot], [knot.score for knot in rule.knot]))


def _denominator(rule: ScaleRule, ratio: Floats, capital: Floats, rng: np.random.Generator) -> Floats:
    """Net capital where it is the denominator; else assets or the market value of a security."""
    if rule.direction == "higher_is_better":
        return capital * rng.uniform(0.75, 0.98, ratio.size) / ratio
    if "市值" in rule.ratio:
        result: Floats = np.exp(rng.normal(14.0, 0.8, ratio.size))
        return result
    return capital
