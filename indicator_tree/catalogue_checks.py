"""Checks across a catalogue that no single table can make. They read the plain tables, so that they run, and report,
even where single tables are wrong too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from indicator_tree.catalogue_parts import CatalogueNode
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_OF_LEAVES = ("meaning", "unit", "kind", "frequency", "direction", "entry", "owner", "aggregate")
_ALLOWED_IN_GROUPS = {"name", "parent", "meaning", "note"}
_LEVELS = 3
_PARENTS = (("indicator", "*", "parent"),)
_SYSTEMS = (("systems",),)


def problems(raw: Mapping[str, Any]) -> list[Problem]:
    """All problems across the tables of a catalogue, as read from TOML."""
    nodes = {code: node for code, node in _table(raw, "indicator").items() if isinstance(node, dict)}
    return [
        *_tree(nodes),
        *_names(nodes),
        *_splits(raw, nodes),
        *_links(nodes),
        *_ids(nodes),
        *_relations(raw, nodes),
        *_responses(raw),
        *_calendar(raw),
        *_clearing(raw, nodes),
    ]


def _table(raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def _entries(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = table.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _inner(nodes: Mapping[str, Any]) -> set[str]:
    return {str(node["parent"]) for node in nodes.values() if node.get("parent") is not None}


def _tree(nodes: Mapping[str, Any]) -> Iterator[Problem]:
    inner = _inner(nodes)
    told: set[str] = set()
    orphans: dict[str, list[str]] = {}
    for code, node in nodes.items():
        path = f"indicator.{code}"
        parent = node.get("parent")
        if parent is not None and parent not in nodes:
            orphans.setdefault(parent, []).append(code)
        seen = [code]
        while (above := nodes.get(seen[-1], {}).get("parent")) is not None and above not in seen:
            seen.append(above)
        if above == code and code not in told:
            told.update(seen)
            yield Problem(f"{path}.parent", f"上级成环：{' → '.join([*seen, above])}")
        if above is None and len(seen) > _LEVELS:
            yield Problem(path, f"应为大类、小类、指标三级，实为第 {len(seen)} 级")
        if code in inner:
            if own := sorted(key for key in set(node) - _ALLOWED_IN_GROUPS if _says_anything(key, node[key])):
                yield Problem(path, f"有下级的大类、小类只写名称，不应写 {'、'.join(own)}")
        else:
            yield from _leaf(code, node, placed=above is not None or len(seen) >= _LEVELS)
    for parent, below in orphans.items():
        many = f"（{'、'.join(below)} 都写了它）" if len(below) > 1 else ""
        keys = ("indicator", below[0], "parent")
        message = f"上级 {parent} 不存在{many}；{suggestion(parent, nodes)}"
        yield Problem(f"indicator.{below[0]}.parent", message, keys, follows=(("indicator", parent),))


def _leaf(code: str, node: Mapping[str, Any], *, placed: bool) -> Iterator[Problem]:
    """What an indicator lacks; one that stands too high is a group without anything below it."""
    path, keys = f"indicator.{code}", ("indicator", code)
    if not placed:
        yield Problem(path, "没有下级指标；应为大类、小类、指标三级", (*keys, "parent"), follows=_PARENTS)
    for key in _OF_LEAVES:
        if node.get(key) in (None, ""):
            yield Problem(f"{path}.{key}", "缺少此项", (*keys, key), follows=((*keys, key), *_PARENTS))
    if node.get("kind") not in ("state", "text") and node.get("plausible") is None:
        rests = ((*keys, "plausible"), (*keys, "kind"), *_PARENTS)
        yield Problem(f"{path}.plausible", "数值类指标应写明合理范围", follows=rests)


def _says_anything(key: str, value: Any) -> bool:
    """Whether a key is there for more than completeness, as in the catalogue that a run keeps."""
    field = CatalogueNode.model_fields.get(key)
    return field is not None and value not in (field.default, None, [])


def _names(nodes: Mapping[str, Any]) -> Iterator[Problem]:
    inner = _inner(nodes)
    within = Counter((node.get("parent"), node.get("name")) for code, node in nodes.items() if code not in inner)
    for (parent, name), count in within.items():
        if count > 1:
            yield Problem(f"indicator（{parent} 的下级）", f"名称“{name}”重复；同一小类内名称应各不相同")
    names = {str(node.get("name")) for code, node in nodes.items() if code not in inner}
    aliases = Counter(alias for node in nodes.values() for alias in node.get("aliases", ()))
    for code, node in nodes.items():
        for alias in node.get("aliases", ()):
            if aliases[alias] > 1 or alias in names - {node.get("name")}:
                yield Problem(f"indicator.{code}.aliases", f"别名“{alias}”也是另一项指标的名称或别名")


def _splits(raw: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterator[Problem]:
    systems = _table(raw, "systems")
    lacking: dict[str, list[str]] = {}
    for code, node in nodes.items():
        split = node.get("split")
        if split is not None and split not in systems:
            lacking.setdefault(split, []).append(f"indicator.{code}.split")
    for split, paths in lacking.items():
        many = f"（{len(paths)} 项指标写了它）" if len(paths) > 1 else ""
        told = f"没有名为 {split} 的一组系统{many}；{suggestion(split, systems)}"
        yield Problem(paths[0], told, ("systems", split), follows=(("systems", split),))
    known = {str(name) for group in systems.values() if isinstance(group, list) for name in group}
    seen: set[str] = set()
    for name, aliases in _table(raw, "system_aliases").items():
        if name not in known:
            told = f"没有这个系统；{suggestion(name, known)}"
            yield Problem(f"system_aliases.{name}", told, ("system_aliases", name), follows=_SYSTEMS)
        for alias in aliases if isinstance(aliases, list) else ():
            if alias in known or alias in seen:
                yield Problem(f"system_aliases.{name}", f"别名“{alias}”也是另一个系统的名称或别名")
            seen.add(str(alias))


def _links(nodes: Mapping[str, Any]) -> Iterator[Problem]:
    for code, node in nodes.items():
        path = f"indicator.{code}"
        for key in ("follows", "cause_of"):
            if node.get(key) is not None:
                yield from _comparable(f"{path}.{key}", code, str(node[key]), nodes)
        quotient = node.get("quotient")
        for key in ("numerator", "denominator"):
            if isinstance(quotient, dict) and quotient.get(key) is not None:
                yield from _comparable(f"{path}.quotient.{key}", code, str(quotient[key]), nodes)


def _comparable(path: str, code: str, other: str, nodes: Mapping[str, Any]) -> Iterator[Problem]:
    """Whether two indicators are read of the same systems on the same dates."""
    leaves = sorted(set(nodes) - _inner(nodes))
    if other not in leaves:
        yield _no_indicator(path, other, leaves)
        return
    if other == code:
        yield Problem(path, "不能指向自己")
    for key, what in (("split", "分别填报的系统（split）"), ("frequency", "频率（frequency）")):
        if code in nodes and nodes[code].get(key) != nodes[other].get(key):
            told = f"{code} 与 {other} 的{what}不同，无法逐期对照"
            yield Problem(path, told, follows=(("indicator", code, key), ("indicator", other, key)))


def _no_indicator(path: str, code: str, known: Iterable[str] = ()) -> Problem:
    told = f"没有这项指标：{code}；{suggestion(code, known)}"
    return Problem(path, told, follows=(("indicator", code), *_PARENTS))


def _ids(nodes: Mapping[str, Any]) -> Iterator[Problem]:
    for code, node in nodes.items():
        for key in ("threshold", "criterion"):
            for name, count in Counter(entry.get("id") for entry in _entries(node, key)).items():
                if count > 1:
                    yield Problem(f"indicator.{code}.{key}", f"id {name} 重复；同一指标内的 id 应各不相同")


def _relations(raw: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterator[Problem]:
    relations = _entries(raw, "relation")
    for name, count in Counter(relation.get("id") for relation in relations).items():
        if count > 1:
            yield Problem("relation", f"id {name} 重复；勾稽关系的 id 应各不相同")
    for relation in relations:
        path = f"relation.{relation.get('id', '?')}"
        left, right = relation.get("left"), relation.get("right")
        if not isinstance(left, str) or not isinstance(right, str):
            continue  # told of the relation itself
        if left not in nodes:
            yield _no_indicator(f"{path}.left", left, sorted(set(nodes) - _inner(nodes)))
        yield from _comparable(f"{path}.right", left, right, nodes)
        for side, code in (("left", left), ("right", right)):
            if nodes.get(code, {}).get("kind") in ("state", "text"):
                yield Problem(f"{path}.{side}", f"{code} 是状态或文字，不能参与勾稽")


def _responses(raw: Mapping[str, Any]) -> Iterator[Problem]:
    levels = Counter(response.get("level") for response in _entries(raw, "response"))
    for level in (1, 2, 3):
        if levels[level] != 1:
            told = f"{level} 级响应应恰有一项，实有 {levels[level]} 项"
            yield Problem("response", told, follows=(("response", "*"), ("response",)))


def _calendar(raw: Mapping[str, Any]) -> Iterator[Problem]:
    calendar = _table(raw, "calendar")
    years, closed = calendar.get("years"), calendar.get("closed")
    if not isinstance(years, list) or not isinstance(closed, list):
        return
    outside: dict[str, list[str]] = {}
    for day, count in Counter(map(str, closed)).items():
        if count > 1:
            yield Problem("calendar.closed", f"{day} 重复")
        if day[:4] not in map(str, years):
            outside.setdefault(day[:4], []).append(day)
    for days in outside.values():
        many = f"等 {len(days)} 天" if len(days) > 1 else ""
        told = f"{days[0]} {many}不在 years 所列的年份之内" if many else f"{days[0]} 不在 years 所列的年份之内"
        yield Problem("calendar.closed", told, follows=(("calendar", "years"),))


def _clearing(raw: Mapping[str, Any], nodes: Mapping[str, Any]) -> Iterator[Problem]:
    clearing = _table(raw, "clearing")
    seconds = clearing.get("seconds")
    for key in ("seconds", "finished", "records"):
        if (code := clearing.get(key)) is not None:
            yield from (
                _comparable(f"clearing.{key}", str(seconds), str(code), nodes)
                if key != "seconds"
                else ([] if code in nodes else [_no_indicator("clearing.seconds", str(code))])
            )
    split = nodes.get(str(seconds), {}).get("split")
    systems = _table(raw, "systems").get(str(split))
    given = clearing.get("deadline")
    if not isinstance(systems, list) or not isinstance(given, dict):
        return
    keys = ("clearing", "deadline")
    for name, value in given.items():
        if name not in systems:
            told = f"没有这个系统；{suggestion(name, systems)}"
            yield Problem(f"clearing.deadline.{name}", told, (*keys, name), follows=_SYSTEMS)
        elif isinstance(value, int | float) and value <= 0:
            yield Problem(f"clearing.deadline.{name}", f"应大于 0，实为 {value}")
    if missing := [name for name in systems if name not in given]:
        yield Problem("clearing.deadline", f"缺少 {'、'.join(missing)}", follows=((*keys, "*"), *_SYSTEMS))
