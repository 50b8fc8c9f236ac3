"""What became of the records that decisions are about, once all rows together were judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from data_sources.corrections.decision import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.corrections.decision import Correction
    from data_sources.corrections.held import Held
    from data_sources.gathering import Gathering


def not_counting(
    held: Held, gathering: Gathering, kind: Literal["rejected", "excluded"]
) -> Iterator[tuple[Correction, str]]:
    """The decisions whose records do not count after them, each with the reason; not those that withdraw records.

    Args:
        held: the decisions about a source.
        gathering: the rows of the source, judged as a whole.
        kind: whether those that are bad, or those that are valid and out of scope. A record of which one row counts and
            its copies do not counts.
    """
    kept_out = _kept_out(held, gathering)
    for number, places in held.places.items():
        correction = held.corrections[number]
        found = [kept_out.get(place) for place in places]
        if correction.drops or number in held.refused or None in found:
            continue
        reasons = dict(reversed([one for one in found if one is not None]))
        if kind in reasons and (kind == "rejected" or "rejected" not in reasons):
            yield correction, reasons[kind]


def _kept_out(held: Held, gathering: Gathering) -> dict[Place, tuple[str, str]]:
    """Place of a row → why it does not count: kind and reason, the first that rejects it before others."""
    rows: dict[tuple[int, str, str], list[int]] = {}
    for places in held.places.values():
        for place in places:
            rows.setdefault(place[:3], []).append(place.row)
    found: dict[Place, tuple[str, str]] = {}
    for batch in gathering.batches:
        sheet = (batch.origin.part, batch.origin.file, batch.origin.sheet)
        if sheet not in rows or batch.kept_out.is_empty:
            continue
        lines = batch.kept_out.lazy().filter(pl.col("row").is_in(rows[sheet])).collect()
        for row, kind, column, reason in lines.select("row", "kind", "column", "reason").iter_rows():
            place = Place(*sheet, row)
            told = kind, f"{column}：{reason}" if column and column not in reason else reason
            if kind == "rejected" or place not in found:
                found[place] = told
    return found
