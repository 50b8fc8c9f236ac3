"""The data dictionary spelled out, a table per source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.table import Table, label, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.source import Source


def dictionary_tables(sources: Sequence[Source], dictionary: pl.DataFrame) -> list[Table]:
    """One table per source, without the other headers by which a column is known (CSV and JSON have them)."""
    tables = []
    for source in sources:
        rows = dictionary.filter(pl.col("source") == source.name).iter_rows(named=True)
        tables.append(
            Table(
                title=f"{source.title}（{source.name}）：{source.description}",
                columns=(
                    label("表头"),
                    label("英文列名"),
                    label("类型"),
                    label("必填"),
                    text("说明、单位与可选值"),
                    text("示例"),
                ),
                rows=tuple(
                    (
                        row["header"],
                        row["column"],
                        row["type"],
                        "是" if row["required"] else "",
                        _meaning(row["description"], row["unit"], row["allowed"]),
                        row["example"],
                    )
                    for row in rows
                ),
            )
        )
    return tables


def _meaning(description: str, unit: str, allowed: str) -> str:
    more = [description] if description else []
    more += [f"单位：{unit}"] if unit else []
    more += [f"可选：{allowed}"] if allowed else []
    return "；".join(more)
