"""Do declared sources stay apart from the built-in ones?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.declared import register_of
from data_sources.header_texts import header_key
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.units import UNIT_REGISTER
from ipscore.inputs import kept_sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.source import Source
    from indicator_tree import Rulebook
    from indicator_tree.sources import SourceTable
    from surveys.questionnaire import Questionnaire

_CLOSED = {
    "survey_responses": "答卷的列由问卷规定，请在问卷里加 [[attribute]] 或 [[question]]",
}
"""Sources kept here that take no further columns, and why."""


def clashes(book: Rulebook, questionnaire: Questionnaire | None) -> Iterator[Problem]:
    """Declared sources and further columns that cannot be told from what is kept here, or add to nothing."""
    register = register_of(book.model_copy(update={"source": {}})).source
    kept = {source.name: source for source in (register, *kept_sources(book, questionnaire))}
    titles = {source.title for source in kept.values()}
    for name, table in book.source.items():
        where = f"source.{name}"
        if not table.title:
            yield from _additions(where, name, table, kept, book)
        elif name in kept or name in (UNIT_REGISTER, CORRECTIONS.name):
            yield Problem(where, f"{name} 是系统自带的数据源，请另取名称；要给它加列的，只写 column，不写 title")
        if table.title in {*titles, CORRECTIONS.title}:
            yield Problem(f"{where}.title", f"“{table.title}”是系统自带的数据源，请另取名称")


def _additions(
    where: str, name: str, table: SourceTable, kept: Mapping[str, Source], book: Rulebook
) -> Iterator[Problem]:
    """What is wrong with columns that are added to a source kept here."""
    open_to = [source for source in kept if source not in _CLOSED]
    if name in _CLOSED and name in kept:
        yield Problem(where, f"不能给 {name} 加列：{_CLOSED[name]}")
        return
    if name not in kept:
        told = f"缺少 title（名称）；只有给自带数据源加列时不写，而没有叫 {name} 的自带数据源"
        yield Problem(where, f"{told}；{suggestion(name, open_to)}")
        return
    own = kept[name]
    taken = {header: column.title for column in own.columns for header in _headers(column.title, column.aliases)}
    dates = [column.name for column in own.columns if column.kind == "date"]
    dates += [key for key, column in table.column.items() if column.kind == "date"]
    for key, column in table.column.items():
        at = f"{where}.column.{key}"
        if name == book.register and (column.kind != "text" or column.personal):
            yield Problem(f"{at}.kind", '给名录加的列只用于分组，应为 kind = "text"，不写 personal')
        if any(column_of.name == key for column_of in own.columns):
            yield Problem(at, f"{own.title}本来就有列 {key}（{own.column(key).title}），请另取名称")
        for header in (column.title, *column.aliases):
            if (other := taken.get(header_key(header))) is not None:
                yield Problem(f"{at}.title", f"表头“{header}”是{own.title}自带的列（{other}）的写法，请另取表头")
        if column.not_before is not None and column.not_before not in dates:
            told = f"{own.title}没有日期列 {column.not_before}"
            yield Problem(f"{at}.not_before", f"{told}；{suggestion(column.not_before, dates)}")


def _headers(title: str, aliases: Sequence[str]) -> tuple[str, ...]:
    return tuple(header_key(header) for header in (title, *aliases))
