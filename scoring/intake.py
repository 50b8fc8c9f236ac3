"""What became of the rows of every source, for reports to state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.frames import INTAKE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from data_sources.records import FileIntake

_COUNTS = ("read", "used", "rejected", "excluded", "corrected")


def intake_by_source(entries: Iterable[FileIntake], unscored: Collection[str] = ()) -> pl.DataFrame:
    """A frame of the shape `INTAKE`: a row per source in the order of the entries; nothing is accepted yet.

    Args:
        entries: what became of every file or sheet.
        unscored: sources that decide no score.
    """
    titles: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = {}
    for entry in entries:
        titles.setdefault(entry.source, entry.title or entry.source)
        of_source = counts.setdefault(entry.source, dict.fromkeys(_COUNTS, 0))
        for name in _COUNTS:
            of_source[name] += getattr(entry, name)
    rows = [
        {"source": source, "title": titles[source], "scored": source not in unscored, **of_source, "accepted": 0}
        for source, of_source in counts.items()
    ]
    return pl.DataFrame(rows, schema=INTAKE)


def with_accepted(intake: pl.DataFrame, reasons: Mapping[str, str]) -> pl.DataFrame:
    """The same with the decisions to go on without the rejected rows of some sources.

    Args:
        intake: of the shape `INTAKE`.
        reasons: source → why; the decision is about all its rejected rows, or none is possible.
    """
    decided = pl.col("source").is_in(list(reasons))
    return intake.with_columns(
        accepted=pl.when(decided).then("rejected").otherwise(0),
        reason=pl.col("source").replace_strict(dict(reasons), default=None, return_dtype=pl.String),
    ).cast(INTAKE)
