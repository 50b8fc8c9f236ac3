"""The records behind the evidence, listed: millions of rows that say little more than their own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from scoring.evidence.conditions import collected
from scoring.frames import EVIDENCE_RECORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.evidence.conditions import Behind

_CODE = pl.UInt32


def list_records(found: Sequence[Behind]) -> pl.DataFrame:
    """All records, of the shape `EVIDENCE_RECORDS`, sorted by all columns.

    Firms, nodes and parameters are few: they are sorted by themselves, and rows by the places that they take. Comparing
    millions of rows text by text takes some ten times as long.
    """
    if not found:
        return EVIDENCE_RECORDS.to_frame()
    order = sorted(range(len(found)), key=lambda at: (found[at].node, found[at].parameter))
    places = {at: place for place, at in enumerate(order)}
    numbered = [
        behind.table.select("firm_id", "record_id", nw.lit(places[at], dtype=nw.Int64).alias("place"))
        for at, behind in enumerate(found)
    ]
    rows = collected(nw.concat(numbered, how="vertical"))
    firms = rows["firm_id"].unique().sort()
    firm = pl.col("firm_id").cast(pl.Enum(firms)).to_physical().cast(_CODE)
    coded = rows.select("record_id", code=firm * len(order) + pl.col("place").cast(_CODE))
    del rows
    coded = coded.sort("record_id").sort("code", maintain_order=True)
    groups = pl.DataFrame([(found[at].node, found[at].parameter) for at in order], ["node", "parameter"], orient="row")
    of_firm, of_group = coded["code"] // len(order), coded["code"] % len(order)
    return pl.DataFrame(
        [firms.gather(of_firm), *groups[of_group].get_columns(), coded["record_id"]], schema=EVIDENCE_RECORDS
    )
