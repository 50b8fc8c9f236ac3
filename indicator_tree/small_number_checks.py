"""Checks of sizes, shrinkage, small numbers and small groups across a rulebook, on the plain tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules.groups import NO_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

_ASKS = ("shrinkage", "small_numbers")


def size_problems(raw: Table) -> Iterator[Problem]:
    """Sizes that nothing defines, on the tables as they were written: as read, every rule holds its size."""
    sizes = _table(raw, "size")
    for code, table in _table(raw, "indicator").items():
        for way, name in _named(_table(table, "rule")) if isinstance(table, dict) else ():
            if name not in sizes:
                told = f"[size] 没有定义规模 {name}；{suggestion(name, sizes)}"
                where = ".".join(("indicator", code, "rule", *way))
                keys = ("indicator", code, "rule", *way) if len(way) == 1 else ()
                yield Problem(where, told, keys, follows=(("size",),))


def _named(rule: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """The sizes that a rule names, each with the way to it."""
    if isinstance(name := rule.get("size"), str):
        yield ("size",), name
    deductions = rule.get("deduct")
    for at, one in enumerate(deductions if isinstance(deductions, list) else (), 1):
        if isinstance(one, dict) and isinstance(name := _table(one, "per").get("size"), str):
            yield ("deduct", str(one.get("id", at)), "per", "size"), name


def small_number_problems(raw: Table) -> Iterator[Problem]:
    """Errors of counts without a confidence, few records that would stop every run."""
    indicators = {code: table for code, table in _table(raw, "indicator").items() if isinstance(table, dict)}
    rules = {code: _table(table, "rule") for code, table in indicators.items()}
    for code, rule in rules.items():
        if (indicators[code].get("missing") or raw.get("missing")) != "error":
            continue
        for way, key in _scoreless(rule):
            told = f'{key} = "missing" 时没有得分，而 missing = "error" 即报错；请为该指标写 missing = "reweight"'
            where = ".".join(("indicator", code, "rule", *way, key))
            yield Problem(where, told, follows=(("missing",), ("indicator", code, "missing")))
    yield from _confidence(raw, [code for code, rule in rules.items() if _has_error(rule)])


def _scoreless(rule: Table) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where a rule says that a unit has no score: the way to the table, and the key."""
    if _table(rule, "small_numbers").get("below") == "missing":
        yield ("small_numbers",), "below"
    if (groups := _table(rule, "within_groups")) and groups.get("by") != NO_GROUPS:
        said = {"below": groups.get("below", "missing"), "without": groups.get("without")}
        yield from ((("within_groups",), key) for key, follows in said.items() if follows == "missing")
    deductions = rule.get("deduct")
    for at, one in enumerate(deductions if isinstance(deductions, list) else (), 1):
        if isinstance(one, dict) and _table(one, "per").get("without") == "missing":
            yield ("deduct", str(one.get("id", at)), "per"), "without"


def _has_error(rule: Table) -> bool:
    return rule.get("interval") is True or any(rule.get(name) is not None for name in _ASKS)


def _confidence(raw: Table, asking: list[str]) -> Iterator[Problem]:
    """One confidence for all intervals: they are combined at the nodes above."""
    survey, counting = _table(raw, "survey"), _table(raw, "counting")
    if asking and not survey and not counting:
        told = f"指标 {'、'.join(asking)} 带计数误差，须写明 [counting]：置信水平 confidence"
        yield Problem("counting", told, follows=(("counting",), ("survey",)))
    both = [table.get("confidence") for table in (survey, counting)]
    if survey and counting and both[0] != both[1]:
        told = f"应与 survey.confidence（{both[0]}）相同，实为 {both[1]}；上级指标的区间由两者合成"
        yield Problem("counting.confidence", told, follows=(("survey", "confidence"), ("counting", "confidence")))


def _table(raw: Table, key: str) -> Table:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}
