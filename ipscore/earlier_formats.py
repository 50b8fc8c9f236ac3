"""Runs of earlier formats, read as if they were of today's: the one place that knows how these were written.

`/1` called rows that are valid and out of scope `set_apart`, and knew no decisions about rejected rows. Runs of `/1`
and `/2` hold the numbers of the records behind the evidence (`evidence_records.parquet`), not what these say; they knew
no corrections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_FIRST = "/1"
_KINDS = {"set_apart": "excluded"}

_TITLES = {"firm_register": "证券公司名录", "readings": "运营指标读数"}

TABLES_SINCE_2 = ("intake",)
"""Tables that runs of the first format do not have."""
ENTRIES_SINCE_2 = ("format", "acceptance", "accepted", "rejected", "mapping", "remarks")
"""Entries of the manifest that the first format does not have, or that only it has."""


_WITHOUT_RECORDS = ("ipscore-run/1", "ipscore-run/2")


def is_without_records(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is of a format whose runs hold no records, only their numbers."""
    return manifest.get("format") in _WITHOUT_RECORDS


def is_first(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest is of the first format."""
    return str(manifest.get("format", "")).endswith(_FIRST)


def upgraded(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """A manifest of any format with the entries of today's; `format` stays as it was written."""
    if not is_first(manifest):
        return dict(manifest)
    inputs = manifest.get("inputs")
    entries = inputs if isinstance(inputs, list) else []
    renamed = [_renamed(entry) if isinstance(entry, dict) else entry for entry in entries]
    return {
        **manifest,
        **({} if inputs is None else {"inputs": renamed if isinstance(inputs, list) else inputs}),
        "accepted": [],
        "rejected": rejected_by_source(entry for entry in renamed if isinstance(entry, dict)),
        "remarks": [],
    }


def rejected_by_source(entries: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Source → rejected rows, of the sources that have any."""
    found: dict[str, int] = {}
    for entry in entries:
        if entry.get("rejected"):
            found[entry["source"]] = found.get(entry["source"], 0) + entry["rejected"]
    return found


def intake_of_first(manifest: Mapping[str, Any], titles: Mapping[str, str], scored: Collection[str]) -> pl.DataFrame:
    """The table `intake` of a run that has none.

    Args:
        manifest: of the run, upgraded.
        titles: of the sources that a run of an evaluation may have, by name, the register first.
        scored: those of them that the rules read; the register decides too.
    """
    from data_sources.records import FileIntake  # noqa: PLC0415  (loads what reads files)
    from scoring.intake import intake_by_source  # noqa: PLC0415

    entries = [
        FileIntake(
            file=str(entry["name"]),
            source=str(entry.get("source", "")),
            sheet=str(entry.get("sheet", "")),
            sha256=str(entry["sha256"]),
            read=int(entry.get("read", 0)),
            used=int(entry.get("used", 0)),
            rejected=int(entry.get("rejected", 0)),
            excluded=int(entry.get("excluded", 0)),
            corrected=int(entry.get("corrected", 0)),
            dropped=(),
            title=titles.get(entry.get("source", ""), _TITLES.get(entry.get("source", ""), "")),
        )
        for entry in manifest["inputs"]
    ]
    return intake_by_source(entries, titles.keys() - {next(iter(titles), ""), *scored})


def upgraded_quarantine(table: pl.LazyFrame) -> pl.LazyFrame:
    """A quarantine with today's names of what becomes of a row."""
    return table.with_columns(pl.col("kind").replace(_KINDS)) if "kind" in table.collect_schema() else table


def _renamed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {_KINDS.get(key, key): value for key, value in entry.items()}
