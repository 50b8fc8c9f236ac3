"""The rows of all sheets that hold one source, read in order and gathered: the one loop over rows.

What is read in place (`bulk/`), and long sheets of readings, have ways of their own for canonical rows; what is not
canonical goes the way of all others there, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.ahead import ahead
from data_sources.errors import RegisterError
from data_sources.gathering import Gathering
from data_sources.reading import read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import polars as pl

    from data_sources.corrections.held import Held
    from data_sources.meter import Meter
    from data_sources.origin import Origin
    from data_sources.parts import Part
    from data_sources.register import Register
    from data_sources.spill import Spill
    from data_sources.typed_rows import Reading

    Closed = Mapping[str, Sequence[str]]


def gather(
    parts: Sequence[Part],
    gathering: Gathering,
    closed: Closed,
    records_of: Callable[[Reading], pl.DataFrame],
    meter: Meter | None = None,
    *,
    held: Held | None = None,
) -> None:
    """Read all sheets of the source of a gathering.

    Args:
        parts: sheets, of other sources too.
        gathering: takes in the rows, and judges them when all were read.
        closed: the values that closed columns allow.
        records_of: what rows hand over, having noted what does not count.
        meter: told of every batch.
        held: holds back the rows that decisions are about, which are gathered after all others.

    Raises:
        IntakeError: a file cannot be read to its end, or too many answers are unrecognised.
    """
    for number, part in enumerate(parts):
        if part.source is gathering.source:
            for reading in part.tell(meter, _readings(part, part.origin(number), closed), lambda one: one.table.height):
                rest = reading if held is None else held.part(reading)
                gathering.add(rest, records_of(rest))
    for reading in () if held is None else held.settled():
        gathering.add(reading, records_of(reading))
    gathering.judge_as_a_whole()
    gathering.stop_if_unrecognised()


def gather_register(
    parts: Sequence[Part], register: Register, spill: Spill, closed: Closed, meter: Meter | None = None
) -> tuple[Gathering, pl.DataFrame]:
    """Read the sheets of a register: what became of their rows, and the rows that count.

    Raises:
        RegisterError: none does.
    """
    source = register.source
    gathering = Gathering(source, [column.name for column in source.columns], spill)
    gather(parts, gathering, closed, lambda reading: reading.table, meter)
    rows = register.rows(gathering.records().collect())
    if rows.is_empty():
        raise RegisterError(f"{source.title}里没有一行可用：{gathering.first_reasons()}")
    return gathering, rows


def _readings(part: Part, origin: Origin, closed: Closed) -> Iterator[Reading]:
    """The rows of a sheet, batch by batch: from the copy if there is one, else read, and kept if a copy is made."""
    if part.copied is not None:
        yield from part.copied.readings(part.source, origin)
        return
    for reading in ahead(lambda rows: read_rows(part, origin, rows, closed), part.rows()):
        if part.making is not None:
            part.making.add(reading)
        yield reading
    if part.making is not None:
        part.making.end()
