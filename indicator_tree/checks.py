"""Checks across a rulebook that no single table can make: tree, weights, names. They read the plain tables, so that
they run, and report, even where single tables are wrong too.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from indicator_tree.errors import Problem
from indicator_tree.negation import same_sense
from indicator_tree.rules import model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

WEIGHT_TOLERANCE = 1e-9
RESERVED = ("base", "bonus", "total")
_PARENTS = (("indicator", "*", "parent"),)


def suggestion(given: str, allowed: Iterable[str]) -> str:
    """`可用：a、b；是否指 a？`: what is allowed, and what was probably meant."""
    names = sorted(allowed)
    meant = probably(given, names)
    listed = f"可用：{'、'.join(names)}" if names else "此处没有可用的名称"
    return f"{listed}；是否指 {meant}？" if meant else listed


def probably(given: str, allowed: Iterable[str]) -> str:
    """Which of the names was probably meant; empty if none is close. None that denies what the other does not."""
    names = [name for name in sorted(allowed) if same_sense(given, name)]
    return next(iter(difflib.get_close_matches(given, names, n=1, cutoff=0.6)), "")


def problems(raw: Mapping[str, Any]) -> list[Problem]:
    """All problems across the tables of a rulebook, as read from TOML."""
    return [
        *_tree(raw),
        *_weights(raw),
        *_names(raw),
        *_ids(raw),
        *_vocabulary(raw),
        *_survey(raw),
        *_breakdown(raw),
        *_aggregation(raw),
        *_robustness(raw),
    ]


def tables_of(raw: Mapping[str, Any], key: str) -> dict[str, Mapping[str, Any]]:
    """The tables below a key of the plain tables; what is none is told elsewhere."""
    tables = raw.get(key)
    if not isinstance(tables, dict):
        return {}
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def parents_of(raw: Mapping[str, Any]) -> dict[str, str | None]:
    """Every node's parent as it is written; what is no text counts as none, and is told elsewhere."""
    given = {code: table.get("parent") for code, table in tables_of(raw, "indicator").items()}
    return {code: parent if isinstance(parent, str) else None for code, parent in given.items()}


