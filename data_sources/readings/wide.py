"""Wide files of readings: one column per indicator, one row per firm, system and date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.columns import column
from data_sources.header_texts import header_key, unit_in
from data_sources.quarantine import Findings
from data_sources.readings.names import names_of
from data_sources.readings.source import SOURCE, Reading
from data_sources.source import Source
from data_sources.units import factor_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.typed_rows import Reading as Rows
    from indicator_tree.catalogue import Catalogue, CatalogueNode

_SHARED = ("firm", "system", "date")
_BARE = r"^\s*[+-]?[0-9][0-9,.]*\s*$"


def wide_source(catalogue: Catalogue) -> Source:
    """The contract of a wide file: firm, system and date as in a long one, and an optional column per indicator."""
    shared = [each for each in Reading.columns() if each.name in _SHARED]
    counts = Counter(
        key for code in catalogue.leaves for key in {header_key(name) for name in names_of(catalogue, code)}
    )
    columns = []
    for code in catalogue.leaves:
        own = [name for name in names_of(catalogue, code) if counts[header_key(name)] == 1]
        said = column(
            own[0],
            catalogue.indicator[code].meaning,
            example="",
            aliases=own[1:],
            optional=True,
            unit=_unit(catalogue.indicator[code]),
        )
        columns.append(replace(said, name=code))
    return Source(SOURCE.name, SOURCE.title, (*shared, *columns), SOURCE.description, key=SOURCE.key)


def _unit(node: CatalogueNode) -> str:
    """The unit of an indicator that is a quantity; else empty."""
    return (node.unit or "") if node.kind in ("count", "number", "amount", "ratio", "seconds") else ""


def lengthened(rows: Rows, catalogue: Catalogue) -> Iterator[Rows]:
    """Of some rows of a wide file the readings of every indicator that they hold.

    Args:
        rows: read under the contract of `wide_source`.
        catalogue: names the indicators.

    Yields:
        the readings of an indicator as a long file has them, with what is already wrong with their rows noted.
    """
    raw = rows.findings.raw
    broken = rows.findings.rows("rejected", column="")
    records = rows.findings.records
    for code in catalogue.leaves:
        if code not in rows.origin.headers:
            continue
        filled = raw[code].str.strip_chars().fill_null("") != ""
        filled = filled if records is None else filled & records
        if not filled.any():
            continue
        cells = (
            raw.with_columns(_in_unit(code, rows.origin.headers[code], catalogue))
            .filter(filled)
            .select(
                "_row",
                "firm",
                pl.lit(code).alias("indicator"),
                "system",
                "date",
                pl.col(code).alias("value"),
                pl.lit(None, dtype=pl.String).alias("text"),
            )
        )
        findings = Findings(cells)
        findings.add("", broken.filter(filled), "这一行的格数多于表头，或夹着没有成对的引号")
        for blamed, name in (*((name, name) for name in _SHARED), (code, "value")):
            _repeat(rows.findings.found, blamed, filled, name, findings)
        header = rows.origin.headers[code]
        origin = replace(rows.origin, headers={**rows.origin.headers, "value": header, "indicator": header})
        yield replace(rows, origin=origin, table=cells, findings=findings)


def _in_unit(code: str, header: str, catalogue: Catalogue) -> pl.Expr:
    """The cells of an indicator, each with the unit that the header says where it says another than the catalogue."""
    said, wanted = unit_in(header), _unit(catalogue.indicator[code])
    if not said or not wanted or factor_between(said, wanted) == 1:
        return pl.col(code)
    bare = pl.col(code).str.contains(_BARE)
    return pl.when(bare).then(pl.col(code) + said).otherwise(pl.col(code)).alias(code)


def _repeat(found: pl.DataFrame, column: str, filled: pl.Series, name: str, findings: Findings) -> None:
    """Note of readings what is already noted of a column of their rows."""
    own = found.filter((pl.col("column") == column) & (pl.col("kind") == "rejected")).unique("index")
    if own.is_empty():
        return
    reasons = pl.repeat(None, len(filled), dtype=pl.String, eager=True).scatter(own["index"], own["reason"])
    reasons = reasons.filter(filled)
    findings.add(name, reasons.is_not_null(), reasons)
