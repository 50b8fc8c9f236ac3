"""Checks across a rulebook that no single table can make: tree, weights, names. They read the plain tables, so that
they run, and report, even where single tables are wrong too.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from indicator_tree.errors import Problem
from indicator_tree.negation import same_sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WEIGHT_TOLERANCE = 1e-9
RESERVED = ("base", "bonus", "total")


def suggestion(given: str, allowed: Iterable[str]) -> str:
    """`可用：a、b；是否指 a？`: what is allowed, and what was probably meant."""
    names = sorted(allowed)
    close = difflib.get_close_matches(given, [name for name in names if same_sense(given, name)], n=1, cutoff=0.6)
    listed = f"可用：{'、'.join(names)}" if names else "此处没有可用的名称"
    return f"{listed}；是否指 {close[0]}？" if close else listed


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


def _tables(raw: Mapping[str, Any], key: str) -> dict[str, Mapping[str, Any]]:
    tables = raw.get(key)
    if not isinstance(tables, dict):
        return {}
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def _tree(raw: Mapping[str, Any]) -> Iterator[Problem]:
    indicators = _tables(raw, "indicator")
    parents = {code: table.get("parent") for code, table in indicators.items()}
    inner = set(parents.values())
    reported: set[str] = set()
    for code, parent in parents.items():
        path = f"indicator.{code}"
        if code in RESERVED:
            yield Problem(path, f"{code} 是保留的名称（{'、'.join(RESERVED)}），不能作指标代码")
        if parent is not None and parent not in parents:
            yield Problem(f"{path}.parent", f"上级指标 {parent} 不存在；{suggestion(str(parent), parents)}")
        seen = [code]
        while (above := parents.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        if above is not None and above == code and code not in reported:
            reported.update(seen)
            yield Problem(f"{path}.parent", f"上级指标成环：{' → '.join([*seen, above])}")
        has_rule = indicators[code].get("rule") is not None
        if code in inner and has_rule:
            yield Problem(f"{path}.rule", "有下级指标的指标由下级合成，不应再写 rule")
        if code not in inner and not has_rule:
            yield Problem(f"{path}.rule", "最末级指标应写明 rule")


def _weights(raw: Mapping[str, Any]) -> Iterator[Problem]:
    siblings: dict[Any, list[str]] = {}
    for code, table in _tables(raw, "indicator").items():
        siblings.setdefault(table.get("parent"), []).append(code)
    codes = [code for group in siblings.values() for code in group]
    for name, scheme in _tables(raw, "weights").items():
        given = scheme.get("weight", {})
        path = f"weights.{name}.weight"
        if given and scheme.get("kind") != "given":
            yield Problem(path, 'kind 不是 "given" 时不应写 weight')
        if not isinstance(given, dict):
            continue
        for code in given:
            if code not in codes:
                yield Problem(f"{path}.{code}", f"没有这个指标；{suggestion(code, codes)}")
        for parent, group in siblings.items():
            named = [code for code in group if code in given]
            if not named:
                continue
            where = f"{path}（{parent or '一级指标'} 的下级）"
            if absent := [code for code in group if code not in given]:
                yield Problem(where, f"同级指标应全部写明权重，缺 {'、'.join(absent)}")
            total = sum(value for code in named if isinstance(value := given[code], int | float))
            if abs(total - 1) > WEIGHT_TOLERANCE:
                yield Problem(where, f"同级权重之和应为 1，实为 {total:.6g}")


def _names(raw: Mapping[str, Any]) -> Iterator[Problem]:
    bands, weights = _tables(raw, "bands"), _tables(raw, "weights")
    for path, given, allowed in [
        ("default_bands", raw.get("default_bands"), bands),
        ("default_weights", raw.get("default_weights"), weights),
        *((f"indicator.{c}.bands", t.get("bands"), bands) for c, t in _tables(raw, "indicator").items()),
    ]:
        if isinstance(given, str) and given not in allowed:
            yield Problem(path, f"没有名为 {given} 的定义；{suggestion(given, allowed)}")


def _ids(raw: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for path, clause in _clauses(raw):
        if "id" in clause and path in seen:
            rule, _, name = path.rpartition(".")
            yield Problem(rule, f"id {name} 重复；同一规则内的 id 应各不相同")
        seen.add(path)


def _vocabulary(raw: Mapping[str, Any]) -> Iterator[Problem]:
    vocabulary = _tables(raw, "vocabulary")
    for path, clause in _clauses(raw):
        known = vocabulary.get(str(clause.get("source")), {})
        scaled = clause.get("scaled")
        conditions = [(f"{path}.when", clause.get("when"))]
        conditions += [(f"{path}.scaled.when", scaled.get("when"))] if isinstance(scaled, dict) else []
        for where, when in conditions:
            for column, wanted in when.items() if isinstance(when, dict) else ():
                if wanted == []:
                    yield Problem(f"{where}.{column}", "至少要有一个值，否则永远不会符合")
                for value in wanted if isinstance(wanted, list) else [wanted]:
                    if column in known and value not in known[column]:
                        yield Problem(
                            f"{where}.{column}", f"“{value}”不在词表中；{suggestion(str(value), known[column])}"
                        )


def _survey(raw: Mapping[str, Any]) -> Iterator[Problem]:
    rules = [table.get("rule") for table in _tables(raw, "indicator").values()]
    asked = any(isinstance(rule, dict) and rule.get("kind") == "answers" for rule in rules)
    if asked and raw.get("survey") is None:
        yield Problem("survey", "有问卷指标（answers）的规则文件应写明 [survey]：最低份数与置信水平")


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
    parents = {code: table.get("parent") for code, table in _tables(raw, "indicator").items()}
    made = {"0", *(str(_depth(code, parents)) for code in set(parents.values()) - {None})}
    for path, table in tables:
        levels = table.get("level") if isinstance(table, dict) else None
        for level in levels if isinstance(levels, dict) else ():
            if level not in made:
                yield Problem(f"{path}.level.{level}", f"没有这一级的合成；{suggestion(str(level), made)}（0 为总分）")


def _robustness(raw: Mapping[str, Any]) -> Iterator[Problem]:
    study = raw.get("robustness")
    if not isinstance(study, dict):
        return
    schemes = _tables(raw, "weights")
    chosen = study.get("schemes")
    names = chosen.get("names") if isinstance(chosen, dict) else None
    ways = study.get("aggregation")
    labels = [way.get("label") for way in ways if isinstance(way, dict)] if isinstance(ways, list) else []
    for path, given in (("robustness.schemes.names", names), ("robustness.aggregation", labels)):
        listed = given if isinstance(given, list) else []
        for name in dict.fromkeys(name for name in listed if name is not None and listed.count(name) > 1):
            yield Problem(path, f"{name} 重复；每种只写一次，抽取的机会均等")
    for name in names if isinstance(names, list) else ():
        if name not in schemes:
            yield Problem("robustness.schemes.names", f"没有权重方案 {name}；{suggestion(str(name), schemes)}")


def _depth(code: Any, parents: Mapping[str, Any]) -> int:
    """How far below the whole tree a node is; a circle of parents ends somewhere."""
    seen = []
    while code is not None and code not in seen:
        seen.append(code)
        code = parents.get(code)
    return len(seen)


def _clauses(raw: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table that selects records of a source, with its key path."""
    rules = [(f"indicator.{code}.rule", table.get("rule")) for code, table in _tables(raw, "indicator").items()]
    for path, rule in [*rules, ("bonus", raw.get("bonus"))]:
        if not isinstance(rule, dict):
            continue
        yield path, rule
        for key in ("deduct", "part"):
            entries = rule.get(key)
            for clause in entries if isinstance(entries, list) else ():
                if isinstance(clause, dict):
                    yield f"{path}.{key}.{clause.get('id', '?')}", clause
