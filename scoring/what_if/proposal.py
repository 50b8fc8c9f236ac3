"""A rulebook with some parameters set otherwise."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from indicator_tree.loading import parse
from scoring.errors import ConflictingValuesError, FixedParameterError
from scoring.what_if.keys import Keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from indicator_tree import Rulebook
    from scoring.what_if.changes import Set
    from scoring.what_if.keys import Key, Place

_READING = ("id", "year", "questionnaire", "period", "population", "vocabulary", "units", "source")
_READING_OF_RULES = ("parent", "kind", "ratio")
_CHOICES = {"default_weights": "要换权重方案，请用 --weights"}
_NAME = "（按 --set 修改后）"


def proposal(rulebook: Rulebook, changes: Iterable[Set]) -> Rulebook:
    """The rulebook as it would be with the parameters set, checked like any other.

    Raises:
        UnknownParameterError: no parameter has that key, or several have.
        ConflictingValuesError: one parameter is set to two values, maybe under two keys.
        FixedParameterError: a parameter that decides which records are read, or the tree.
        RulebookError: a value that the rulebook must not have; all problems are told.
    """
    wanted = list(changes)
    if not wanted:
        return rulebook
    tables = rulebook.model_dump(mode="json")
    keys = Keys(tables)
    for key, value in _once([(keys.find(change.key), change) for change in wanted]):
        _stop_if_fixed(key.short, key.place)
        _put(tables, key.place, value)
    return parse(_stated(tables), f"{rulebook.id}{_NAME}", kept=True).read_from(rulebook.origin)


def settings(before: Rulebook, after: Rulebook, changes: Iterable[Set]) -> list[tuple[str, Any, Any]]:
    """Every parameter set, once: its key as ledgers name it, its value before and after; None where there is none."""
    tables, now = before.model_dump(mode="json"), after.model_dump(mode="json")
    keys = Keys(tables)
    found = {key.short: key.place for key in (keys.find(change.key) for change in changes)}
    return [(name, _at(tables, place), _at(now, place)) for name, place in found.items()]


def _once(found: Iterable[tuple[Key, Set]]) -> list[tuple[Key, Any]]:
    """Every parameter with the value that it is to have."""
    given: dict[Place, list[tuple[Key, Set]]] = {}
    for key, change in found:
        given.setdefault(key.place, []).append((key, change))
    for same in given.values():
        if any(_read(change.value) != _read(same[0][1].value) for _, change in same):
            raise ConflictingValuesError(same[0][0].short, [(each.key.strip(), each.value) for _, each in same])
    return [(same[0][0], _read(same[0][1].value)) for same in given.values()]


def _at(tables: Any, place: Sequence[str | int]) -> Any:
    for step in place:
        tables = tables[step]
    return tables


def _stop_if_fixed(name: str, place: Sequence[str | int]) -> None:
    if place[0] in _CHOICES:
        raise FixedParameterError(name, _CHOICES[str(place[0])])
    in_rule = place[0] == "indicator" and place[-1] in _READING_OF_RULES and place[-2] in (place[1], "rule")
    if place[0] in _READING or in_rule:
        raise FixedParameterError(
            name,
            "它决定读入哪些数据或指标体系的构成",
        )


def _put(tables: Any, place: Sequence[str | int], value: Any) -> None:
    *way, last = place
    at = tables
    for step in way:
        at = at[step]
    at[last] = value


def _read(value: str) -> Any:
    """A value as TOML writes it; anything else is text, nothing is None."""
    text = value.strip()
    if not text:
        return None
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _stated(value: Any) -> Any:
    """The tables without what is not stated, as TOML would have them."""
    if isinstance(value, dict):
        return {key: _stated(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_stated(inner) for inner in value]
    return value
