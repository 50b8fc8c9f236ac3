"""Rows that were read, as frames that may be kept, and back.

Of a row that is no record only its number and the lines of the quarantine stay, of a bad record also the cell that
names its firm; of a sound row its values, and the cells that may yet be shown (firm, date, key) where they are written
otherwise than their values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import tally_of
from data_sources.masking import LIKELY_PERSONAL, mask
from data_sources.notations import is_judged, notations_of
from data_sources.quarantine import FINDINGS, Findings
from data_sources.source import blamed_for
from data_sources.typed_rows import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.origin import Origin
    from data_sources.source import Source

_FIRM = "firm"
_CELL = "_cell_"


def to_keep(reading: Reading, source: Source, closed: Mapping[str, Sequence[str]]) -> pl.DataFrame | None:
    """The rows of a reading that nothing was sifted from yet; None if there is personal data in them.

    Args:
        reading: the rows; what is wrong with them stands in `findings.found`.
        source: whose they are.
        closed: the columns of a closed vocabulary, whose values are nobody's.
    """
    sound = ~reading.findings.rows("rejected")
    raw = reading.findings.raw
    records = reading.findings.records
    if records is not None:
        sound = sound & records
        raw = raw.with_columns(pl.when(pl.lit(records)).then(_FIRM).alias(_FIRM)) if _FIRM in raw.columns else raw
    shown = _shown(source)
    kept = [raw["_row"], *(_only(reading.table[column.name], column, sound) for column in source.columns)]
    cells = [_only(raw[column.name], column, sound).cast(pl.String) for column in shown]
    frame = pl.DataFrame(kept).hstack([cell.alias(f"{_CELL}{cell.name}") for cell in cells])
    open_texts = [column.name for column in source.columns if column.kind == "text" and column.name not in closed]
    if any(_is_personal(frame[name]) for name in (*open_texts, f"{_CELL}{_FIRM}") if name in frame.columns):
        return None
    return frame.with_columns(
        pl.when(pl.col(_CELL + column.name).ne_missing(pl.col(column.name).cast(pl.String)))
        .then(pl.col(_CELL + column.name))
        .alias(_CELL + column.name)
        for column in shown
    )


def schema_kept(source: Source) -> pl.Schema:
    """The columns of `to_keep`."""
    types = {column.name: column.dtype for column in source.columns}
    cells = {_CELL + column.name: pl.String() for column in _shown(source)}
    return pl.Schema({"_row": pl.Int64(), **types, **cells})


def from_kept(frame: pl.DataFrame, found: pl.DataFrame | None, origin: Origin, source: Source) -> Reading:
    """The reading again; of the cells as typed only those that may yet be shown."""
    shown = {column.name for column in _shown(source)}
    cells = [
        _cells(frame, column.name) if column.name in shown else pl.lit(None, pl.String).alias(column.name)
        for column in source.columns
    ]
    raw = frame.select("_row", *cells)
    table = frame.select(column.name for column in source.columns)
    findings = Findings.again(raw, FINDINGS.to_frame() if found is None else found.match_to_schema(FINDINGS))
    findings.notations = notations_of(source, raw, table)
    lost = findings.answers().group_by("column", "value").len()
    counts = {name: dict(rows.select("value", "len").iter_rows()) for (name,), rows in lost.group_by("column")}
    asked = [column.name for column in source.columns if column.choice]
    return Reading(origin, table, findings, [tally_of(table[name], counts.get(name, {})) for name in asked])


def _cells(frame: pl.DataFrame, name: str) -> pl.Expr:
    """The cells of a column as typed; its values where every cell is written like its value."""
    value, cell = pl.col(name), _CELL + name
    return value if frame[cell].null_count() == frame.height else pl.coalesce(cell, value.cast(pl.String)).alias(name)


def _shown(source: Source) -> list[Column]:
    """The columns whose cells are looked at again, or shown as typed, if the row is found wanting after it was read."""
    names = {_FIRM, source.dated_by, *map(blamed_for, source.keys)}
    return [column for column in source.columns if column.name in names or is_judged(column.kind, column.measure)]


def _only(cells: pl.Series, column: Column, sound: pl.Series) -> pl.Series:
    """The cells of sound rows; of all rows where they name the firm."""
    if column.name == _FIRM or sound.all():
        return cells
    return cells.to_frame().select(pl.when(sound).then(pl.col(cells.name))).to_series()


def _is_personal(texts: pl.Series) -> bool:
    likely = texts.drop_nulls().unique()
    return any(mask(text) != text for text in likely.filter(likely.str.contains(LIKELY_PERSONAL)))
