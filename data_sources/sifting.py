"""From typed rows to the records that count: firms resolved, rows outside the evaluation set apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.distinct import Distinct

if TYPE_CHECKING:
    from data_sources.names import FirmNames
    from data_sources.period import Period
    from data_sources.quarantine import Findings
    from data_sources.source import Source
    from data_sources.typed_rows import Reading


FIRM_IDS = ("entity_id", "firm_id")
"""The columns of records in which a firm stands: the one that the record names, and the evaluated one."""

_FOLLOWS = "同一编号的记录在它所对应的来源里不计，这里随之不计"


@dataclass(frozen=True)
class Standing:
    """The registered firms: their names, and where each stands in the evaluation (`population.firms_of`)."""

    names: FirmNames
    firms: pl.DataFrame


def columns_of_records(source: Source) -> list[str]:
    """The columns of a source's records: record_id, firm_id, entity_id and its own."""
    own = [column.name for column in source.columns if column.name not in {"record_id", "firm"}]
    return ["record_id", "firm_id", "entity_id", *own]


def sift(
    reading: Reading, source: Source, standing: Standing, period: Period | None, left_out: pl.Series | None = None
) -> pl.DataFrame:
    """Note what does not count.

    Args:
        reading: rows of the source.
        source: whose they are.
        standing: the registered firms.
        period: the evaluation period; None where no date is too early or too late.
        left_out: numbers of records that do not count in the source that this one follows.

    Returns:
        `columns_of_records`, one row per row of the reading; `FIRM_IDS` as places among the registered firms (pl.Enum).
    """
    findings = reading.findings
    firms = reading.firms or Distinct.of(reading.table["firm"])
    places, left_out_for = _firms(firms, standing, findings)
    table = _numbered(reading).hstack(places)
    sound = ~findings.rows("rejected")
    findings.add("firm", sound & firms.spread(left_out_for.texts.is_not_null()), left_out_for, "excluded")
    if source.dated_by and period is not None:
        outside = ~table[source.dated_by].is_between(*source.span(period))
        findings.add(source.dated_by, sound & outside, source.outside(period), "excluded")
    if left_out is not None:
        findings.add("record_id", sound & table["record_id"].is_in(left_out.implode()), _FOLLOWS, "excluded")
    return table.select(columns_of_records(source))


def as_texts(records: pl.DataFrame) -> pl.DataFrame:
    """Records with their firms' codes as text."""
    return records.with_columns(pl.col(FIRM_IDS).cast(pl.String))


def as_named(reading: Reading, source: Source) -> pl.DataFrame:
    """See `sift`, where there is no register: a record's firm is the text that names it, and every record counts."""
    firm = reading.table["firm"]
    named = _numbered(reading).with_columns(firm.alias("firm_id"), firm.alias("entity_id"))
    return named.select(columns_of_records(source))


def _numbered(reading: Reading) -> pl.DataFrame:
    """The rows, those of a source without numbers of its own numbered by where they stand."""
    if "record_id" in reading.table.columns:
        return reading.table
    place = pl.lit(reading.origin.place)
    return reading.table.with_columns(pl.format("{}#{}", place, reading.findings.raw["_row"]).alias("record_id"))


def _firms(distinct: Distinct, standing: Standing, findings: Findings) -> tuple[list[pl.Series], Distinct]:
    """entity_id (the registered firm that each cell names) and firm_id, and why the firm is not evaluated.

    Unknown names are noted with the likely ones.
    """
    known = standing.names.resolve(distinct.texts.drop_nulls())
    unknown = [text not in known if text is not None else False for text in distinct.texts]
    if any(unknown):
        reasons = [
            _unknown(standing.names, text) if bad else None for text, bad in zip(distinct.texts, unknown, strict=True)
        ]
        findings.add(
            "firm",
            distinct.spread(pl.Series(unknown, dtype=pl.Boolean)),
            distinct.read_as(pl.Series(reasons, dtype=pl.String)),
        )
    entities = pl.DataFrame({"entity_id": [known.get(text) for text in distinct.texts]}, {"entity_id": pl.String})
    firms = standing.firms.select(
        pl.col("firm_id").alias("entity_id"),
        pl.col("evaluated_as").alias("firm_id"),
        pl.when(pl.col("status") == "excluded").then("reason").alias("_reason"),
    )
    named = entities.join(firms, on="entity_id", how="left", maintain_order="left")
    places = pl.Enum(standing.firms["firm_id"])
    coded = named.select(pl.col(FIRM_IDS).cast(places)).get_columns()
    return [distinct.spread(column) for column in coded], distinct.read_as(named["_reason"])


def _unknown(names: FirmNames, name: str) -> str:
    alike = names.likely(name)
    hint = f"，是否指：{'、'.join(alike)}？" if alike else ""
    return f"{names.register}里没有这{names.words.measure}{names.words.noun}{hint}"
