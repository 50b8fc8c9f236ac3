"""Problems of single tables, told in the evaluators' language with key path, what is allowed and what was meant."""

from __future__ import annotations

import re
import types
import typing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from indicator_tree.checks import probably, suggestion
from indicator_tree.errors import Problem
from indicator_tree.model_paths import below, members, tagged, tags
from indicator_tree.rulebook import Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

TEXTS = {
    "missing": "缺少此项",
    "greater_than": "应大于 {gt}，实为 {input}",
    "greater_than_equal": "应不小于 {ge}，实为 {input}",
    "less_than_equal": "应不大于 {le}，实为 {input}",
    "less_than": "应小于 {lt}，实为 {input}",
    "literal_error": "应为 {expected} 之一，实为 {input}",
    "union_tag_invalid": "没有这种规则：{tag}；可用：{expected_tags}",
    "union_tag_not_found": "缺少 kind（规则类型）",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线，实为 {input}",
    "too_short": "至少要有 {min_length} 项",
    "finite_number": "应为有限的数，实为 {input}",
    "float_type": "应为数字，实为 {input}",
    "float_parsing": "应为数字，实为 {input}",
    "int_parsing": "应为整数，实为 {input}",
    "int_parsing_size": "数字太大，实为 {input}",
    "int_type": "应为整数，实为 {input}",
    "int_from_float": "应为整数，实为 {input}",
    "string_type": "应为文字，实为 {input}",
    "date_parsing": "应为日期（如 2017-12-31），实为 {input}",
    "date_from_datetime_parsing": "应为日期（如 2017-12-31），实为 {input}",
    "date_from_datetime_inexact": "应为日期（如 2017-12-31），不带时刻，实为 {input}",
    "date_type": "应为日期（如 2017-12-31），实为 {input}",
    "bool_parsing": "应为 true 或 false，实为 {input}",
    "bool_type": "应为 true 或 false，实为 {input}",
    "dict_type": "应为一张表（键 = 值），实为 {input}",
    "model_type": "应为一张表（键 = 值），实为 {input}",
    "model_attributes_type": "应为一张表（键 = 值），实为 {input}",
    "tuple_type": "应为列表（[…]），实为 {input}",
    "list_type": "应为列表（[…]），实为 {input}",
}
"""By pydantic's type of error; `extra_forbidden` and `value_error` are told in their own ways."""

_UNKNOWN = "未知的键"
_UNUSABLE = ("_type", "_parsing", "_size", "_inexact", "_from_float", "_error", "_invalid", "_found", "finite_number")
_OTHERWISE = "不合要求，实为 {input}"
_WORDS = {
    str: "文字",
    bool: "true 或 false",
    int: "整数",
    float: "数字",
    tuple: "列表（[…]）",
    dict: "一张表（键 = 值）",
}
_SHOWN = 60
_HEADS = ("extends", "remove")
"""Keys of files that are no part of what they hold."""

_CODE = 2
"""How many numbers a code has that needs quotes: 1.1."""


def translate(error: ValidationError, root: type[BaseModel] = Rulebook) -> list[Problem]:
    """One problem for every place at which pydantic found errors in tables of the model `root`."""
    found: dict[tuple[int | str, ...], Problem] = {}
    for detail in error.errors(include_url=False):
        problem = _of_union(detail, root) or _problem(detail, root)
        found.setdefault((*problem.keys, problem.message), problem)
    return list(_paired(list(found.values())))


