"""Figures of a rulebook that contradict each other: read one by one they are all allowed.

They are looked for in files that people edit; a rulebook that a run keeps was applied as it is.
"""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules.scale import LINES, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

_PERCENT = re.compile(r"(?P<before>[^，。；、,;]*?)(?P<number>[0-9]+(?:\.[0-9]+)?)\s*[%％]")
_BOUND = re.compile(r"不得|不应|不能|不可|低于|高于|超过|超出|少于|多于|小于|大于|至少|至多|最高|最低|上限|下限|达到")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年")
_BRACES = re.compile(r"\{([^{}]*)\}")
_NEAR = 1e-9


def consistency_problems(raw: Table) -> Iterator[Problem]:
    """All contradictions between figures that are given; what is missing or no figure is told elsewhere."""
    yield from _period(raw)
    yield from _floor(raw)
    for code, table in _tables(raw, "indicator").items():
        rule = table.get("rule")
        yield from _placeholders(code, table.get("description"), rule)
        if isinstance(rule, dict) and rule.get("kind") == "scale":
            yield from _lines(code, rule)
            yield from _sentence(code, table.get("description"), rule)


def _period(raw: Table) -> Iterator[Problem]:
    """A file that extends another year's keeps what it does not write anew."""
    period, year, title = _table(raw, "period"), raw.get("year"), raw.get("title")
    start, end = period.get("start"), period.get("end")
    if not isinstance(year, int):
        return
    if isinstance(start, date) and isinstance(end, date) and not start.year <= year <= end.year:
        told = f"评价期 {start} 至 {end} 没有一天在 {year} 年（year）；继承别的年度时 [period] 要另写"
        yield Problem("period", told, ("period",))
    years = [int(found) for found in _YEAR.findall(title)] if isinstance(title, str) else []
    if years and max(years) < year:
        yield Problem("title", f"“{title}”说的不是 {year} 年（year）；继承别的年度时 title 要另写", ("title",))


def _floor(raw: Table) -> Iterator[Problem]:
    scale = _table(raw, "scale")
    if not scale:
        return
    floor, full = _number(scale.get("floor", 0)), _number(scale.get("full_marks", 100))
    below, above = [], []
    for name, table in _tables(raw, "bands").items():
        bands = _entries(table, "band")
        lows = [low for band in bands if (low := _number(band.get("low"))) is not None]
        highs = [high for band in bands if (high := _number(band.get("high"))) is not None]
        if lows and floor is not None and floor < min(lows):
            below.append(f"{name}（{min(lows):g}）")
        if highs and full is not None and full > max(highs):
            above.append(f"{name}（{max(highs):g}）")
    if below:
        told = f"最低分 {floor:g} 低于最低分段的下端：{'、'.join(below)}；这样的得分不属于任何分段"
        yield Problem("scale.floor", told, ("scale", "floor"), follows=(("bands",),))
    if above:
        told = f"满分 {full:g} 高于最高分段的上端：{'、'.join(above)}；这样的得分不属于任何分段"
        yield Problem("scale.full_marks", told, ("scale", "full_marks"), follows=(("bands",),))


def _lines(code: str, rule: Table) -> Iterator[Problem]:
    where, keys = f"indicator.{code}.rule", ("indicator", code, "rule")
    limit, warning = (_number(_table(rule, line).get("value")) for line in LINES)
    better = {"higher_is_better": 1, "lower_is_better": -1}.get(str(rule.get("direction")))
    if limit is not None and warning is not None and better is not None and (warning - limit) * better < 0:
        should = "不小于" if better > 0 else "不大于"
        told = (
            f"预警标准 {percent(warning)} 越过了监管标准 {percent(limit)}：direction = {rule['direction']} "
            f"时应{should} {percent(limit)}；是否 warning 与 limit 写反了，或少写、多写了一位？"
        )
        follows = ((*keys, "direction"), (*keys, "limit"))
        yield Problem(f"{where}.warning.value", told, (*keys, "warning", "value"), follows=follows)
    given = [knot.get("ratio") for knot in _entries(rule, "knot")]
    ratios = [ratio for one in given if (ratio := _number(one)) is not None]
    if limit is None or len(ratios) < len(given) or not ratios:
        return
    if not min(ratios) - _NEAR <= limit <= max(ratios) + _NEAR:
        told = (
            f"监管标准 {percent(limit)} 不在 knot 的 ratio 之间（{percent(min(ratios))} 至 {percent(max(ratios))}），"
            "得分在标准两侧不相接；改了 limit 的，knot 也要改"
        )
        yield Problem(f"{where}.limit.value", told, (*keys, "limit", "value"), follows=((*keys, "knot"),))


def _placeholders(code: str, description: Any, rule: Any) -> Iterator[Problem]:
    """What a description asks for in braces: the lines of its rule, which only a scale has."""
    lines = LINES if isinstance(rule, dict) and rule.get("kind") == "scale" else ()
    for name in _BRACES.findall(description) if isinstance(description, str) else ():
        if name not in lines:
            told = f"说明里的 {{{name}}} 没有可代入的数；{suggestion(name, lines)}"
            yield Problem(f"indicator.{code}.description", told, follows=(("indicator", code, "rule"),))


def _sentence(code: str, description: Any, rule: Table) -> Iterator[Problem]:
    """Percentages that a sentence states as bounds and that no line is; `{limit}` is always the limit."""
    if not isinstance(description, str):
        return
    lines = {line: _number(_table(rule, line).get("value")) for line in LINES}
    if lines["limit"] is None:
        return
    stated = [(found["before"], float(found["number"]) / 100) for found in _PERCENT.finditer(description)]
    named = "{limit}" in description or any(_same(value, lines["limit"]) for _, value in stated)
    for before, value in stated:
        line = "warning" if "预警" in before else "limit"
        if _same(value, lines[line]) or (named and line == "limit" and not _BOUND.search(before)):
            continue
        told = (
            f"说明里的 {percent(value)} 与 {line} 的 {percent(lines[line] or 0)} 不同；"
            f"写成 {{{line}}} 即随 {line} 而变，如“不得低于{{{line}}}”"
        )
        keys = ("indicator", code)
        yield Problem(f"indicator.{code}.description", told, (*keys, "description"), follows=((*keys, "rule", line),))


def _same(one: float, other: float | None) -> bool:
    return other is not None and abs(one - other) < _NEAR


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None


def _entries(table: Table, key: str) -> list[Table]:
    found = table.get(key)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _table(raw: Table, key: str) -> Table:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}


def _tables(raw: Table, key: str) -> dict[str, Table]:
    return {name: table for name, table in _table(raw, key).items() if isinstance(table, dict)}
