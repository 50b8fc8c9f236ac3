"""Calls to the service numbers (2.1.1, pp. 6-7): three rounds, every firm once a round."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from indicator_tree.rules import PhoneCheckRule
from ipscore_demo.reconstruction.histogram import Total, exactly, histogram
from ipscore_demo.reconstruction.shapes import stream

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.aims import Phone
    from ipscore_demo.reconstruction.firms import Firms
    from ipscore_demo.reconstruction.solver import Ints
    from ipscore_demo.reconstruction.targets import Targets

STEPS = ("connected", "answered", "polite", "effective")


def phone_checks(targets: Targets, firms: Firms, seed: int, leaf: str = "2.1.1") -> pl.DataFrame:
    """One row per firm and round: record_id, firm_id, entity_id, round, called_on, called_at, coder and the four steps.

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
    calls = _rows(failed, [fault.step for fault in rule.fault], targets, firms, rng)
    return _with_hours(calls, targets.aims.phone, stream(seed, f"{leaf} hours"))


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


def phone_recodes(targets: Targets, calls: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Some calls judged again by another coder, who agrees but for one: record_id, firm_id, entity_id, coder, steps."""
    rng = stream(seed, "phone recodes")
    phone = targets.aims.phone
    rows = rng.choice(calls.height, round(phone.recoded_share * calls.height), replace=False)
    again = calls[np.sort(rows)].select("record_id", "firm_id", "entity_id", "coder", *STEPS)
    others = [phone.coders[phone.coders.index(coder) - 1] for coder in again["coder"]]
    faultless = again.select(pl.all_horizontal(STEPS)).to_series().arg_true()[0]
    differs = pl.int_range(pl.len()) == faultless
    return again.with_columns(
        pl.Series("coder", others),
        *(pl.when(differs).then(pl.lit(value)).otherwise(step).alias(step) for step, value in phone.differing.items()),
    )


def _with_hours(calls: pl.DataFrame, phone: Phone, rng: np.random.Generator) -> pl.DataFrame:
    """Hours at another part of the day in every round, and coders."""
    firm_ids = calls["firm_id"].unique().sort()
    turn = dict(zip(firm_ids, rng.permutation(firm_ids.len()).tolist(), strict=True))
    parts = len(phone.hours)
    hours = [
        int(rng.choice(phone.hours[(turn[firm] + at) % parts])) for firm, at in calls.select("firm_id", "round").rows()
    ]
    coders = rng.choice(phone.coders, calls.height)
    return calls.select(
        *("record_id", "firm_id", "entity_id", "round", "called_on"),
        pl.Series("called_at", hours, pl.Int64),
        pl.Series("coder", coders),
        *STEPS,
    )
