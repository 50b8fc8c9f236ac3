"""Checks of the rules on nodes: whether the nodes are there, are made before they are asked for, and scores fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.checks import depth, parents_of, suggestion, tables_of
from indicator_tree.errors import Problem
from indicator_tree.tree import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Table = Mapping[str, Any]

_PARENTS = (("indicator", "*", "parent"),)
_WHOLE = ("base", "total")
_NO_GROUPS = "名录没有分组；请在 [units] 写明 group（分组列的表头）"


def node_problems(raw: Table) -> Iterator[Problem]:
    """All problems of `[node.…]` and of the methods of single nodes."""
    order = _made_in_order(raw)
    leaves = [code for code in parents_of(raw) if code not in order]
    for node, table in tables_of(raw, "node").items():
        path = f"node.{node}"
        yield from _letters(path, node, table, raw)
        if node not in order:
            if node not in leaves or table.get("rule"):
                yield _no_node(path, node, order, leaves)
            continue
        yield from _repeated(f"{path}.rule", table.get("rule"))
        for rule in _entries(table, "rule"):
            where = f"{path}.rule.{rule.get('id', '?')}"
            yield from _score(where, node, rule, raw)
            yield from _groups(where, rule, raw)
            yield from _asked_nodes(where, node, rule, order, leaves)
    yield from _methods(raw, order, leaves)
    yield from _grouped_letters(raw)


def _letters(path: str, node: str, table: Table, raw: Table) -> Iterator[Problem]:
    """Letters that are nowhere defined, and rules about classes of which there are none."""
    sets, name = tables_of(raw, "letters"), table.get("letters")
    if isinstance(name, str) and name not in sets:
        yield Problem(f"{path}.letters", f"没有等级 {name}；{suggestion(name, sets)}", follows=(("letters",),))
    labels = sets.get(str(name), {}).get("labels")
    for rule in _entries(table, "rule"):
        if not str(rule.get("effect")).startswith("class"):
            continue
        where = f"{path}.rule.{rule.get('id', '?')}"
        if name is None:
            yield Problem(where, f"effect 为 {rule['effect']} 的规则改变等级，节点 {node} 应写 letters")
        elif isinstance(labels, list) and isinstance(to := rule.get("to"), str) and to not in labels:
            yield Problem(f"{where}.to", f"没有等级 {to}；{suggestion(to, [str(one) for one in labels])}")


def _grouped_letters(raw: Table) -> Iterator[Problem]:
    units = raw.get("units")
    if isinstance(units, dict) and units.get("group"):
        return
    for name, table in tables_of(raw, "letters").items():
        if table.get("within_groups"):
            yield Problem(f"letters.{name}.within_groups", _NO_GROUPS)


def _made_in_order(raw: Table) -> list[str]:
    """The nodes that are made of others, children before parents, then `base` and `total`."""
    parents = parents_of(raw)
    inner = sorted({parent for parent in parents.values() if parent in parents}, key=sort_key)
    return [*sorted(inner, key=lambda code: depth(code, parents), reverse=True), *_WHOLE]


def _no_node(path: str, node: str, order: Sequence[str], leaves: Sequence[str]) -> Problem:
    if node in leaves:
        told = f"{node} 是最末级指标，得分由它的 rule 决定，不另写规则；可用：{'、'.join(order)}"
    elif node == "bonus":
        told = "加分由 [bonus] 决定，不另写规则；作用于加分之后的规则写在 node.total"
    else:
        told = f"没有这个节点；{suggestion(node, order)}"
    return Problem(path, told, ("node", node), follows=_PARENTS)


def _repeated(path: str, rules: Any) -> Iterator[Problem]:
    ids = [rule.get("id") for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    for name in dict.fromkeys(name for name in ids if name is not None and ids.count(name) > 1):
        yield Problem(path, f"id {name} 重复；同一节点的规则 id 应各不相同")


def _score(where: str, node: str, rule: Table, raw: Table) -> Iterator[Problem]:
    """Scores that a cap or a floor cannot have."""
    scale, bonus = raw.get("scale"), raw.get("bonus")
    ends = scale if isinstance(scale, dict) else {}
    floor, full = ends.get("floor", 0.0), ends.get("full_marks", 100.0)
    cap = bonus.get("cap") if node == "total" and isinstance(bonus, dict) else 0.0
    score = rule.get("score")
    if not all(isinstance(number, int | float) for number in (floor, full, cap, score)):
        return
    if not floor <= score <= full + cap:
        ends_told = f"{floor:g} 至 {full + cap:g}"
        yield Problem(
            f"{where}.score", f"应在 {ends_told} 之间，实为 {score:g}", follows=(("scale",), ("bonus", "cap"))
        )


def _groups(where: str, rule: Table, raw: Table) -> Iterator[Problem]:
    units = raw.get("units")
    grouped = isinstance(units, dict) and bool(units.get("group"))
    for at, condition in enumerate(_entries(rule, "when"), 1):
        if condition.get("within_groups") and not grouped:
            yield Problem(f"{where}.when.[{at}].within_groups", _NO_GROUPS)


def _asked_nodes(where: str, node: str, rule: Table, order: Sequence[str], leaves: Sequence[str]) -> Iterator[Problem]:
    known = (*leaves, *order, "bonus")
    made = [*leaves, "bonus", *order[: order.index(node) + 1]]
    for at, condition in enumerate(_entries(rule, "when"), 1):
        path, asked = f"{where}.when.[{at}]", condition.get("node")
        if not isinstance(asked, str):
            continue
        if asked not in known:
            yield Problem(f"{path}.node", f"没有这个节点；{suggestion(asked, known)}", follows=_PARENTS)
        elif condition.get("kind") == "missing" and asked in ("bonus", "total"):
            yield Problem(f"{path}.node", f"{asked} 之下没有末级指标；总分请写 base")
        elif asked not in made:
            yield Problem(f"{path}.node", f"{asked} 在 {node} 之后才合成，不能作它的条件", follows=_PARENTS)


def _methods(raw: Table, order: Sequence[str], leaves: Sequence[str]) -> Iterator[Problem]:
    study = raw.get("robustness")
    ways = study.get("aggregation") if isinstance(study, dict) else None
    tables = [("aggregation", raw.get("aggregation"))]
    tables += [
        (f"robustness.aggregation.[{at}]", way) for at, way in enumerate(ways if isinstance(ways, list) else (), 1)
    ]
    allowed = [node for node in order if node != "total"]
    for path, table in tables:
        named = table.get("node") if isinstance(table, dict) else None
        for node in named if isinstance(named, dict) else ():
            if node == "total":
                yield Problem(f"{path}.node.total", "总分是 base 与加分之和；合成方法请写在 base")
            elif node in leaves:
                told = f"{node} 是最末级指标，不由下级合成；可用：{'、'.join(allowed)}"
                yield Problem(f"{path}.node.{node}", told, follows=_PARENTS)
            elif node not in allowed:
                yield Problem(f"{path}.node.{node}", f"没有这个节点；{suggestion(node, allowed)}", follows=_PARENTS)


def _entries(table: Table, key: str) -> list[Table]:
    listed = table.get(key)
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
