"""A rulebook spelled out: the tree with its rules, and one node with all its parameters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from indicator_tree.parameters import BASIS_LABELS
from reports.aggregation_text import aggregation_text
from reports.figures import percent, plain
from reports.letters_text import letters_lines
from reports.node_rules_text import ORDER, node_rule_lines
from reports.rule_parameters import parameters_of
from reports.table import Table, label, number, text
from scoring.frames import total_names
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook


def _aggregation(rulebook: Rulebook) -> list[str]:
    if rulebook.aggregation is None:
        return []
    rules = rulebook.aggregation
    return [
        f"合成：{aggregation_text(rulebook)}，{BASIS_LABELS[rules.basis]}" + (f"。{rules.note}" if rules.note else "")
    ]


def _letters(rulebook: Rulebook) -> list[str]:
    lines = letters_lines(rulebook)
    return ["等级", *(f"  {line}" for line in lines)] if lines else []


def _node_rules(rulebook: Rulebook) -> list[str]:
    lines = node_rule_lines(rulebook)
    return ["节点规则", *(f"  {line}" for line in lines), f"  {ORDER}"] if lines else []


def overview(rulebook: Rulebook) -> str:
    """`4 项一级、11 项二级、23 项三级指标，3 个权重方案，…`."""
    levels = Counter(rulebook.level(code) for code in rulebook.nodes)
    counted = "、".join(f"{levels[level]} 项{'一二三四五六七八九'[level - 1]}级" for level in sorted(levels))
    bonus = "有加分项" if rulebook.bonus else "没有加分项"
    return f"{rulebook.title}，{counted}指标，{len(rulebook.weights)} 个权重方案，{bonus}"


def list_table(rulebooks: Sequence[tuple[str, Rulebook]]) -> Table:
    """The rulebooks at hand."""
    return Table(
        title="自带的规则文件",
        columns=(label("年度"), label("名称"), label("文件"), text("内容")),
        rows=tuple((str(book.year), book.id, file, overview(book)) for file, book in rulebooks),
    )


def tree_tables(rulebook: Rulebook) -> list[Table | str]:
    """The tree: name, rule and weight of every node under the default scheme, and how its parameters are known."""
    weights = rulebook.local_weights(rulebook.default_weights)
    rows = []
    for code in rulebook.nodes:
        indicator = rulebook.indicator[code]
        kind = kind_of(indicator.rule).noun if indicator.rule else ""
        name = "  " * (rulebook.level(code) - 1) + indicator.name
        rows.append((code, name, percent(weights[code], 2), kind, _bases(rulebook, code)))
    if rulebook.bonus:
        noun, most = kind_of(rulebook.bonus).noun, f"至多 {plain(rulebook.bonus.cap)} 分"
        rows.append(("bonus", rulebook.bonus.name, most, noun, _bases(rulebook, "bonus")))
    period = f"{rulebook.period.start} 至 {rulebook.period.end}"
    schemes = [
        f"  {name}{'（默认）' if name == rulebook.default_weights else ''}：{scheme.title}"
        f"，{BASIS_LABELS[scheme.basis]}" + (f"。{scheme.note}" if scheme.note else "")
        for name, scheme in rulebook.weights.items()
    ]
    return [
        "\n".join([f"{overview(rulebook)}；评价期 {period}", *([rulebook.note] if rulebook.note else [])]),
        Table(
            title=f"指标体系（权重方案：{rulebook.weights[rulebook.default_weights].title}）",
            columns=(label("指标"), text("名称"), number("权重"), label("规则"), text("参数依据")),
            rows=tuple(rows),
        ),
        "\n".join(["权重方案", *schemes, *_aggregation(rulebook), *_node_rules(rulebook), *_letters(rulebook)]),
    ]


def node_tables(rulebook: Rulebook, node: str) -> list[Table | str]:
    """One node: what it means, its weights under every scheme, its parameters with basis and reference."""
    weights = [f"{name} {percent(rulebook.local_weights(name).get(node), 2)}" for name in rulebook.weights]
    head = [f"{node} {_name(rulebook, node)}"]
    if (indicator := rulebook.indicator.get(node)) is not None:
        head += [f"说明：{indicator.described}"] if indicator.described else []
        head += [f"数据来源：{'、'.join(indicator.data_sources)}"] if indicator.data_sources else []
        head += [f"规则：{kind_of(indicator.rule).noun}"] if indicator.rule else []
        head.append(f"在同级指标中的权重：{'，'.join(weights)}")
    children = rulebook.children.get(None if node == "base" else node, ())
    head += [f"下级指标：{'、'.join(f'{code} {_name(rulebook, code)}' for code in children)}"] if children else []
    head.append(f"分段：{'、'.join(rulebook.band_set(node).labels)}") if node != "bonus" else None
    rows = parameters_of(rulebook, node)
    if not rows:
        return ["\n".join(head)]
    references = list(dict.fromkeys(str(row.cited.reference) for row in rows))
    return [
        "\n".join(head),
        Table(
            title="参数",
            columns=(label("参数"), text("内容"), label("依据"), label("出处"), text("说明")),
            rows=tuple(
                (
                    row.key,
                    row.content,
                    BASIS_LABELS[row.cited.basis],
                    f"[{references.index(str(row.cited.reference)) + 1}]",
                    row.cited.note or "",
                )
                for row in rows
            ),
            notes=tuple(f"[{place}] {reference}" for place, reference in enumerate(references, 1)),
        ),
    ]


def _name(rulebook: Rulebook, node: str) -> str:
    if node == "bonus" and rulebook.bonus:
        return rulebook.bonus.name
    return rulebook.indicator[node].name if node in rulebook.indicator else total_names(rulebook)[node]


def _bases(rulebook: Rulebook, node: str) -> str:
    counts = Counter(row.cited.basis for row in parameters_of(rulebook, node))
    return "、".join(f"{BASIS_LABELS[basis]} {counts[basis]}" for basis in BASIS_LABELS if counts[basis])
