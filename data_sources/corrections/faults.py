"""What is wrong with records as decisions want them, because of what the decisions say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from data_sources.corrections.contract import ADD, EMPTIED
from data_sources.corrections.decision import FIRM, NUMBER
from data_sources.corrections.renewed import added

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.corrections.decision import Correction
    from data_sources.source import Source
    from data_sources.typed_rows import Reading


def bad_values(reading: Reading, corrections: Sequence[Correction], source: Source) -> Iterator[tuple[Correction, str]]:
    """New values that are none; what was wrong before is left to the quarantine.

    Args:
        reading: the rows as they are to be.
        corrections: what is decided of each.
        source: whose they are.
    """
    told: set[tuple[int, str]] = set()
    wrong = reading.findings.found.filter(pl.col("kind").is_in(["rejected", "answer"]))
    for index, name, value, reason in wrong.select("index", "column", "value", "reason").iter_rows():
        correction = corrections[index]
        change = next((one for one in correction.changes if one.column == name), None)
        if (change is None and not correction.adds) or (index, name) in told:
            continue
        told.add((index, name))
        title = source.column(name).title if name else ""
        what = f"的{title}{f'“{value}”' if value else ''}" if title else ""
        place = (change or correction.first).place
        yield correction, f"{place}：{source.title} {correction.record_id}{what}：{reason}"


def too_early(reading: Reading, corrections: Sequence[Correction], source: Source) -> Iterator[str]:
    """Decisions that were taken before the date of their record; see `bad_values`."""
    if source.dated_by is None:
        return
    title = source.column(source.dated_by).title
    for correction, day in zip(corrections, reading.table[source.dated_by], strict=True):
        if day is not None and day > correction.decided_on:
            yield (
                f"{correction.first.place}：决定 {correction.decision} 的日期 {correction.decided_on} "
                f"早于{source.title} {correction.record_id}的{title} {day}"
            )


def tried(
    correction: Correction, record: Mapping[str, Any], source: Source, closed: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """What would be wrong with a record after its decision, as far as it can be told without its file.

    Args:
        correction: what is decided of it.
        record: its typed values by the English names of the source's columns.
        source: whose it is.
        closed: the values that closed columns allow.
    """
    texts = {name: written(value) for name, value in record.items() if value is not None and name not in (FIRM, NUMBER)}
    now: dict[str, str | None] = {**texts, **correction.news}
    changes = tuple(
        replace(correction.first, action=ADD, column=column.name, old=None, new=now.get(column.name))
        for column in source.columns
    )
    units = {change.column: change.unit for change in correction.changes if change.column and change.unit}
    reading = added([replace(correction, changes=changes)], source, closed, (0, "", ""), units)
    yield from (problem for _, problem in bad_values(reading, [correction], source))
    yield from too_early(reading, [correction], source)


def written(value: object) -> str:
    """A typed value as a decision writes it, in the unit of the contract."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return EMPTIED if value is None else str(value)
