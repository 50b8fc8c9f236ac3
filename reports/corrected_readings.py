"""Readings that were corrected, in words and as a table: what each held, holds, by whom, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from indicator_tree.catalogue import Catalogue

_READING = ["firm_id", "indicator", "system", "date"]


def corrected_lines(table: pl.DataFrame, catalogue: Catalogue) -> tuple[str, ...]:
    """A line per reading, its corrections in their order.

    Args:
        table: `data_sources.readings.corrections.CORRECTED`.
        catalogue: names the indicators.
    """
    lines = []
    for _, rows in table.group_by(_READING, maintain_order=True):
        chain = rows.to_dicts()
        first = chain[0]
        name = catalogue.indicator[first["indicator"]].name
        system = f"（{first['system']}）" if first["system"] else ""
        steps = "；".join(map(_step, chain))
        lines.append(f"{first['indicator']} {name}{system} {first['date']}：{steps}")
    return tuple(lines)


def corrected_table(table: pl.DataFrame, catalogue: Catalogue, firms: Mapping[str, str]) -> Table | None:
    """A row per correction; None where there are none."""
    if table.is_empty():
        return None
    return Table(
        title="更正的读数",
        columns=(
            text("公司"),
            text("指标"),
            label("系统"),
            label("日期"),
            number("原值"),
            number("新值"),
            text("更正人"),
            label("更正日期"),
            text("理由"),
        ),
        rows=tuple(
            (
                firms.get(row["firm_id"], row["firm_id"]),
                f"{row['indicator']} {catalogue.indicator[row['indicator']].name}",
                row["system"] or "",
                str(row["date"]),
                _cell(row["old"]),
                _cell(row["new"]),
                row["corrected_by"],
                str(row["corrected_on"]),
                row["reason"],
            )
            for row in table.iter_rows(named=True)
        ),
    )


def _step(row: Mapping[str, Any]) -> str:
    change = f"由 {_cell(row['old'])} 更正为 {_cell(row['new'])}"
    return f"{row['corrected_on']} {change}，{row['corrected_by']}，{row['reason']}"


def _cell(value: str | None) -> str:
    return value or "空"
