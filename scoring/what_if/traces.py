"""What the evidence of a run tells of each record: under which parameters it counts, and what is left without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from scoring.evaluation import Evaluation

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
    for node, rule in rulebook.rules.items():
        if (beside := kind_of(rule).beside(node, rule)) is None:
            continue
        sure = pl.lit(value=beside.every)
        if not beside.every and beside.shown_by is not None:
            named = told.filter(pl.col("parameter") == beside.shown_by)["record_id"]
            sure = pl.col("record_id").is_in(named.implode())
        known = told.filter(pl.col("source") == beside.source).select("firm_id", "source", "record_id").unique()
        yield known.select(
            "firm_id",
            "source",
            "record_id",
            pl.lit(node).alias("node"),
            pl.lit(beside.parameter).alias("parameter"),
            pl.when(sure).then(pl.lit("one")).otherwise(pl.lit("unknown")).alias("effect"),
        )


def _parameters(rulebook: Rulebook) -> Iterator[tuple[str, str, str, str]]:
    """Every parameter that names records: node, parameter, source, effect."""
    for node, rule in rulebook.rules.items():
        for trace in kind_of(rule).traces(node, rule):
            yield node, *trace
    for node, own, over in rulebook.over_records:
        yield node, own.key(node), over.source, "event" if over.same_event else "one"
