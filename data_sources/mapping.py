"""What headers, cells and file names mean by a mapping, applied to the sources that it names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data_sources.canonical import canonical_key
from data_sources.errors import MappingError
from data_sources.header_texts import header_key
from data_sources.source import Mapped
from data_sources.suggest import perhaps
from data_sources.values import says_nothing_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.parts import Opened
    from data_sources.source import Source
    from indicator_tree.mapping import Mapping as Mappings

_NUMBER = "record_id"


def mapped_sources(
    sources: Sequence[Source], mapping: Mappings, closed: Mapping[str, Mapping[str, Sequence[str]]]
) -> list[Source]:
    """The sources with what the mapping says of their headers, cells and numbers.

    Args:
        sources: all sources that a folder may hold.
        mapping: names them.
        closed: source → column → the values that it allows.

    Raises:
        MappingError: with all sources, columns and values that the mapping names and that are not there.
    """
    problems = list(_problems(sources, mapping, closed))
    if problems:
        raise MappingError("映射（mapping.toml 或规则文件）有误：\n" + "\n".join(f"  - {text}" for text in problems))
    return [replace(source, mapped=_mapped(source, mapping)) for source in sources]


def _mapped(source: Source, mapping: Mappings) -> Mapped:
    headers = {header_key(header): name for header, name in mapping.columns.get(source.name, {}).items()}
    own = {
        column: {canonical_key(cell): meant for cell, meant in cells.items()}
        for column, cells in mapping.values.get(source.name, {}).items()
    }
    values = {column: {**source.mapped.values.get(column, {}), **cells} for column, cells in own.items()}
    return Mapped(headers, {**source.mapped.values, **values}, by_place=source.name in mapping.records)


def _problems(
    sources: Sequence[Source], mapping: Mappings, closed: Mapping[str, Mapping[str, Sequence[str]]]
) -> Iterator[str]:
    by_name = {source.name: source for source in sources}
    for table in ("columns", "values", "records"):
        for name in getattr(mapping, table):
            if name not in by_name:
                yield f"[{table}.{name}]：没有来源 {name}；可用：{'、'.join(by_name)}{perhaps(name, by_name)}"
    for file, name in mapping.files.items():
        if name and name not in by_name:
            yield f'[files] "{file}"：没有来源 {name}；可用：{"、".join(by_name)}{perhaps(name, by_name)}'
    for name in mapping.columns.keys() & by_name.keys():
        yield from _headers(by_name[name], mapping.columns[name])
    for name in mapping.values.keys() & by_name.keys():
        for column, cells in mapping.values[name].items():
            yield from _values(by_name[name], column, cells, closed.get(name, {}).get(column))
    for name in mapping.records.keys() & by_name.keys():
        if _NUMBER not in _names(by_name[name]):
            yield f"[records.{name}]：{by_name[name].title}本来就没有编号一列，无须说明"


def _headers(source: Source, headers: Mapping[str, str]) -> Iterator[str]:
    where, names = f"[columns.{source.name}]", _names(source)
    meant: dict[str, str] = {}
    for header, name in headers.items():
        if name not in names:
            yield f'{where} "{header}"：{source.title}没有列 {name}；可用：{"、".join(names)}{perhaps(name, names)}'
        elif not header_key(header):
            yield f'{where} "{header}"：表头是空的'
        elif meant.setdefault(header_key(header), name) != name:
            yield f'{where} "{header}"：同一个表头既是 {meant[header_key(header)]} 又是 {name}'


def _values(source: Source, name: str, cells: Mapping[str, str], allowed: Sequence[str] | None) -> Iterator[str]:
    where, names = f"[values.{source.name}.{name}]", _names(source)
    if name not in names:
        yield f"{where}：{source.title}没有列 {name}；可用：{'、'.join(names)}{perhaps(name, names)}"
        return
    column = source.column(name)
    if column.kind == "secret":
        yield f"{where}：{column.title}只保存指纹，不能逐值说明"
        return
    meant: dict[str, str] = {}
    for cell, value in cells.items():
        if meant.setdefault(canonical_key(cell), value) != value:
            yield f'{where} "{cell}"：同一个取值既是“{meant[canonical_key(cell)]}”又是“{value}”'
        if not value and column.required:
            yield f'{where} "{cell}"：{column.title}不得留空，不能写成 ""'
        elif value and (reason := says_nothing_of(column, value, allowed)):
            yield f'{where} "{cell}"：“{value}”{reason}'


def _names(source: Source) -> list[str]:
    return [column.name for column in source.columns]


def check_used(opened: Opened, mapping: Mappings, own: Mappings) -> list[str]:
    """What a mapping says of headers that no sheet of their source has, in Chinese.

    Args:
        opened: the folder.
        mapping: all that is said.
        own: what is said for this folder alone.

    Raises:
        MappingError: what is said for this folder alone is not there.
    """
    here: dict[str, dict[str, str]] = {}
    for part in opened.parts:
        headers = (*part.header.texts.values(), *part.header.dropped)
        here.setdefault(part.source.name, {}).update({header_key(header): header for header in headers})
    lacking = list(_not_there(own, here))
    if lacking:
        raise MappingError("mapping.toml 里写明而文件里没有的：\n" + "\n".join(f"  - {text}" for text in lacking))
    return [f"映射里写明而文件里没有的：{text}" for text in _not_there(mapping, here)]


def _not_there(mapping: Mappings, here: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for source, said in mapping.columns.items():
        found = here.get(source, {})
        for header in said:
            if found and header_key(header) not in found:
                hint = perhaps(header, sorted(found.values()))
                yield f'[columns.{source}] "{header}"：{source} 的文件里没有这个表头{hint}'