def _tree(raw: Mapping[str, Any]) -> Iterator[Problem]:
    indicators, parents = tables_of(raw, "indicator"), parents_of(raw)
    inner = set(parents.values())
    reported: set[str] = set()
    orphans: dict[str, list[str]] = {}
    for code, parent in parents.items():
        path, keys = f"indicator.{code}", ("indicator", code)
        if code in RESERVED:
            yield Problem(path, f"{code} 是保留的名称（{'、'.join(RESERVED)}），不能作指标代码")
        if parent is not None and parent not in parents:
            orphans.setdefault(parent, []).append(code)
        seen = [code]
        while (above := parents.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        if above is not None and above == code and code not in reported:
            reported.update(seen)
            yield Problem(f"{path}.parent", f"上级指标成环：{' → '.join([*seen, above])}", (*keys, "parent"))
        has_rule = indicators[code].get("rule") is not None
        if code in inner and has_rule:
            yield Problem(f"{path}.rule", "有下级指标的指标由下级合成，不应再写 rule")
        if code not in inner and not has_rule:
            rests = ((*keys, "rule"), *_PARENTS)
            yield Problem(f"{path}.rule", "最末级指标应写明 rule", (*keys, "rule"), follows=rests)
    for parent, below in orphans.items():
        told = f"上级指标 {parent} 不存在{_as_many(below)}；{suggestion(parent, parents)}"
        yield Problem(
            f"indicator.{below[0]}.parent", told, ("indicator", below[0], "parent"), follows=(("indicator", parent),)
        )


def _weights(raw: Mapping[str, Any]) -> Iterator[Problem]:
    siblings: dict[Any, list[str]] = {}
    for code, parent in parents_of(raw).items():
        siblings.setdefault(parent, []).append(code)
    for name, scheme in tables_of(raw, "weights").items():
        given = scheme.get("weight", {})
        path, keys = f"weights.{name}.weight", ("weights", name, "weight")
        if given and scheme.get("kind") != "given":
            told = 'kind 不是 "given" 时不应写 weight'
            yield Problem(path, told, follows=(("weights", name, "kind"),))
        yield from _given(path, keys, given, siblings, ("weights", name, "kind"))
    draws = ("robustness", "weights")
    for at, expert in enumerate(_experts(raw)):
        place = f"robustness.weights.expert.[{at + 1}].weight"
        yield from _given(
            place, (*draws, "expert", str(at), "weight"), expert.get("weight"), siblings, (*draws, "kind")
        )


def _given(
    path: str, keys: tuple[str, ...], given: Any, siblings: Mapping[Any, Sequence[str]], kind: tuple[str, ...]
) -> Iterator[Problem]:
    """What is wrong with weights by code, wherever they stand: siblings are named all or none, and add up to 1."""
    if not isinstance(given, dict):
        return
    codes = [code for group in siblings.values() for code in group]
    rests = ((*keys, "*"), kind, *_PARENTS)
    for code in given:
        if code not in codes:
            told = f"没有这个指标；{suggestion(code, codes)}"
            yield Problem(f"{path}.{code}", told, (*keys, code), follows=_PARENTS)
    for parent, group in siblings.items():
        named = [code for code in group if code in given]
        if not named:
            continue
        where = f"{path}（{parent or '一级指标'} 的下级）"
        total = sum(value for code in named if isinstance(value := given[code], int | float))
        if absent := [code for code in group if code not in given]:
            yield Problem(where, f"同级指标应全部写明权重，缺 {'、'.join(absent)}", follows=rests)
        elif abs(total - 1) > WEIGHT_TOLERANCE:
            yield Problem(where, f"同级权重之和应为 1，实为 {total:.6g}", follows=rests)


def _experts(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The experts among whom a study draws weights."""
    study = raw.get("robustness")
    draws = study.get("weights") if isinstance(study, dict) else None
    listed = draws.get("expert") if isinstance(draws, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _names(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Bands and weight schemes that are nowhere defined, each told once, whatever names it."""
    study = raw.get("robustness")
    chosen = study.get("schemes") if isinstance(study, dict) else None
    drawn = chosen.get("names") if isinstance(chosen, dict) else None
    wanted = {
        "bands": [
            ("default_bands", raw.get("default_bands")),
            *((f"indicator.{code}.bands", table.get("bands")) for code, table in tables_of(raw, "indicator").items()),
        ],
        "weights": [
            ("default_weights", raw.get("default_weights")),
            *(("robustness.schemes.names", name) for name in (drawn if isinstance(drawn, list) else ())),
        ],
    }
    for kind, places in wanted.items():
        known, lacking = tables_of(raw, kind), dict[str, list[str]]()
        for path, given in places:
            if isinstance(given, str) and given not in known:
                lacking.setdefault(given, []).append(path)
        for given, paths in lacking.items():
            noun = {"bands": "分段", "weights": "权重方案"}[kind]
            told = f"没有{noun} {given}{_as_many(paths)}；{suggestion(given, known)}"
            yield Problem(paths[0], told, follows=((kind,),))


def _as_many(places: Sequence[str]) -> str:
    return f"（{'、'.join(places)} 都写了它）" if len(places) > 1 else ""


def _ids(raw: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, clause in _clauses(raw):
        if "id" in clause and path in seen:
            rule, _, name = path.rpartition(".")
            yield Problem(rule, f"id {name} 重复；同一规则内的 id 应各不相同")
        seen.add(path)


def _vocabulary(raw: Mapping[str, Any]) -> Iterator[Problem]:
    vocabulary = tables_of(raw, "vocabulary")
    strange: dict[tuple[str, str, str], list[str]] = {}
    for path, clause in _clauses(raw):
        source = str(clause.get("source"))
        conditions = [(f"{path}.when", clause.get("when"))]
        conditions += [(f"{path}.{key}.when", table.get("when")) for key, table in _narrower(clause)]
        for where, when in conditions:
            for column, wanted in when.items() if isinstance(when, dict) else ():
                if wanted == []:
                    yield Problem(f"{where}.{column}", "至少要有一个值，否则永远不会符合")
                known = vocabulary.get(source, {}).get(column)
                for value in wanted if isinstance(wanted, list) else [wanted]:
                    if isinstance(known, list) and isinstance(value, str) and value not in known:
                        strange.setdefault((source, column, value), []).append(f"{where}.{column}")
    for (source, column, value), paths in strange.items():
        words = [word for word in vocabulary[source][column] if isinstance(word, str)]
        told = f"“{value}”不在词表中{_as_many(paths)}；{suggestion(value, words)}"
        yield Problem(paths[0], told, follows=(("vocabulary", source, column, "*"),))


def _narrower(clause: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables of a clause that select some of its records, with their keys."""
    scaled = clause.get("scaled")
    several = enumerate(scaled, 1) if isinstance(scaled, list) else ()
    tables = [("scaled", scaled), ("mitigated", clause.get("mitigated"))]
    for key, table in (*tables, *((f"scaled.[{at}]", one) for at, one in several)):
        if isinstance(table, dict):
            yield key, table


def _survey(raw: Mapping[str, Any]) -> Iterator[Problem]:
    rules = [table.get("rule") for table in tables_of(raw, "indicator").values()]
    models = [model_of(rule.get("kind")) for rule in rules if isinstance(rule, dict)]
    asked = any(model is not None and model.SAMPLED for model in models)
    if asked and raw.get("survey") is None:
        told = "有问卷指标（answers）的规则文件应写明 [survey]：最低份数与置信水平"
        yield Problem("survey", told, follows=(("survey",),))


def _breakdown(raw: Mapping[str, Any]) -> Iterator[Problem]:
    named = raw.get("breakdown")
    for source, columns in named.items() if isinstance(named, dict) else ():
        if not isinstance(columns, list):
            continue
        seen = []
        for column in columns:
            if column in seen or (isinstance(column, list) and any(column.count(name) > 1 for name in column)):
                yield Problem(f"breakdown.{source}", f"列 {column} 重复；每列、每个组合只写一次")
            seen.append(column)


def _aggregation(raw: Mapping[str, Any]) -> Iterator[Problem]:
    study = raw.get("robustness")
    ways = study.get("aggregation") if isinstance(study, dict) else None
    tables = [("aggregation", raw.get("aggregation"))]
    tables += (
        [(f"robustness.aggregation.[{at}]", way) for at, way in enumerate(ways, 1)] if isinstance(ways, list) else []
    )
    parents = parents_of(raw)
    made = {"0", *(str(depth(code, parents)) for code in set(parents.values()) - {None})}
    for path, table in tables:
        levels = table.get("level") if isinstance(table, dict) else None
        for level in levels if isinstance(levels, dict) else ():
            if level not in made:
                told = f"没有这一级的合成；{suggestion(str(level), made)}（0 为总分）"
                yield Problem(f"{path}.level.{level}", told, follows=_PARENTS)


def _robustness(raw: Mapping[str, Any]) -> Iterator[Problem]:
    study = raw.get("robustness")
    if not isinstance(study, dict):
        return
    ids = [one.get("id") for one in _experts(raw)]
    for name in dict.fromkeys(name for name in ids if name is not None and ids.count(name) > 1):
        yield Problem("robustness.weights.expert", f"专家 {name} 重复；每位专家只写一次")
    chosen = study.get("schemes")
    names = chosen.get("names") if isinstance(chosen, dict) else None
    ways = study.get("aggregation")
    labels = [way.get("label") for way in ways if isinstance(way, dict)] if isinstance(ways, list) else []
    for path, given in (("robustness.schemes.names", names), ("robustness.aggregation", labels)):
        listed = given if isinstance(given, list) else []
        for name in dict.fromkeys(name for name in listed if name is not None and listed.count(name) > 1):
            yield Problem(path, f"{name} 重复；每种只写一次，抽取的机会均等")


def depth(code: Any, parents: Mapping[str, Any]) -> int:
    """How far below the whole tree a node is; a circle of parents ends somewhere."""
    seen = []
    while code is not None and code not in seen:
        seen.append(code)
        code = parents.get(code)
    return len(seen)


def _clauses(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table that selects records of a source, with its key path."""
    rules = [(f"indicator.{code}.rule", table.get("rule")) for code, table in tables_of(raw, "indicator").items()]
    yield from _over_records(raw)
    for path, rule in [*rules, ("bonus", raw.get("bonus"))]:
        if not isinstance(rule, dict):
            continue
        yield path, rule
        for key in ("deduct", "part"):
            entries = rule.get(key)
            for clause in entries if isinstance(entries, list) else ():
                if isinstance(clause, dict):
                    yield f"{path}.{key}.{clause.get('id', '?')}", clause


def _over_records(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The conditions over records of rules on nodes."""
    for node, table in tables_of(raw, "node").items():
        rules = table.get("rule")
        for rule in rules if isinstance(rules, list) else ():
            conditions = rule.get("when") if isinstance(rule, dict) else None
            for at, one in enumerate(conditions if isinstance(conditions, list) else (), 1):
                if isinstance(one, dict) and one.get("kind") == "records":
                    yield f"node.{node}.rule.{rule.get('id', '?')}.when.[{at}]", one
