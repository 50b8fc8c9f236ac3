"""What the evidence of a run tells of each record: under which parameters it counts, and what is left without it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from indicator_tree.rules import AnswersRule, NormalisedRule, PhoneCheckRule, RateRule, ScaleRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

Effect = Literal["one", "event", "all", "unknown"]
"""What a parameter's quantity is without a record: one less; one less unless a firm evaluated together has the same
event; nothing, if it was the last one, else unknown; or unknown from the evidence alone."""

_BESIDE = {"rate": "received", "answers": "answers", "phone_check": "rounds", "normalised": "figures"}
_PARAMETERS = pl.Schema(dict.fromkeys(("node", "parameter", "source", "effect"), pl.String))
TRACES = pl.Schema(dict.fromkeys(("firm_id", "source", "record_id", "node", "parameter", "effect"), pl.String))


def traces(evaluation: Evaluation) -> pl.DataFrame:
    """One row per record and parameter under which it counts, of the shape `TRACES`.

    Of a handling rate these are the records not done in time, and those of which other evidence shows that they are
    among the received. Records that no evidence names (answers, complaints that were handled in time and are deducted
    nowhere) are not there.
    """
    rulebook = evaluation.rulebook
    parameters = pl.DataFrame(list(_parameters(rulebook)), schema=_PARAMETERS, orient="row")
    behind = evaluation.evidence_records.join(parameters.lazy(), on=["node", "parameter"]).collect()
    merged = evaluation.evidence.filter(pl.col("parameter").str.ends_with(".same_event")).select(
        "firm_id", "node", pl.col("parameter").str.strip_suffix(".same_event"), merged=pl.lit(value=True)
    )
    alone = (pl.col("effect") == "event") & pl.col("merged").is_null()
    named = behind.join(merged, on=["firm_id", "node", "parameter"], how="left").with_columns(
        effect=pl.when(alone).then(pl.lit("one")).otherwise("effect")
    )
    told = named.select(TRACES.names())
    return pl.concat([told, *_beside(told, rulebook)]).sort(TRACES.names())


def _beside(told: pl.DataFrame, rulebook: Rulebook) -> Iterator[pl.DataFrame]:
    """What rules read of the records of a source without naming each.

    A rate's `received` counts those surely that are not done, and all if every record of the source counts. Whether
    answers, rounds of phone checks and figures rest on a record the evidence does not tell.
    """
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        if not isinstance(rule, RateRule | AnswersRule | PhoneCheckRule | NormalisedRule):
            continue
        sure = pl.lit(value=False)
        if isinstance(rule, RateRule):
            not_done = told.filter(pl.col("parameter") == f"{node}.done")["record_id"]
            sure = pl.col("record_id").is_in(not_done.implode()) if rule.when else pl.lit(value=True)
        known = told.filter(pl.col("source") == rule.source).select("firm_id", "source", "record_id").unique()
        yield known.select(
            "firm_id",
            "source",
            "record_id",
            pl.lit(node).alias("node"),
            pl.lit(f"{node}.{_BESIDE[rule.kind]}").alias("parameter"),
            pl.when(sure).then(pl.lit("one")).otherwise(pl.lit("unknown")).alias("effect"),
        )


def _parameters(rulebook: Rulebook) -> Iterator[tuple[str, str, str, Effect]]:
    """Every parameter that names records: node, parameter, source, effect."""
    for node in rulebook.leaves:
        rule = rulebook.indicator[node].rule
        for deduct in rulebook.deductions(node):
            effect: Effect = "event" if deduct.same_event else "one"
            for key in (f"{node}.deduct.{deduct.id}", f"{node}.deduct.{deduct.id}.scaled"):
                yield node, key, deduct.source, effect
        match rule:
            case RateRule():
                yield node, f"{node}.done", rule.source, "one"
            case ScaleRule():
                yield node, f"{node}.ratio", rule.source, "all"
            case NormalisedRule():
                yield node, f"{node}.value", rule.source, "unknown"
            case PhoneCheckRule():
                for fault in rule.fault:
                    yield node, f"{node}.fault.{fault.id}", rule.source, "unknown"
            case _:
                pass
    for node, part in rulebook.parts:
        yield node, f"{node}.part.{part.id}", part.source, "one" if part.measure == "records" else "all"
