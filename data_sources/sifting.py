"""From typed rows to the records that count: firms resolved, doubles and rows outside the evaluation sorted out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources import firm_register

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data_sources.intake import Period
    from data_sources.names import FirmNames
    from data_sources.quarantine import Findings
    from data_sources.reading import Reading
    from data_sources.source import Source


@dataclass(frozen=True)
class Standing:
    """The registered firms: their names, and where each stands in the evaluation (`population.firms_of`)."""

    names: FirmNames
    firms: pl.DataFrame


def sound_firms(reading: Reading) -> pl.DataFrame:
    """The sound rows of the firm register; a second row for the same code is rejected."""
    _reject_doubles(reading, reading.table, firm_register.SOURCE.key, firm_register.SOURCE)
    return reading.table.filter(~reading.findings.rows("rejected"))


def sift(
    reading: Reading,
    source: Source,
    standing: Standing,
    period: Period,
) -> pl.DataFrame:
    """Note what does not count, and return what does.

    Args:
        reading: the source's rows.
        source: whose they are.
        standing: the registered firms.
        period: the evaluation period.

    Returns:
        record_id, firm_id, entity_id and the source's own columns, by record_id.
    """
    findings = reading.findings
    table = reading.table.with_columns(_entities(reading.table["firm"], standing.names, findings).alias("entity_id"))
    if "record_id" in table.columns:
        _reject_doubles(reading, table, ["record_id"], source)
    else:
        table = table.with_columns(pl.format("{}#{}", reading.places, findings.raw["_row"]).alias("record_id"))
    if source.key:
        _reject_doubles(reading, table, source.key, source)
    table = table.join(
        standing.firms.select(
            pl.col("firm_id").alias("entity_id"),
            pl.col("evaluated_as").alias("firm_id"),
            pl.col("status").alias("_status"),
            pl.col("reason").alias("_reason"),
        ),
        on="entity_id",
        how="left",
        maintain_order="left",
    )
    sound = ~findings.rows("rejected")
    findings.add("firm", sound & (table["_status"] == "excluded"), table["_reason"], "set_apart")
    if source.dated_by:
        outside = ~table[source.dated_by].is_between(period.start, period.end)
        findings.add(source.dated_by, sound & outside, _outside(period.start, period.end), "set_apart")
    own = [column.name for column in source.columns if column.name not in {"record_id", "firm"}]
    return table.filter(~findings.rows()).select("record_id", "firm_id", "entity_id", *own).sort("record_id")


def _outside(start: date, end: date) -> str:
    return f"不在评价期内（{start} 至 {end}）"


def _entities(cells: pl.Series, names: FirmNames, findings: Findings) -> pl.Series:
    """The registered firm that each cell names; unknown names are noted with the likely ones."""
    distinct = cells.unique().drop_nulls().to_list()
    known = names.resolve(distinct)
    unknown = [name for name in distinct if name not in known]
    reasons = {name: _unknown(names.likely(name)) for name in unknown}
    if unknown:
        reason = cells.replace_strict(reasons, default=None, return_dtype=pl.String)
        findings.add("firm", cells.is_in(unknown), reason)
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def _unknown(alike: Sequence[str]) -> str:
    hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
    return f"证券公司名录里没有这家公司{hint}"


def _reject_doubles(reading: Reading, table: pl.DataFrame, key: Sequence[str], source: Source) -> None:
    """Reject every sound row but the first that shares its key; rows stand in the order of files and rows."""
    findings = reading.findings
    keyed = table.select(*key).with_row_index("at").with_columns((~findings.rows("rejected")).alias("ok"))
    ok = keyed.filter("ok")
    first = ok.group_by(key, maintain_order=True).agg(pl.col("at").first().alias("first"))
    double = keyed.join(first, on=list(key), how="left", maintain_order="left")
    later = double["ok"] & (double["at"] > double["first"])
    if not later.any():
        return
    named = "、".join("公司" if name == "entity_id" else source.column(name).title for name in key)
    column = "firm" if key[0] == "entity_id" else key[0]
    first_at = double["first"].fill_null(0)
    place, row = reading.places.gather(first_at), findings.raw["_row"].gather(first_at)
    reason = pl.select(pl.format(f"{named}重复：与 {{}} 第 {{}} 行相同，以先出现的为准", place, row)).to_series()
    findings.add(column, later, reason)