def _paired(problems: list[Problem]) -> Iterator[Problem]:
    """The one unknown key of a table that lacks one key is that key, however little it looks like it."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    unknown: dict[tuple[str, ...], int] = {}
    for one in problems:
        if one.message == TEXTS["missing"]:
            lacking.setdefault(one.keys[:-1], []).append(one.keys[-1])
        elif one.message.startswith(_UNKNOWN):
            unknown[one.keys[:-1]] = unknown.get(one.keys[:-1], 0) + 1
    for one in problems:
        table = one.keys[:-1]
        if one.message.startswith(_UNKNOWN) and not one.meant and unknown[table] == len(lacking.get(table, ())) == 1:
            key = lacking[table][0]
            yield replace(one, message=f"{one.message}；是否指 {key}？", meant=(*table, key))
        else:
            yield one


def _problem(detail: ErrorDetails, root: type[BaseModel]) -> Problem:
    placed = _keys(detail["loc"], root)
    keys, path, kind = tuple(map(str, placed)), _spelled(placed), detail["type"]
    if code := _unquoted(keys, detail["input"]):
        return Problem(path, code, keys, unusable=True)
    if kind == "extra_forbidden" and len(keys) > 1 and keys[-1] in (*_HEADS, *root.model_fields):
        told = f"{keys[-1]} 须写在第一张表之前；写在 [{_spelled(placed[:-1])}] 之后，就成了那张表的键"
        return Problem(path, told, keys, keys[-1:])
    if kind == "extra_forbidden":
        allowed = _allowed(root, detail["loc"][:-1])
        meant = probably(keys[-1], allowed)
        told = f"{_UNKNOWN}；{suggestion(keys[-1], allowed)}"
        return Problem(path, told, keys, (*keys[:-1], meant) if meant else ())
    if kind == "missing":
        return Problem(path, TEXTS[kind], keys, follows=(keys,))
    if kind == "too_short":
        return Problem(path, _message(detail), keys, follows=((*keys, "*"),))
    return Problem(path, _message(detail), keys, unusable=kind != "value_error" and kind.endswith(_UNUSABLE))


def _unquoted(keys: tuple[str, ...], value: Any) -> str:
    """What a code without quotes was meant to be, since TOML takes its dots for tables in tables; empty if none is."""
    parts = list(keys)
    while isinstance(value, dict) and value and all(str(key).isdigit() for key in value):
        key, value = next(iter(value.items()))
        parts.append(str(key))
    start = len(parts)
    while start and parts[start - 1].isdigit():
        start -= 1
    if len(parts) - start < _CODE or len(keys) <= start:
        return ""
    written = ".".join([*parts[:start], f'"{".".join(parts[start:])}"'])
    return f"编号里有点，要加引号，否则会当成表中之表：写成 {written}"


def _message(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    told = detail.get("ctx", {})
    joined = {name: "、".join(_choices(told[name])) for name in ("expected", "expected_tags") if name in told}
    shown = _shown(detail["input"])
    text = TEXTS.get(kind, _OTHERWISE).format(**(told | joined | {"input": shown}))
    choices = [choice for name in joined for choice in _choices(told[name])]
    meant = probably(str(told.get("tag", shown)), choices)
    return f"{text}；是否指 {meant}？" if meant else text


def _of_union(detail: ErrorDetails, root: type[BaseModel]) -> Problem | None:
    """One problem for all that a value of several possible types is not."""
    at: Any = root
    for place, part in enumerate(detail["loc"]):
        if typing.get_origin(at) in (typing.Union, types.UnionType) and not tagged(at) and not tags(at):
            above = _keys(detail["loc"][:place], root)
            words = "、".join(dict.fromkeys(_WORDS.get(typing.get_origin(one) or one, "一张表") for one in members(at)))
            keys = tuple(str(one) for one in above)
            return Problem(_spelled(above), f"应为其中一种：{words}", keys, unusable=True)
        at = below(at, part)
    return None


def _shown(value: Any) -> str:
    """A value as people write it in TOML, cut where it is long."""
    match value:
        case bool():
            return "true" if value else "false"
        case dict():
            return "一张表"
        case list() | tuple():
            return "列表"
        case int() if value.bit_length() > _SHOWN:
            return "很大的整数"
        case None:
            return "空"
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _choices(choices: str) -> list[str]:
    """`arithmetic`, `geometric`, `least` of what pydantic writes as `'arithmetic', 'geometric' or 'least'`."""
    return re.findall(r"'([^']*)'", choices) or re.split(r" or |, ", choices)


def _keys(loc: tuple[int | str, ...], root: type[BaseModel]) -> tuple[int | str, ...]:
    """The keys as they stand in the file: without the kind or tag by which pydantic tells values of a union apart."""
    at: Any = root
    keys = []
    for part in loc:
        if not tagged(at) and not _tells_tables_apart(part, at):
            keys.append(part)
        at = below(at, part)
    return tuple(keys)


def _tells_tables_apart(part: int | str, at: Any) -> bool:
    """Whether this is the tag of one of several values of which some are tables, which no file writes."""
    by_tag = tags(at)
    return part in by_tag and any(isinstance(one, type) and issubclass(one, BaseModel) for one in by_tag.values())


def _spelled(keys: tuple[int | str, ...]) -> str:
    return ".".join(f"[{part + 1}]" if isinstance(part, int) else part for part in keys)


def _allowed(root: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Keys that the table at `loc` may have."""
    at: Any = root
    for part in loc:
        at = below(at, part)
    return list(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else []
