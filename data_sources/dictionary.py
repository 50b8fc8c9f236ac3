"""The data dictionary: what every column of every source means, derived from the contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.columns import KIND_TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.columns import Column
    from data_sources.source import Source, Vocabulary

_YEAR = "2017"
"""The year in which the contracts give their examples of days and numbers."""

_SCHEMA = pl.Schema(
    {
        "source": pl.String(),
        "column": pl.String(),
        "header": pl.String(),
        "type": pl.String(),
        "required": pl.Boolean(),
        "unit": pl.String(),
        "allowed": pl.String(),
        "example": pl.String(),
        "description": pl.String(),
        "aliases": pl.String(),
    }
)


def data_dictionary(sources: Sequence[Source], vocabulary: Vocabulary, year: int = int(_YEAR)) -> pl.DataFrame:
    """One row per column of every source, in the order of the templates.

    Returns:
        source, column (English name), header (Chinese), type (Chinese), required (whether an empty cell rejects the
        row), unit, allowed (closed values joined by 、; empty if open), example, description, aliases (joined by 、).

    Raises:
        VocabularyError: the vocabulary names a column that a source does not have.
    """
    rows = [
        (
            source.name,
            column.name,
            column.title,
            KIND_TITLES[column.kind],
            column.required,
            column.unit,
            "、".join(closed.get(column.name, ())),
            example(column, closed.get(column.name, ()), year),
            column.description,
            "、".join(column.aliases),
        )
        for source in sources
        for closed in [source.allowed(vocabulary)]
        for column in source.columns
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def example(column: Column, allowed: Sequence[str], year: int) -> str:
    """An example of a cell that the vocabulary allows, in the evaluated year."""
    if allowed and column.example not in allowed:
        return allowed[0]
    return column.example.replace(_YEAR, str(year)) if column.kind in ("date", "identifier") else column.example
