"""Records that deductions count, and counts as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from scoring.evidence.cells import quantity
from scoring.evidence.conditions import (
    Behind,
    Count,
    Reduced,
    Table,
    Tables,
    as_evidence,
    asked,
    collected,
    insist_on_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.rules import Deduct
    from scoring.evidence.cells import Cells


def reduce_deductions(node: str, deductions: Sequence[Deduct], tables: Tables) -> Reduced:
    """Evidence of every deduction of a leaf: the records counted, those counted at a factor, and those not counted
    because a firm evaluated together reported the same event.
    """
    counts: list[Count] = []
    for deduct in deductions:
        parameter, factor = f"{node}.deduct.{deduct.id}", deduct.scaled
        insist_on_columns(
            tables, node, deduct.source, (*deduct.when, *deduct.same_event, *(factor.when if factor else ()))
        )
        whole = Count(node, parameter, deduct.source, deduct.label, (deduct.when,), same_event=deduct.same_event)
        if factor is None:
            counts.append(whole)
            continue
        at_factor = (deduct.when, factor.when)
        label = f"{deduct.label}（{factor.label}）"
        counts.append(whole._replace(unmet=(factor.when,)))
        counts.append(whole._replace(parameter=f"{parameter}.scaled", cause=label, met=at_factor))
    behind = [Behind(node, count.parameter, tables[count.source], count.met, count.unmet) for count in counts]
    return Reduced([], behind, counts)


def counted(counts: Sequence[Count], cells: Mapping[str, Cells]) -> list[Table]:
    """Evidence rows of everything that is counted; a firm without such a record has no row.

    An event that several registered firms of one evaluated firm have counts once: of the records that agree in its
    columns, the registered firm with the most counts; the rest is a row of its own. A firm's own repeated events all
    count.
    """
    rows: list[Table] = []
    for count in counts:
        of_source = cells[count.source]
        found = of_source.keys.meeting(of_source.whole, count.met, count.unmet)
        sums = found.group_by("firm_id").agg(quantity(count.measure).alias("quantity"))
        if count.same_event and (together := _evaluated_together(found)):
            again = _counted_again(of_source.records, count, together)
            less = sums.join(again, on="firm_id", how="left").with_columns(pl.col("again").fill_null(0))
            sums = less.select("firm_id", quantity=pl.col("quantity") - pl.col("again"))
            cause = f"{count.cause}：合并评价的公司同一事项，只计一次"
            left_out = count._replace(parameter=f"{count.parameter}.same_event", cause=cause)
            rows.append(_rows(again.rename({"again": "quantity"}), left_out))
        rows.append(_rows(sums, count))
    return rows


def _rows(sums: pl.DataFrame, count: Count) -> Table:
    return as_evidence(nw.from_native(sums.lazy()), count.node, count.parameter, count.source, count.cause)


def _evaluated_together(found: pl.DataFrame) -> list[str]:
    """The evaluated firms of which several registered ones have records."""
    entities = found.group_by("firm_id").agg(entities=pl.col("entity_id").n_unique())
    return entities.filter(pl.col("entities") > 1)["firm_id"].to_list()


def _counted_again(records: Table, count: Count, firms: Sequence[str]) -> pl.DataFrame:
    """firm_id and how many of its records, if any, are of an event that another registered firm has as often."""
    event = ["firm_id", *count.same_event]
    own = records.filter(nw.col("firm_id").is_in(firms), *asked(count.met, count.unmet))
    by_entity = own.group_by(*event, "entity_id").agg(n=nw.len())
    by_event = by_entity.group_by(*event).agg(reported=nw.col("n").sum(), counted=nw.col("n").max())
    sums = by_event.group_by("firm_id").agg(nw.col("reported").sum(), nw.col("counted").sum())
    again = sums.select("firm_id", again=nw.col("reported") - nw.col("counted"))
    return collected(again.filter(nw.col("again") > 0)).with_columns(pl.col("again").cast(pl.Float64))
