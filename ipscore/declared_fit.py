"""Do declared sources stay apart from the built-in ones, and do normalised rules fit the columns that they read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources import SOURCES
from data_sources.declared import UNIT_REGISTER
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from ipscore.column_fit import column_problems, condition_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.rules import NormalisedRule
    from ipscore.column_fit import Columns


def figure_problems(
    where: str, rule: NormalisedRule, columns: Columns, source: Source, book: Rulebook
) -> Iterator[Problem]:
    """What is wrong with the columns and conditions of a normalised rule, or with how its last record is found."""
    yield from condition_problems(f"{where}.when", rule.when, columns)
    yield from column_problems(f"{where}.value", rule.value, columns, "number", "count")
    if rule.per is not None:
        yield from column_problems(f"{where}.per", rule.per, columns, "number", "count")
    if rule.latest_by is not None:
        yield from column_problems(f"{where}.latest_by", rule.latest_by, columns, "date")
    elif rule.combine == "last" and book.latest_by(rule) is None and source.key != ("entity_id",):
        dates = [name for name, kind in columns.kinds.items() if kind == "date"]
        how = "应写 latest_by（按哪一日期列取最后一条），或另写 combine"
        yield Problem(f"{where}.combine", f"不知道哪一条是最后一条：{how}；{suggestion('', dates)}")


def clashes(book: Rulebook) -> Iterator[Problem]:
    """Declared sources that cannot be told from the built-in ones."""
    kept = () if book.units is not None else SOURCES
    names, titles = {source.name for source in kept}, {source.title for source in kept}
    for name, table in book.source.items():
        if name in names | {UNIT_REGISTER}:
            yield Problem(f"source.{name}", f"{name} 是系统自带的数据源，请另取名称")
        if table.title in titles:
            yield Problem(f"source.{name}.title", f"“{table.title}”是系统自带的数据源，请另取名称")
