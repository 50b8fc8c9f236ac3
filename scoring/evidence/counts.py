"""What is counted, as evidence: numbers of records and sums, and events that count once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from scoring.evidence.cells import FIRMS, Asked, Tally, tallied
from scoring.evidence.conditions import Count, Table, asked, collected
from scoring.frames import EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.evidence.cells import Cells


def counted(counts: Sequence[Count], cells: Mapping[str, Cells]) -> list[Table]:
    """Evidence rows of everything that is counted; a firm without such a record has no row.

    An event that several registered firms of one evaluated firm have counts once: of the records that agree in its
    columns, the registered firm with the most counts; the rest is a row of its own. A firm's own repeated events all
    count.
    """
    by_source: dict[str, list[Count]] = {}
    for count in counts:
        by_source.setdefault(count.source, []).append(count)
    asked = {source: [_asked(count, cells[source]) for count in own] for source, own in by_source.items()}
    sums = tallied(Tally(cells[source].whole.lazy(), ("firm_id",), each) for source, each in asked.items())
    return [
        row
        for each, (source, own) in zip(sums, by_source.items(), strict=True)
        for row in _rows(own, asked[source], each, cells[source])
    ]


def _asked(count: Count, cells: Cells) -> Asked:
    return Asked(cells.keys.meeting(count.met, count.unmet), count.measure)


def _rows(counts: Sequence[Count], asked: Sequence[Asked], sums: pl.DataFrame, cells: Cells) -> Iterator[Table]:
    """The rows of what is counted of one source."""
    again = [
        _counted_again(cells.records, counts[at], firms).select(
            pl.lit(at, sums.schema["asked"]).alias("asked"), pl.all()
        )
        for at, firms in _evaluated_together(counts, asked, cells)
    ]
    if again:
        left_out = pl.concat(again)
        yield _told(left_out.rename({"again": "quantity"}), [_left_out(count) for count in counts])
        less = sums.join(left_out, on=["asked", "firm_id"], how="left")
        sums = less.with_columns(quantity=pl.col("quantity") - pl.col("again").fill_null(0))
    yield _told(sums, counts)


def _left_out(count: Count) -> Count:
    """What is not counted, because it was counted before."""
    cause = f"{count.cause}：合并评价的公司同一事项，只计一次"
    return count._replace(parameter=f"{count.parameter}.same_event", cause=cause)


def _told(sums: pl.DataFrame, counts: Sequence[Count]) -> Table:
    """Rows from sums: asked (place among the counts), firm_id, quantity."""
    at = sums["asked"].to_numpy()
    names = {
        name: pl.Series([getattr(count, name) for count in counts])[at]
        for name in ("node", "parameter", "cause", "source")
    }
    rows = {"firm_id": sums["firm_id"], **names, "quantity": sums["quantity"], "weight": [None] * sums.height}
    return nw.from_native(pl.DataFrame(rows, EVIDENCE).lazy())


def _evaluated_together(
    counts: Sequence[Count], asked: Sequence[Asked], cells: Cells
) -> Iterator[tuple[int, list[str]]]:
    """Places of the counts of which an event counts once, and the firms of which several registered ones have any."""
    once = [at for at, count in enumerate(counts) if count.same_event]
    if not once:
        return
    [entities] = tallied([Tally(cells.whole.lazy(), FIRMS, [asked[at] for at in once])])
    several = entities.lazy().group_by("asked", "firm_id").len().filter(pl.col("len") > 1).collect()
    for place, at in enumerate(once):
        if firms := several["firm_id"].filter(several["asked"] == place).to_list():
            yield at, firms


def _counted_again(records: Table, count: Count, firms: Sequence[str]) -> pl.DataFrame:
    """firm_id and how many of its records, if any, are of an event that another registered firm has as often."""
    event = ["firm_id", *count.same_event]
    own = records.filter(nw.col("firm_id").is_in(firms), *asked(count.met, count.unmet))
    by_entity = own.group_by(*event, "entity_id").agg(n=nw.len())
    by_event = by_entity.group_by(*event).agg(reported=nw.col("n").sum(), counted=nw.col("n").max())
    sums = by_event.group_by("firm_id").agg(nw.col("reported").sum(), nw.col("counted").sum())
    again = sums.select(nw.col("firm_id").cast(nw.String), again=nw.col("reported") - nw.col("counted"))
    return collected(again.filter(nw.col("again") > 0)).with_columns(pl.col("again").cast(pl.Float64))
