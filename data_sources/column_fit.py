"""Do a rule's columns and conditions fit the contract of a source?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from data_sources.columns import KIND_TITLES, PERSONAL
from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rules.conditions import DATE_BOUNDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.columns import Kind
    from data_sources.source import Source
    from indicator_tree.rules import Scalar, When

_VALUES: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "flag": ("true 或 false", (bool,)),
    "count": ("整数", (int,)),
    "number": ("整数", (int,)),
    "text": ("文字", (str,)),
    "identifier": ("文字", (str,)),
    "code": ("文字", (str,)),
}
"""What a condition on a column of a kind may be compared with; dates and secrets cannot be compared."""


@dataclass(frozen=True)
class Columns:
    """The columns of a source that rules may use, with their kinds, and the values of closed ones."""

    source: str
    kinds: Mapping[str, Kind]
    allowed: Mapping[str, tuple[str, ...]]
    personal: frozenset[str] = frozenset()

    @classmethod
    def of(cls, source: Source, vocabulary: Mapping[str, Mapping[str, tuple[str, ...]]]) -> Columns:
        """The columns of a source; the firm's name is none, since records carry the firm's code instead."""
        kinds = {column.name: column.kind for column in source.columns if column.name != "firm"}
        closed = {column.name: column.options for column in source.columns if column.options}
        masked = frozenset(column.name for column in source.columns if column.personal_unless == PERSONAL)
        return cls(source.name, kinds, closed | dict(vocabulary.get(source.name, {})), masked)


def column_problems(where: str, name: str, columns: Columns, *kinds: Kind) -> Iterator[Problem]:
    """What is wrong with naming this column where one of some kinds (any, if none are given) is wanted."""
    found = columns.kinds.get(name)
    if found is None:
        yield Problem(where, f"数据源 {columns.source} 没有列 {name}；{suggestion(name, columns.kinds)}")
    elif kinds and found not in kinds:
        wanted = "或".join(KIND_TITLES[kind] for kind in kinds)
        fitting = [column for column, kind in columns.kinds.items() if kind in kinds]
        yield Problem(where, f"列 {name} 是{KIND_TITLES[found]}，此处应为{wanted}；{suggestion(name, fitting)}")


def person_problems(where: str, name: str, columns: Columns, never: str) -> Iterator[Problem]:
    """What is wrong with using this column by its values, which are masked where it holds the names of persons."""
    if name in columns.personal:
        yield Problem(where, f"列 {name} 是人名，读入时即遮盖，{never}")


def condition_problems(where: str, when: When, columns: Columns) -> Iterator[Problem]:
    """What is wrong with conditions on a source's columns."""
    for name, wanted in when.items():
        if missing := list(column_problems(f"{where}.{name}", name, columns)):
            yield from missing
            continue
        if masked := list(person_problems(f"{where}.{name}", name, columns, "不能作条件")):
            yield from masked
            continue
        if isinstance(wanted, dict):
            kinds: tuple[Kind, ...] = ("date",) if {*wanted} & {*DATE_BOUNDS} else ("number", "count")
            for one in column_problems(f"{where}.{name}", name, columns, *kinds):
                yield replace(one, message=f"{'、'.join(wanted)}：{one.message}")
            continue
        for value in wanted if isinstance(wanted, tuple) else (wanted,):
            yield from _value_problems(f"{where}.{name}", name, value, columns)
        if isinstance(wanted, tuple) and columns.kinds[name] == "flag":
            yield Problem(f"{where}.{name}", "是/否的列应写一个值：true 或 false")


def _value_problems(where: str, name: str, value: Scalar, columns: Columns) -> Iterator[Problem]:
    kind = columns.kinds[name]
    spelled = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value).replace("'", '"')
    if kind not in _VALUES:
        yield Problem(where, f"列 {name} 是{KIND_TITLES[kind]}，不能作条件")
        return
    should, types = _VALUES[kind]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        yield Problem(where, f"列 {name} 是{KIND_TITLES[kind]}，条件应为{should}，实为 {spelled}")
        return
    allowed = columns.allowed.get(name)
    if isinstance(value, str) and allowed and value not in allowed:
        yield Problem(where, f"“{value}”不在可选值中；{suggestion(value, allowed)}")
