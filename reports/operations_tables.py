"""What the checks of readings found, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.catalogue_labels import ALERT_LABELS, CHECK_LABELS
from reports.figures import EMPTY
from reports.operations.spelling import scale
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.catalogue import Catalogue

_MISSING_SHOWN = 40
_FOUND_SHOWN = 60
_REFUSED_SHOWN = 40
_KINDS = {"rejected": "退回", "excluded": "另存不计"}


def owner_table(counts: pl.DataFrame) -> Table:
    """Readings and findings of every owner, from `scoring.operations.checks.summary.by_owner`."""
    columns = ("indicators", "due", "readings", "missing", "cause", "relation", "jump")
    headers = ("指标", "应报", "已报", "缺少", "缺原因", "勾稽不符", "突变")
    return Table(
        title="各责任岗位的填报与待核对（读数）",
        columns=(label("责任岗位"), *(number(header) for header in headers)),
        rows=tuple((row["owner"], *(f"{row[column]:,}" for column in columns)) for row in counts.iter_rows(named=True)),
    )


def missing_tables(series: pl.DataFrame, catalogue: Catalogue, firms: Mapping[str, str]) -> list[Table]:
    """What is missing, a table per owner, from `scoring.operations.checks.summary.missing_by_series`."""
    named = len(firms) > 1
    tables = []
    for (owner,), rows in series.partition_by("owner", as_dict=True, maintain_order=True).items():
        cells = tuple(
            (
                *((firms.get(row["firm_id"], row["firm_id"]),) if named else ()),
                f"{row['indicator']} {catalogue.indicator[row['indicator']].name}",
                row["system"] or EMPTY,
                f"{row['missing']:,}",
                str(row["first"]) if row["first"] == row["last"] else f"{row['first']} 至 {row['last']}",
            )
            for row in rows.head(_MISSING_SHOWN).iter_rows(named=True)
        )
        left = rows.height - _MISSING_SHOWN
        notes = (f"另有 {left:,} 项未列",) if left > 0 else ()
        columns = (*((label("公司"),) if named else ()), text("指标"), label("系统"), number("缺少"), label("日期"))
        tables.append(Table(title=f"{owner}：尚缺的读数", columns=columns, rows=cells, notes=notes))
    return tables


def found_table(found: pl.DataFrame, catalogue: Catalogue, firms: Mapping[str, str]) -> Table | None:
    """Findings but missing readings, the first ones; None if there are none."""
    rest = found.filter(pl.col("check") != "missing")
    if rest.is_empty():
        return None
    rows = []
    for row in rest.head(_FOUND_SHOWN).iter_rows(named=True):
        unit = scale(catalogue, row["indicator"], [row["value"], row["limit"]])
        rows.append(
            (
                CHECK_LABELS[row["check"]],
                firms.get(row["firm_id"], row["firm_id"]),
                f"{row['indicator']} {catalogue.indicator[row['indicator']].name}",
                row["system"] or EMPTY,
                str(row["date"]),
                unit.with_unit(row["value"]),
                unit.with_unit(row["limit"]),
                row["reason"],
            )
        )
    return Table(
        title="待核对的读数",
        columns=(
            label("检查"),
            label("公司"),
            text("指标"),
            label("系统"),
            label("日期"),
            number("读数"),
            number("对照值"),
            text("原因"),
        ),
        rows=tuple(rows),
        notes=(f"共 {rest.height:,} 条，只列前 {_FOUND_SHOWN} 条",) if rest.height > _FOUND_SHOWN else (),
    )


def refused_table(quarantines: Sequence[pl.DataFrame]) -> Table | None:
    """Why rows were refused or set apart, the same reason in the same column together; None if none were."""
    kept_out = [table for table in quarantines if table.height]
    if not kept_out:
        return None
    grouped = (
        pl.concat(kept_out)
        .group_by("file", "sheet", "column", "kind", "reason", maintain_order=True)
        .agg(pl.len().alias("rows"), pl.first("row"), pl.first("value"))
        .sort(pl.col("kind") == "excluded", maintain_order=True)
    )
    return Table(
        title="退回与另存不计的读数",
        columns=(text("文件"), number("首见行"), text("列"), text("值"), label("处理"), number("行数"), text("原因")),
        rows=tuple(
            (
                row["file"] + (f"[{row['sheet']}]" if row["sheet"] else ""),
                str(row["row"]),
                row["column"] or "",
                row["value"] or "",
                _KINDS[row["kind"]],
                f"{row['rows']:,}",
                row["reason"],
            )
            for row in grouped.head(_REFUSED_SHOWN).iter_rows(named=True)
        ),
        notes=(f"另有 {grouped.height - _REFUSED_SHOWN} 种原因未列",) if grouped.height > _REFUSED_SHOWN else (),
    )


def alerts_table(counts: pl.DataFrame, catalogue: Catalogue) -> Table:
    """Alerts by response level and kind, from `scoring.operations.alert_counts`."""
    return Table(
        title="预警",
        columns=(label("等级"), label("情形"), number("预警"), number("公司"), number("指标")),
        rows=tuple(
            (
                catalogue.response_to(row["level"]).name,
                ALERT_LABELS.get(row["kind"], row["kind"]),
                *(f"{row[column]:,}" for column in ("alerts", "firms", "indicators")),
            )
            for row in counts.iter_rows(named=True)
        ),
    )
