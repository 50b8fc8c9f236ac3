"""Operations indicators on a terminal: the catalogue, one of its nodes, and what the checks of readings found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.catalogue_parts import (
    AGGREGATE_LABELS,
    DIRECTION_LABELS,
    ENTRY_LABELS,
    FREQUENCY_LABELS,
    KIND_LABELS,
    WHEN_LABELS,
)
from indicator_tree.parameters import BASIS_LABELS
from reports.figures import EMPTY, plain
from reports.operations.spelling import clock, scale
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree.catalogue import Catalogue
    from indicator_tree.catalogue_parts import CatalogueNode, Threshold

CHECK_LABELS = {"missing": "缺少", "cause": "缺原因", "relation": "勾稽", "jump": "突变"}
_MISSING_SHOWN = 40
_FOUND_SHOWN = 60
_REFUSED_SHOWN = 40
_KINDS = {"rejected": "退回", "set_apart": "另存不计"}


def catalogue_tables(catalogue: Catalogue) -> list[Table | str]:
    """All indicators: code, name, unit, frequency, entry, owner, thresholds."""
    rows = []
    for code in catalogue.nodes:
        node = catalogue.indicator[code]
        name = "  " * (catalogue.level(code) - 1) + node.name
        if code in catalogue.children:
            rows.append((code, name, *[""] * 6))
            continue
        names = catalogue.splits(code)
        split = "" if names is None else f"{len(names)} 个系统" if names else "按名称"
        lines = "、".join(_line(node, line) for line in node.threshold)
        kind = (FREQUENCY_LABELS[node.frequency], ENTRY_LABELS[node.entry])
        rows.append((code, name, node.unit, *kind, split, node.owner, lines))
    columns = (
        label("代码"),
        text("名称"),
        label("单位"),
        label("频率"),
        label("采集", spare=2),
        label("分系统", spare=1),
    )
    counted = f"{len(catalogue.children[None])} 大类、{len(catalogue.leaves)} 项指标"
    return [
        "\n".join(part for part in (f"{catalogue.title}，{counted}", catalogue.note) if part),
        Table(title="指标目录", columns=(*columns, label("责任岗位"), text("阈值")), rows=tuple(rows)),
        response_table(catalogue),
    ]


def response_table(catalogue: Catalogue) -> Table:
    """The three levels with what belongs to them and where they are reported."""
    rows = (
        (f"{one.level} 级 {one.name}", one.meaning, " → ".join(one.path))
        for one in sorted(catalogue.response, key=lambda one: one.level)
    )
    return Table(title="响应等级", columns=(label("等级"), text("问题"), text("上报与处理")), rows=tuple(rows))


def indicator_tables(catalogue: Catalogue, code: str) -> list[Table | str]:
    """One indicator with all that the catalogue says of it; of a class or group, its indicators."""
    node = catalogue.indicator[code]
    if code in catalogue.children:
        below = catalogue.leaves_under(code)
        rows = tuple((leaf, catalogue.indicator[leaf].name, catalogue.indicator[leaf].meaning) for leaf in below)
        return [f"{code} {node.name}", Table(title="", columns=(label("代码"), text("名称"), text("含义")), rows=rows)]
    head = [f"{code} {catalogue.full_name(code)}", f"含义：{node.meaning}"]
    head.append(f"单位：{node.unit}（{KIND_LABELS[node.kind]}，{DIRECTION_LABELS[node.direction]}）")
    head.append(f"填报：{FREQUENCY_LABELS[node.frequency]}，{ENTRY_LABELS[node.entry]}，责任岗位 {node.owner}")
    head.append(f"由日到月：{AGGREGATE_LABELS[node.aggregate]}")
    if (names := catalogue.splits(code)) is not None:
        head.append(f"分系统填报：{'、'.join(names) if names else '按存管银行或镜像站点的名称'}")
    if node.states:
        head.append(f"状态：{'、'.join(node.states)}，正常值为“{node.normal}”")
    if node.plausible is not None:
        head.append(f"合理范围：{plain(node.plausible[0])} 至 {plain(node.plausible[1])}")
    for what, value in (("口径", node.formula), ("说明", node.note)):
        head += [f"{what}：{value}"] if value else []
    head += [f"随业务量：{node.follows} {catalogue.indicator[node.follows].name}"] if node.follows else []
    head += [f"也可写作：{'、'.join(node.aliases)}"] if node.aliases else []
    related = [f"{one.label}（{one.left}、{one.right}）" for one in catalogue.relation if code in (one.left, one.right)]
    head += [f"勾稽：{'；'.join(related)}"] if related else []
    return ["\n".join(head), *([_threshold_table(catalogue, node)] if node.threshold or node.criterion else [])]


def _threshold_table(catalogue: Catalogue, node: CatalogueNode) -> Table:
    lines = [
        (_line(node, line), f"{line.level} 级 {catalogue.response_to(line.level).name}", line, line.label)
        for line in node.threshold
    ]
    counted = [
        (f"{one.label} {_CRITERIA[one.when]} {plain(one.value)} {one.unit}", "计入条件", one, "")
        for one in node.criterion
    ]
    references = list(dict.fromkeys(str(cited.reference) for _, _, cited, _ in [*lines, *counted]))
    return Table(
        title="阈值与计入条件",
        columns=(label("条件"), label("等级"), label("依据"), label("出处"), text("表述"), text("说明")),
        rows=tuple(
            (
                what,
                level,
                BASIS_LABELS[cited.basis],
                f"[{references.index(str(cited.reference)) + 1}]",
                told,
                cited.note or "",
            )
            for what, level, cited, told in [*lines, *counted]
        ),
        notes=tuple(f"[{place}] {reference}" for place, reference in enumerate(references, 1)),
    )


_CRITERIA = dict[str, str](WHEN_LABELS.items()) | {"equal": "为"}


def _line(node: CatalogueNode, line: Threshold) -> str:
    """`高于 30%`."""
    if line.value is None:
        return WHEN_LABELS[line.when]
    return f"{WHEN_LABELS[line.when]} {_spelled(node, line.value)}"


def _spelled(node: CatalogueNode, value: float) -> str:
    if node.kind == "time":
        return clock(value)
    return f"{plain(value)}{node.unit}" if node.unit == "%" else f"{plain(value)} {node.unit}"


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
        .sort(pl.col("kind") == "set_apart", maintain_order=True)
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
