"""Figures of a rulebook that contradict each other: read one by one they are all allowed.

They are looked for in files that people edit; a rulebook that a run keeps was applied as it is.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.placeholders import unfilled
from indicator_tree.plain_tables import entries_of, number_in, table_of, tables_of
from indicator_tree.rules import MODELS, kinds_of, model_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

_YEARS = re.compile(r"(?<![0-9])((?:(?:19|20)[0-9]{2}\s*[-—–－~至、/]*\s*)+)(?:年|财年)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def consistency_problems(raw: Table) -> Iterator[Problem]:
    """All contradictions between figures that are given; what is missing or no figure is told elsewhere."""
    yield from _period(raw)
    yield from _floor(raw)
    yield from _placeholders("bonus.description", ("bonus",), table_of(raw, "bonus").get("description"))
    for code, table in tables_of(raw, "indicator").items():
        rule = table.get("rule")
        where, keys = f"indicator.{code}.description", ("indicator", code)
        yield from _placeholders(where, keys, table.get("description"), rule)
        if isinstance(rule, dict) and (model := model_of(rule.get("kind"))) is not None:
            yield from model.contradictions(code, table.get("description"), rule)


def _period(raw: Table) -> Iterator[Problem]:
    """A file that extends another year's keeps what it does not write anew. A period in disorder is told elsewhere."""
    period, year, title = table_of(raw, "period"), raw.get("year"), raw.get("title")
    start, end = period.get("start"), period.get("end")
    if not isinstance(year, int):
        return
    if isinstance(start, date) and isinstance(end, date) and start <= end and not start.year <= year <= end.year:
        told = f"评价期 {start} 至 {end} 没有一天在 {year} 年（year）；继承别的年度时 [period] 要另写"
        yield Problem("period", told, ("period",))
    named = _YEARS.findall(title) if isinstance(title, str) else []
    years = [int(found) for text in named for found in _YEAR.findall(text)]
    if years and not min(years) <= year <= max(years):
        yield Problem("title", f"“{title}”说的不是 {year} 年（year）；继承别的年度时 title 要另写", ("title",))


def _floor(raw: Table) -> Iterator[Problem]:
    scale = table_of(raw, "scale")
    if not scale:
        return
    floor, full = number_in(scale.get("floor", 0)), number_in(scale.get("full_marks", 100))
    below, above = [], []
    for name, table in tables_of(raw, "bands").items():
        bands = entries_of(table, "band")
        lows = [low for band in bands if (low := number_in(band.get("low"))) is not None]
        highs = [high for band in bands if (high := number_in(band.get("high"))) is not None]
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


def _placeholders(where: str, keys: tuple[str, ...], text: Any, rule: Any = None) -> Iterator[Problem]:
    """What a description asks for in braces: the lines of its rule, if its kind has any."""
    model = model_of(rule.get("kind")) if isinstance(rule, dict) else None
    lines = () if model is None else model.LINES
    for name in unfilled(text, lines) if isinstance(text, str) else ():
        known = suggestion(name, lines) if lines else _elsewhere()
        told = f"说明里的 {{{name}}} 没有可代入的数；{known}；要照印花括号的，写成全角 ｛{name}｝"
        yield Problem(where, told, follows=((*keys, "rule"),))


def _elsewhere() -> str:
    """`有可代入的数的规则：scale（limit、warning）`."""
    kinds = {kind: model.LINES for model in MODELS for kind in kinds_of(model) if model.LINES}
    return "有可代入的数的规则：" + "、".join(f"{kind}（{'、'.join(lines)}）" for kind, lines in kinds.items())
