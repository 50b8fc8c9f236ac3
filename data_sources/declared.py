"""Contracts made from what a rulebook declares: its sources, and the register of its units."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

import polars as pl

from data_sources.column_checks import each_text, limited, not_before
from data_sources.columns import PERSONAL, Column, column, firm_column
from data_sources.register import FIRMS, Register
from data_sources.source import Source
from indicator_tree.sources import UNIT_COLUMN
from indicator_tree.units import PEER_GROUP, UNIT_REGISTER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.column_checks import Limit
    from data_sources.columns import Kind
    from indicator_tree import Rulebook
    from indicator_tree.sources import ColumnKind, SourceColumn, SourceTable
    from indicator_tree.units import Units

_KINDS: Mapping[ColumnKind, tuple[Kind, str]] = {
    "text": ("text", ""),
    "number": ("number", "1,234.5"),
    "integer": ("count", "12"),
    "date": ("date", "2024-06-30"),
    "bool": ("flag", "是"),
    "code": ("identifier", "BH0001"),
}
"""Kind and an example of a cell, where none is given."""


def declared_sources(rulebook: Rulebook) -> tuple[Source, ...]:
    """The sources that a rulebook declares, in its order."""
    return tuple(_source(name, table, rulebook) for name, table in rulebook.declared.items())


def extended(source: Source, rulebook: Rulebook) -> Source:
    """A source kept here with the columns that a rulebook adds to it, after its own."""
    added = rulebook.further_columns(source.name)
    if not added:
        return source
    titles = {column.name: column.title for column in source.columns} | {key: one.title for key, one in added.items()}
    return replace(source, contract=(*source.columns, *(_column(key, said, titles) for key, said in added.items())))


def register_of(rulebook: Rulebook) -> Register:
    """The register of a rulebook's units, or of securities firms where it declares none, with the columns it adds."""
    units, added = rulebook.units, tuple(rulebook.further_columns(rulebook.register))
    if units is None and not added:
        return FIRMS
    if units is None:
        return replace(FIRMS, source=extended(FIRMS.source, rulebook), groups=added)
    aged = rulebook.population is not None and rulebook.population.minimum_age_years > 0
    columns = _register_columns(units, aged=aged)
    source = Source(
        UNIT_REGISTER,
        units.register_title,
        columns,
        units.description or f"参加评价的{units.noun}，一行一{units.measure}。",
        key=("firm_id",) if units.identified else ("full_name",),
        unit=units.measure,
        words=units.words,
    )
    completed = {
        "firm_id": pl.col("firm_id" if units.identified else "full_name"),
        "short_name": pl.coalesce("short_name", "full_name"),
        "brokerage": pl.lit(value=False),
    }
    return Register(extended(source, rulebook), completed, ((PEER_GROUP,) if units.group else ()) + added)


def _register_columns(units: Units, *, aged: bool) -> tuple[Column, ...]:
    name = units.name_title
    columns = []
    if units.identified:
        form = f"{units.code_title}的格式不对，须符合 {units.id_pattern}"
        checks = [each_text("pattern", form, partial(_matches, units.id_pattern))] if units.id_pattern else []
        code = column(
            units.code_title, f"{units.noun}的编号，不得重复", example="BH01", kind="identifier", checks=checks
        )
        columns.append(replace(code, name="firm_id"))
    columns.append(
        _text("full_name", name, f"{units.noun}的名称，不得重复", f"示例{units.noun}", (units.noun, "名称", "全称"))
    )
    columns.append(_text("short_name", "简称", "通常的简称；没有则留空", "", (f"{units.noun}简称",), optional=True))
    columns.append(
        _text("former_names", "曾用名", "曾用的名称，多个用顿号隔开；没有则留空", "", ("原名",), optional=True)
    )
    if units.group:
        columns.append(_text(PEER_GROUP, units.group, "同组的可相互比较", "示例组"))
    since = "成立的日期" + ("" if aged else "；不清楚则留空")
    established = column("成立日期", since, example="2015-01-01", aliases=("设立日期",), kind="date", optional=not aged)
    columns.append(replace(established, name="established_on"))
    merged = f"与别的{units.noun}合并评价的，填那{units.measure}{units.noun}的名称；否则留空"
    columns.append(_text("merged_into", "合并至", merged, "", ("并入",), optional=True))
    return tuple(columns)


def _matches(pattern: str, code: str) -> bool:
    return re.fullmatch(pattern, code) is not None


def _text(
    name: str,
    title: str,
    description: str,
    example: str,
    aliases: tuple[str, ...] = (),
    *,
    optional: bool = False,
) -> Column:
    text: Column = column(title, description, example=example, aliases=aliases, optional=optional)
    return replace(text, name=name)


def _source(name: str, table: SourceTable, rulebook: Rulebook) -> Source:
    units, title = rulebook.units, table.title or name
    titles = {key: said.title for key, said in table.column.items()}
    own = {key: _column(key, said, titles) for key, said in table.column.items()}
    first = [own.pop(key) for key in ("record_id",) if key in own]
    unit = firm_column() if units is None else _unit_column(units)
    return Source(
        name,
        title,
        (*first, unit, *own.values()),
        _described(table, title),
        dated_by=table.dated_by,
        dating=table.dating,
        key=tuple("entity_id" if key == UNIT_COLUMN else key for key in table.key),
        unit=table.unit,
        words=rulebook.words,
    )


def _described(table: SourceTable, title: str) -> str:
    said = table.description or f"{title}，一行一{table.unit}。"
    if table.run is None:
        return said
    command = "ipscore score" if table.run.kind == "evaluation" else "ipscore ops score"
    return f"{said}由 {command} 写出的运行得出，不必填报：把运行文件夹整个放进数据文件夹。"


def _unit_column(units: Units) -> Column:
    named = "、".join(["名称、简称、曾用名", *([units.code_title] if units.identified else [])])
    aliases = (units.name_title, f"{units.noun}简称", *([units.code_title] if units.identified else []), "firm_id")
    description = f"{units.noun}的{named}均可，须见于{units.register_title}"
    return _text(UNIT_COLUMN, units.noun, description, f"示例{units.noun}", aliases)


def _column(name: str, said: SourceColumn, titles: Mapping[str, str]) -> Column:
    kind, example = _KINDS[said.kind]
    later = said.not_before
    checks = [limited(cast("Limit", limit), value) for limit, value in said.limits.items()]
    checks += [] if later is None else [not_before(said.title, later, titles[later])]
    found: Column = column(
        said.title,
        said.description,
        example=said.example or next(iter(said.values), example),
        aliases=said.aliases,
        unit=said.unit,
        kind=kind,
        options=said.values,
        personal_unless=PERSONAL if said.personal else None,
        optional=said.optional,
        nullable=said.nullable,
        checks=checks,
    )
    return replace(found, name=name)
