"""Calls to the service numbers (2.1.1, pp. 6-7): three rounds, every firm once a round."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from data_sources.reconstruction.histogram import Total, exactly, histogram
from data_sources.reconstruction.shapes import stream
from indicator_tree.rules import PhoneCheckRule

if TYPE_CHECKING:
    from data_sources.reconstruction.firms import Firms
    from data_sources.reconstruction.solver import Ints
    from data_sources.reconstruction.targets import Targets

STEPS = ("connected", "answered", "polite", "effective")


def phone_checks(targets: Targets, firms: Firms, seed: int, leaf: str = "2.1.1") -> pl.DataFrame:
    """One row per firm and round: record_id, firm_id, entity_id, round, called_on and the four steps.

    The published faults come out; those that the report does not list are added as the lightest fault.
    """
    rng = stream(seed, leaf)
    rule = targets.rulebook.indicator[leaf].rule
    assert isinstance(rule, PhoneCheckRule)
    points = np.array([0.0, *(fault.points for fault in rule.fault)])
    # A pattern is what went wrong in each round: 0 nothing, else the number of the fault.
    patterns = np.array(list(combinations_with_replacement(range(len(points)), rule.rounds.count)))
    score = np.maximum(targets.full - points[patterns].sum(axis=1), targets.rulebook.scale.floor)
    happened = np.array([(patterns == at + 1).sum(axis=1) for at in range(len(rule.fault))])
    totals = [Total(score, *targets.sum_range(leaf))]
    for at, fault in enumerate(rule.fault):
        figure = targets.published.count[f"phone.{fault.id}"]
        totals.append(
            exactly(happened[at], figure.value) if figure.reproducible else Total(happened[at], figure.value, np.inf)
        )
    natural = 0.05 ** (patterns > 0).sum(axis=1)
    found = patterns[histogram(score, natural, targets.bands(leaf, whole=True), totals, rng=rng, what=leaf)]
    failed = rng.permuted(found[rng.permutation(len(found))], axis=1)
    return _rows(failed, [fault.step for fault in rule.fault], targets, firms, rng)


def _rows(
    failed: Ints, fault_steps: list[str], targets: Targets, firms: Firms, rng: np.random.Generator
) -> pl.DataFrame:
    count, rounds = failed.shape
    at_step = np.array([len(STEPS), *(STEPS.index(step) for step in fault_steps)])[failed.ravel()]
    days = [rng.choice(np.array(targets.aims.phone.rounds[at], dtype="datetime64[D]"), count) for at in range(rounds)]
    frame = pl.DataFrame(
        {
            "firm_id": np.repeat(firms.ids, rounds),
            "entity_id": np.repeat(firms.ids, rounds),
            "round": np.tile(np.arange(1, rounds + 1), count),
            "called_on": np.stack(days, axis=1).ravel(),
            "failed": at_step,
        }
    )
    return (
        frame.with_columns(
            pl.when(pl.col("failed") >= at).then(pl.col("failed") > at).alias(step) for at, step in enumerate(STEPS)
        )
        .sort("round", "called_on", "firm_id")
        .with_row_index("n", offset=1)
        .select(
            pl.format("BC2017{}", pl.col("n").cast(pl.String).str.zfill(4)).alias("record_id"),
            "firm_id",
            "entity_id",
            pl.col("round").cast(pl.Int64),
            "called_on",
            *STEPS,
        )
    )
