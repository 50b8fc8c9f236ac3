"""Which evidence decisions touch, found by counting every record by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from scoring.corrections.frames import DECIDED, TOUCHED
from scoring.leaf_scores import only
from scoring.reducing import reduce_rows
from scoring.survey_wave import SOURCE as RESPONSES
from scoring.what_if.counting import reading, sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.corrections.applied import Corrections
    from indicator_tree import Rulebook

_MARK = "\x1f"
_SAYS = ["node", "parameter", "cause", "quantity"]


def touched_evidence(
    corrections: Corrections,
    tables: Mapping[str, Any],
    rulebook: Rulebook,
    responses_before: pl.LazyFrame | None = None,
) -> pl.DataFrame:
    """The evidence that changed because of decisions, of the shape `TOUCHED`.

    Args:
        corrections: what was applied.
        tables: source → the records that count now, a lazy frame of any engine; of responses those that are accepted.
        rulebook: what is counted.
        responses_before: the responses that were accepted before, where any are corrected.
    """
    decided = corrections.applied.select("source", "record_id", "decision").unique()
    nodes = reading(decided["source"].unique(), rulebook)
    if not nodes:
        return TOUCHED.to_frame()
    book = only(rulebook, nodes)
    wanted = {source for node in nodes for source in sources_of(node, rulebook)} & tables.keys()
    ids = {source: decided.filter(source=source)["record_id"] for source in wanted}
    now = {source: _among(tables[source], ids[source]) for source in wanted}
    before = {
        source: corrections.before[source] if source in corrections.before else frame.clear()
        for source, frame in now.items()
    }
    if responses_before is not None and RESPONSES in now:
        before[RESPONSES] = _among(responses_before, ids[RESPONSES])
    was, counts = (_evidence_of_each(frames, book) for frames in (before, now))
    key = ["source", "record_id", "firm_id", *_SAYS]
    changed = pl.concat(
        [was.join(counts, on=key, how="anti", nulls_equal=True), counts.join(was, on=key, how="anti", nulls_equal=True)]
    )
    return (
        changed.join(decided, on=["source", "record_id"], maintain_order="left")
        .select(TOUCHED.names())
        .unique()
        .sort(TOUCHED.names())
        .cast(TOUCHED)
    )


def with_nodes(corrections: Corrections, touched: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """What was applied, with the nodes that it touches: `DECIDED`."""
    order = {node: place for place, node in enumerate((*rulebook.leaves, "bonus", *rulebook.ruled))}
    nodes = (
        touched.select("source", "record_id", "node")
        .unique()
        .sort(pl.col("node").replace_strict(order, default=len(order), return_dtype=pl.Int64), "node")
        .group_by("source", "record_id", maintain_order=True)
        .agg(nodes=pl.col("node").str.join("、"))
    )
    return (
        corrections.applied.join(nodes, on=["source", "record_id"], how="left", maintain_order="left")
        .with_columns(pl.col("nodes").fill_null(""))
        .select(DECIDED.names())
        .cast(DECIDED)
    )


def _among(table: Any, ids: pl.Series) -> pl.DataFrame:
    """The records of some numbers, in this process, with texts for places in an enumeration."""
    frame = nw.from_native(table).lazy().filter(nw.col("record_id").is_in(ids.to_list()))
    found: pl.DataFrame = frame.collect("polars").to_native()
    return found.with_columns(pl.selectors.enum().cast(pl.String))


def _evidence_of_each(frames: Mapping[str, pl.DataFrame], book: Rulebook) -> pl.DataFrame:
    """The evidence of every record by itself: source, record_id, firm_id and `_SAYS`.

    Evidence of one firm depends on no other firm's records, so every record is counted for a firm of its own.
    """
    own = pl.format(f"{{}}{_MARK}{{}}", "record_id", "firm_id")
    alone = {
        source: frame.lazy().with_columns(
            firm_id=own,
            entity_id=pl.when(pl.col("entity_id") == pl.col("firm_id")).then(own).otherwise("entity_id"),
        )
        for source, frame in frames.items()
    }
    rows = reduce_rows(alone, book)
    parts = pl.col("firm_id").str.splitn(_MARK, 2)
    return rows.with_columns(record_id=parts.struct.field("field_0"), firm_id=parts.struct.field("field_1")).select(
        "source", "record_id", "firm_id", *_SAYS
    )
