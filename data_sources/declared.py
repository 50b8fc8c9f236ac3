"""Contracts made from what a rulebook declares: its sources, and the register of its units."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from data_sources.columns import firm_column, metadata
from data_sources.register import FIRMS, Register
from data_sources.source import Source
from indicator_tree.sources import UNIT_COLUMN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.columns import Kind
    from indicator_tree import Rulebook
    from indicator_tree.sources import ColumnKind, SourceColumn, SourceTable
    from indicator_tree.units import Units

UNIT_REGISTER = "unit_register"

_KINDS: Mapping[ColumnKind, tuple[type[pl.DataType], Kind, str]] = {
    "text": (pl.String, "text", ""),
    "number": (pl.Float64, "number", "1,234.5"),
    "integer": (pl.Int64, "count", "12"),
    "date": (pl.Date, "date", "2024-06-30"),
    "bool": (pl.Boolean, "flag", "是"),
    "code": (pl.String, "identifier", "BH0001"),
}
"""Type, kind and an example of a cell, where none is given."""


def declared_sources(rulebook: Rulebook) -> tuple[Source, ...]:
    """The sources that a rulebook declares, in its order."""
    return tuple(_source(name, table, rulebook) for name, table in rulebook.source.items())


def register_of(rulebook: Rulebook) -> Register:
    """The register of a rulebook's units; that of securities firms where it declares none."""
    units = rulebook.units
    if units is None:
        return FIRMS
    aged = rulebook.population is not None and rulebook.population.minimum_age_years > 0
    columns = _register_columns(units, aged=aged)
    source = Source(
        UNIT_REGISTER,
        units.register_title,
        pa.DataFrameSchema(columns),
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
    return Register(source, completed, group=bool(units.group))


def _register_columns(units: Units, *, aged: bool) -> dict[str, pa.Column]:
    name = units.name_title
    columns = {}
    if units.identified:
        columns["firm_id"] = _text(units.code_title, f"{units.noun}的编号，不得重复", "BH01", kind="identifier")
        if units.id_pattern:
            columns["firm_id"].checks.append(_fullmatch(units.code_title, units.id_pattern))
    columns["full_name"] = _text(
        name, f"{units.noun}的名称，不得重复", f"示例{units.noun}", (units.noun, "名称", "全称")
    )
    columns["short_name"] = _text("简称", "通常的简称；没有则留空", "", (f"{units.noun}简称",), optional=True)
    columns["former_names"] = _text("曾用名", "曾用的名称，多个用顿号隔开；没有则留空", "", ("原名",), optional=True)
    if units.group:
        columns["peer_group"] = _text(units.group, "同组的可相互比较", "示例组")
    columns["established_on"] = pa.Column(
        pl.Date,
        nullable=not aged,
        title="成立日期",
        description="成立的日期" + ("" if aged else "；不清楚则留空"),
        metadata=metadata(example="2015-01-01", aliases=("设立日期",), optional=not aged),
    )
    merged = f"与别的{units.noun}合并评价的，填那{units.measure}{units.noun}的名称；否则留空"
    columns["merged_into"] = _text("合并至", merged, "", ("并入",), optional=True)
    return columns


def _text(
    title: str,
    description: str,
    example: str,
    aliases: tuple[str, ...] = (),
    *,
    kind: Kind = "text",
    optional: bool = False,
) -> pa.Column:
    more = metadata(example=example, aliases=aliases, kind=kind, optional=optional)
    return pa.Column(pl.String, nullable=optional, title=title, description=description, metadata=more)


def _fullmatch(title: str, pattern: str) -> pa.Check:
    def matches(codes: pl.Series) -> pl.Series:
        found = [None if code is None else re.fullmatch(pattern, code) is not None for code in codes]
        return pl.Series(codes.name, found, pl.Boolean)

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).map_batches(matches, return_dtype=pl.Boolean))

    return pa.Check(check, name="pattern", error=f"{title}的格式不对，须符合 {pattern}")


def _source(name: str, table: SourceTable, rulebook: Rulebook) -> Source:
    units = rulebook.units
    own = {key: _column(column, table) for key, column in table.column.items()}
    unit = {UNIT_COLUMN: firm_column() if units is None else _unit_column(units)}
    first = {key: own.pop(key) for key in ("record_id",) if key in own}
    return Source(
        name,
        table.title,
        pa.DataFrameSchema({**first, **unit, **own}),
        table.description or f"{table.title}，一行一{table.unit}。",
        dated_by=table.dated_by,
        dating=table.dating,
        key=tuple("entity_id" if key == UNIT_COLUMN else key for key in table.key),
        unit=table.unit,
        words=rulebook.words,
    )


def _unit_column(units: Units) -> pa.Column:
    named = "、".join(["名称、简称、曾用名", *([units.code_title] if units.identified else [])])
    aliases = (units.name_title, f"{units.noun}简称", *([units.code_title] if units.identified else []), "firm_id")
    description = f"{units.noun}的{named}均可，须见于{units.register_title}"
    return _text(units.noun, description, f"示例{units.noun}", aliases)


def _column(column: SourceColumn, table: SourceTable) -> pa.Column:
    dtype, kind, example = _KINDS[column.kind]
    checks = [getattr(pa.Check, name)(value) for name, value in column.limits.items()]
    if column.not_before is not None:
        checks.append(_not_before(column.title, column.not_before, table.column[column.not_before].title))
    return pa.Column(
        dtype,
        checks,
        nullable=column.nullable or column.optional,
        title=column.title,
        description=column.description,
        metadata=metadata(
            example=column.example or next(iter(column.values), example),
            aliases=column.aliases,
            unit=column.unit,
            kind=kind,
            options=column.values,
            optional=column.optional,
        ),
    )


def _not_before(title: str, other: str, other_title: str) -> pa.Check:
    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key) >= pl.col(other))

    return pa.Check(check, name=f"not_before_{other}", error=f"{title}不得早于{other_title}")
