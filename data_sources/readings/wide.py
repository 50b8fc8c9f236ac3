"""Wide files of readings: one column per indicator, one row per firm, system and date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from data_sources.columns import metadata
from data_sources.headers import plain
from data_sources.quarantine import Findings
from data_sources.readings.names import names_of
from data_sources.readings.source import SOURCE, Reading
from data_sources.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.reading import Reading as Rows
    from indicator_tree.catalogue import Catalogue

_SHARED = ("firm", "system", "date")


def wide_source(catalogue: Catalogue) -> Source:
    """The contract of a wide file: firm, system and date as in a long one, and an optional column per indicator."""
    schema = Reading.to_schema().select_columns(list(_SHARED))
    counts = Counter(key for code in catalogue.leaves for key in {plain(name) for name in names_of(catalogue, code)})
    columns = {}
    for code in catalogue.leaves:
        own = [name for name in names_of(catalogue, code) if counts[plain(name)] == 1]
        columns[code] = pa.Column(
            pl.String,
            nullable=True,
            title=own[0],
            description=catalogue.indicator[code].meaning,
            metadata=metadata(example="", aliases=own[1:], optional=True),
        )
    return Source(SOURCE.name, SOURCE.title, schema.add_columns(columns), SOURCE.description, key=SOURCE.key)


def lengthened(rows: Rows, catalogue: Catalogue) -> Iterator[Rows]:
    """Of some rows of a wide file the readings of every indicator that they hold.

    Args:
        rows: read under the contract of `wide_source`.
        catalogue: names the indicators.

    Yields:
        the readings of an indicator as a long file has them, with what is already wrong with their rows noted.
    """
    raw = rows.findings.raw
    broken = rows.findings.rows(column="")
    for code in catalogue.leaves:
        if code not in rows.origin.headers:
            continue
        filled = raw[code].str.strip_chars().fill_null("") != ""
        if not filled.any():
            continue
        cells = raw.filter(filled).select(
            "_row",
            "firm",
            pl.lit(code).alias("indicator"),
            "system",
            "date",
            pl.col(code).alias("value"),
            pl.lit(None, dtype=pl.String).alias("text"),
        )
        findings = Findings(cells)
        findings.add("", broken.filter(filled), "这一行的格数多于表头，或夹着没有成对的引号")
        header = rows.origin.headers[code]
        origin = replace(rows.origin, headers={**rows.origin.headers, "value": header, "indicator": header})
        yield replace(rows, origin=origin, table=cells, findings=findings)
