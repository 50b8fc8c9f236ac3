"""Checks of the sources and units that a rulebook declares, on the plain tables.

Whether rules fit the columns is checked for all sources alike, once contracts have been made of them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.run_sources import contract_of
from indicator_tree.sources import RESERVED, UNIT_COLUMN, SourceColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

RECORD_ID = "record_id"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def source_problems(raw: Table) -> Iterator[Problem]:
    """All problems of `[units]`, `[source.…]` and of the population that goes with them."""
    units = raw.get("units") if isinstance(raw.get("units"), dict) else None
    yield from _population(raw, units)
    sources = {name: table for name, table in _table(raw, "source").items() if isinstance(table, dict)}
    titles = Counter(str(table["title"]) for table in sources.values() if table.get("title") is not None)
    if units is not None:
        titles[str(units.get("register_title"))] += 1
    for name, table in sources.items():
        where = f"source.{name}"
        if not _NAME.fullmatch(name):
            yield Problem(where, "数据源的名称只能用小写字母、数字和下划线，以字母开头")
        if titles[str(table.get("title"))] > 1:
            yield Problem(
                f"{where}.title", f"“{table.get('title')}”重复；数据源与名录的名称应各不相同，否则无法区分文件"
            )
        columns = {key: column for key, column in _table(table, "column").items() if isinstance(column, dict)}
        yield from _columns(name, columns, units)
        yield from _named(name, table, columns)
        yield from _run(name, table, columns)


def _population(raw: Table, units: Table | None) -> Iterator[Problem]:
    population = raw.get("population")
    if units is None and population is None:
        told = "缺少此项；只有写明 [units]（评价对象）的规则文件可以不写"
        yield Problem("population", told, follows=(("population",), ("units",)))
    if units is None:
        return
    if isinstance(population, dict) and population.get("requires_brokerage"):
        yield Problem("population.requires_brokerage", "写明 [units] 时名录没有经纪业务资格，应为 false")
    if raw.get("questionnaire") is not None:
        yield Problem("questionnaire", "写明 [units] 时只有规则文件定义的数据源，没有调查问卷")


def _columns(source: str, columns: Mapping[str, Table], units: Table | None) -> Iterator[Problem]:
    where, keys = f"source.{source}.column", ("source", source, "column")
    noun = str(units.get("noun")) if units else "证券公司"
    headers = Counter({noun: 1})
    for column in columns.values():
        aliases = column.get("aliases")
        headers.update({str(column.get("title")), *(map(str, aliases) if isinstance(aliases, list) else ())})
    for name, column in columns.items():
        at = f"{where}.{name}"
        if name in RESERVED:
            yield Problem(at, f"{'、'.join(RESERVED)} 由系统填写，不应定义；每个数据源都有“{noun}”一列")
        elif not _NAME.fullmatch(name):
            yield Problem(at, "列的名称只能用小写字母、数字和下划线，以字母开头")
        rests = ((*keys, name, "kind"), (*keys, name, "title"))
        if name == RECORD_ID and (column.get("kind") != "code" or column.get("nullable") or column.get("optional")):
            yield Problem(at, 'record_id 是记录的编号，应为 kind = "code"，不能留空', follows=rests)
        for header in [column.get("title"), *(column.get("aliases") or ())]:
            if header is not None and headers[str(header)] > 1:
                yield Problem(f"{at}.title", f"表头“{header}”重复；同一数据源的表头（含 aliases）应各不相同")


def _named(name: str, table: Table, columns: Mapping[str, Table]) -> Iterator[Problem]:
    """Dates and keys that no column holds; a column that several of them name is told once."""
    where, lacking = f"source.{name}", dict[str, list[str]]()
    places = [(f"{where}.dated_by", table.get("dated_by"))]
    places += [(f"{where}.column.{key}.not_before", column.get("not_before")) for key, column in columns.items()]
    for path, given in places:
        if given is not None:
            lacking.setdefault(str(given), []).append(path)
    for given, paths in lacking.items() if "title" in table else ():  # else the source kept here may have it
        yield from _date(name, paths, given, columns)
    if (dated_by := table.get("dated_by")) is not None:
        column = columns.get(str(dated_by), {})
        if column.get("optional") or (column.get("nullable") and table.get("dating") != "until_end"):
            yield Problem(f"{where}.dated_by", f"列 {dated_by} 可以留空，不能据以判断记录是否在评价期内")
    elif table.get("dating", "within") != "within":
        yield Problem(f"{where}.dating", "须先写明 dated_by：哪一列是日期")
    key = table.get("key")
    for one in key if isinstance(key, list) else ():
        if one not in columns and one != UNIT_COLUMN and str(one) not in lacking:
            told = f"没有列 {one}；{suggestion(str(one), [*columns, UNIT_COLUMN])}"
            yield Problem(f"{where}.key", told, follows=(("source", name, "column"),))


def _run(name: str, table: Table, columns: Mapping[str, Table]) -> Iterator[Problem]:
    """Columns of a source that is made of runs which are not those that runs have."""
    contract = contract_of(table)
    if contract is None:
        return
    other = [key for key, column in columns.items() if not _same(column, contract.columns.get(key))]
    if other:
        told = "写明 run 的数据源，列由程序给出，不写 column"
        yield Problem(f"source.{name}.column.{other[0]}", f"{told}；可用的列：{'、'.join(contract.columns)}")


def _same(column: Table, contract: Table | None) -> bool:
    """Whether a plain column says what the contract says, what is by default left out or not."""
    if contract is None:
        return False
    defaults = {name: field.default for name, field in SourceColumn.model_fields.items()}
    return all(
        _plain(column.get(name, default)) == _plain(contract.get(name, default)) for name, default in defaults.items()
    )


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _date(source: str, paths: list[str], name: str, columns: Mapping[str, Table]) -> Iterator[Problem]:
    dates = [key for key, column in columns.items() if column.get("kind") == "date"]
    also = f"（{'、'.join(paths)} 都写了它）" if len(paths) > 1 else ""
    keys = ("source", source, "column")
    if name not in columns:
        told = f"没有列 {name}{also}；{suggestion(name, dates)}"
        yield Problem(paths[0], told, follows=(keys,))
    elif name not in dates:
        told = f'列 {name} 不是日期（kind = "date"）{also}；{suggestion(name, dates)}'
        yield Problem(paths[0], told, follows=((*keys, name, "kind"),))


def _table(raw: Table, key: str) -> Table:
    found = raw.get(key)
    return found if isinstance(found, dict) else {}
