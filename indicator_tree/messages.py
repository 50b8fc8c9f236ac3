"""Problems of single tables, told in the evaluators' language with key path, what is allowed and what was meant."""

from __future__ import annotations

import re
import types
import typing
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem
from indicator_tree.rulebook import Rulebook

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_TEXTS = {
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
    "int_type": "应为整数，实为 {input}",
    "string_type": "应为文字，实为 {input}",
    "date_parsing": "应为日期（如 2017-12-31），实为 {input}",
    "date_from_datetime_parsing": "应为日期（如 2017-12-31），实为 {input}",
    "bool_parsing": "应为 true 或 false，实为 {input}",
    "bool_type": "应为 true 或 false，实为 {input}",
    "date_type": "应为日期（如 2017-12-31），实为 {input}",
    "int_from_float": "应为整数，实为 {input}",
    "dict_type": "应为一张表（键 = 值），实为 {input}",
    "model_type": "应为一张表（键 = 值），实为 {input}",
    "model_attributes_type": "应为一张表（键 = 值），实为 {input}",
    "tuple_type": "应为列表（[…]），实为 {input}",
    "list_type": "应为列表（[…]），实为 {input}",
}


def translate(error: ValidationError, root: type[BaseModel] = Rulebook) -> list[Problem]:
    """One problem for every single error that pydantic found in tables of the model `root`."""
    return [Problem(_path(detail["loc"], root), _message(detail, root)) for detail in error.errors(include_url=False)]


def _message(detail: ErrorDetails, root: type[BaseModel]) -> str:
    kind = detail["type"]
    if kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        return f"未知的键；{suggestion(key, _allowed(root, detail['loc'][:-1]))}"
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    template = _TEXTS.get(kind)
    if template is None:
        return detail["msg"]
    told = detail.get("ctx", {})
    joined = {name: _joined(told[name]) for name in ("expected", "expected_tags") if name in told}
    return template.format(**(told | joined), input=detail["input"])


def _joined(choices: str) -> str:
    """`arithmetic、geometric、least` of what pydantic writes as `'arithmetic', 'geometric' or 'least'`."""
    return "、".join(re.findall(r"'([^']*)'", choices)) or choices.replace(" or ", "、").replace(", ", "、")


def _path(loc: tuple[int | str, ...], root: type[BaseModel]) -> str:
    """The keys as they stand in the file: without the kind by which pydantic tells tables of several kinds apart."""
    at: Any = root
    keys = []
    for part in loc:
        if not _tagged(at):
            keys.append(f"[{part + 1}]" if isinstance(part, int) else part)
        at = _below(at, part)
    return ".".join(keys)


def _allowed(root: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Keys that the table at `loc` may have."""
    at: Any = root
    for part in loc:
        at = _below(at, part)
    return list(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else []


def _below(at: Any, part: int | str) -> Any:
    if isinstance(at, type) and issubclass(at, BaseModel):
        field = at.model_fields.get(str(part))
        return _bare(field.annotation) if field else None
    if typing.get_origin(at) in (typing.Union, types.UnionType):
        kinds = {member: _kinds(member) for member in _tagged(at)}
        return next((member for member, names in kinds.items() if part in names), None)
    members = [_bare(arg) for arg in typing.get_args(at)]
    return members[-1] if typing.get_origin(at) is dict else (members[0] if members else None)


def _tagged(at: Any) -> list[type[BaseModel]]:
    """The tables of which one is chosen by its `kind`, if there are such."""
    if typing.get_origin(at) not in (typing.Union, types.UnionType):
        return []
    members = [_bare(member) for member in typing.get_args(at)]
    return [member for member in members if getattr(member, "model_fields", {}).get("kind")]


def _kinds(member: type[BaseModel]) -> tuple[Any, ...]:
    annotation: Any = member.model_fields["kind"].annotation
    return typing.get_args(annotation)


def _bare(annotation: Any) -> Any:
    """Strip Annotated and Optional."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        if len(rest) == 1:
            return _bare(rest[0])
    return annotation
