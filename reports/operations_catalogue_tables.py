"""The catalogue of operations indicators on a terminal: all of it, or one of its nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.catalogue_labels import (
    AGGREGATE_LABELS,
    DIRECTION_LABELS,
    ENTRY_LABELS,
    FREQUENCY_LABELS,
    KIND_LABELS,
    WHEN_LABELS,
)
from indicator_tree.parameters import BASIS_LABELS
from reports.figures import plain
from reports.operations.spelling import clock
from reports.table import Table, label, text

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from indicator_tree.catalogue_parts import CatalogueNode, Threshold


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
