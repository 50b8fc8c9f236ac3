"""The quantities of evidence that a rulebook asks for, each with what it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.comparison.frames import QUANTITIES
from scoring.kinds.quantities import Definition, Quantity, conditions
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook

Asked = dict[Quantity, Definition]


def asked(rulebook: Rulebook) -> Asked:
    """Everything that a rulebook's leaves, its bonus and its rules on nodes ask for."""
    found: Asked = {}
    for node, rule in rulebook.rules.items():
        found |= dict(kind_of(rule).quantities(node, rule, rulebook))
    for node, own, over in rulebook.over_records:
        counts = (over.source, conditions(over.when), over.same_event)
        for key in (own.key(node), *([f"{own.key(node)}.same_event"] if over.same_event else [])):
            found[Quantity(node, key)] = counts
    return found


def same_leaves(before: Rulebook, now: Rulebook) -> frozenset[str]:
    """Leaves of both rulebooks by code and name, and `bonus` where both have one."""
    both = {at for at in before.leaves if at in now.leaves and before.indicator[at].name == now.indicator[at].name}
    return frozenset(both | ({"bonus"} if before.bonus and now.bonus else set()))


def same_ruled(before: Rulebook, now: Rulebook) -> frozenset[str]:
    """Nodes that are in both rulebooks by code and name, `base` and `total`, where either has rules on them."""
    ruled = {*before.ruled, *now.ruled}

    def name(book: Rulebook, node: str) -> str | None:
        return node if node in ("base", "total") else book.indicator[node].name if node in book.indicator else None

    return frozenset(node for node in ruled if name(before, node) is not None and name(before, node) == name(now, node))


def shared(before: Rulebook, now: Rulebook) -> frozenset[Quantity]:
    """The quantities of the same leaves, and of the same nodes with rules, that both rulebooks count alike."""
    leaves, old, new = same_leaves(before, now) | same_ruled(before, now), asked(before), asked(now)
    return frozenset(at for at in new if at.node in leaves and old.get(at) == new[at])


def unshared(before: Rulebook, now: Rulebook) -> pl.DataFrame:
    """The other quantities of the same leaves: a frame of the shape `QUANTITIES`, in the order of the rulebooks."""
    leaves, old, new = same_leaves(before, now) | same_ruled(before, now), asked(before), asked(now)
    rows = [
        (at.node, at.parameter, at.answer, "changed" if at in old and at in new else "new" if at in new else "gone")
        for at in dict.fromkeys((*new, *old))
        if at.node in leaves and old.get(at) != new.get(at)
    ]
    return pl.DataFrame(rows, schema=QUANTITIES, orient="row")


def mixed_evidence(rules: pl.DataFrame, records: pl.DataFrame, common: frozenset[Quantity]) -> pl.DataFrame:
    """Evidence for the rules of one year from the records of another.

    Args:
        rules: evidence of the year of the rules; of it remains what only its rulebook asks for.
        records: evidence of the year of the records; of it is taken what both ask for alike.
        common: the latter.
    """
    keys = pl.DataFrame(
        [(at.node, at.parameter, at.answer) for at in common],
        schema=dict.fromkeys(("node", "parameter", "answer"), pl.String),
        orient="row",
    )
    questions = keys.filter(pl.col("answer") != "")["parameter"].unique().to_list()
    answer = pl.when(pl.col("parameter").is_in(questions)).then("cause").otherwise(pl.lit("")).alias("answer")
    taken = records.with_columns(answer).join(keys, on=keys.columns, how="semi")
    kept = rules.with_columns(answer).join(keys, on=keys.columns, how="anti")
    return pl.concat([taken, kept]).drop("answer")
