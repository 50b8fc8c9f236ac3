"""What a key path leads to in a model of tables: the type that pydantic holds a value against."""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, Tag


def below(at: Any, part: int | str) -> Any:
    """The type of an entry of a table or list of the type `at`; None where there is none."""
    if isinstance(at, type) and issubclass(at, BaseModel):
        if not at.__pydantic_complete__:
            at.model_rebuild()  # fields whose models are written further down
        field = at.model_fields.get(str(part))
        return bare(field.annotation) if field else None
    if typing.get_origin(at) in (typing.Union, types.UnionType):
        if part in (by_tag := tags(at)):
            return by_tag[part]
        return next((member for member in tagged(at) if part in _kinds(member)), None)
    inside = [bare(arg) for arg in typing.get_args(at)]
    return inside[-1] if typing.get_origin(at) is dict else (inside[0] if inside else None)


def tagged(at: Any) -> list[type[BaseModel]]:
    """The tables of which one is chosen by its `kind`, if there are such."""
    if typing.get_origin(at) not in (typing.Union, types.UnionType):
        return []
    return [member for member in map(bare, typing.get_args(at)) if getattr(member, "model_fields", {}).get("kind")]


def members(at: Any) -> list[Any]:
    """What a union allows, the members of its members too; without None."""
    found = []
    for arg in typing.get_args(at):
        one = bare(arg)
        found += members(one) if typing.get_origin(one) in (typing.Union, types.UnionType) else [one]
    return [one for one in found if one is not type(None)]


def tags(at: Any) -> dict[Any, Any]:
    """The members of a union that is told apart by what a value looks like, by their tags."""
    found: dict[Any, Any] = {}
    for arg in typing.get_args(at):
        marks = [mark.tag for mark in getattr(arg, "__metadata__", ()) if isinstance(mark, Tag)]
        found |= dict.fromkeys(marks, bare(arg))
    return found


def _kinds(member: type[BaseModel]) -> tuple[Any, ...]:
    annotation: Any = member.model_fields["kind"].annotation
    return typing.get_args(annotation)


def bare(annotation: Any) -> Any:
    """Strip Annotated and Optional."""
    if typing.get_origin(annotation) is typing.Annotated:
        return bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [arg for arg in typing.get_args(annotation) if arg is not type(None)]
        if len(rest) == 1:
            return bare(rest[0])
    return annotation
