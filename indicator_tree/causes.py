"""One fault, one message: of all problems those that do not only follow from another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.toml_texts import copied

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicator_tree.errors import Problem

    Keys = tuple[str, ...]


def causes(found: Iterable[Problem]) -> list[Problem]:
    """The problems that are causes, sorted, each once.

    A problem follows from another if that one lies at, below or above keys on which it rests; `*` stands for any key.
    An unknown key lies where it was probably meant to stand too. Of problems that rest on each other all stay.
    """
    problems = sorted(set(found))
    return [one for one in problems if not any(_rests_on(one, other) for other in problems if other is not one)]


def repaired(raw: dict[str, Any], problems: Iterable[Problem]) -> dict[str, Any]:
    """The tables as they were probably meant, for checks across them: what was found by then is told already.

    Unknown keys stand where they were meant to, and values of a wrong type are left out.
    """
    tables: dict[str, Any] = copied(raw)
    for one in sorted(problems, key=lambda each: each.keys, reverse=True):  # entries of a list from its end
        if one.keys and (one.unusable or one.meant):
            value = _taken(tables, one.keys)
            if one.meant:
                _put(tables, one.meant, value, over=len(one.meant) < len(one.keys))
    return tables


def _taken(tables: Any, keys: Keys) -> Any:
    *above, last = keys
    at = _at(tables, above)
    if isinstance(at, dict):
        return at.pop(last, None)
    return at.pop(int(last)) if isinstance(at, list) and last.isdigit() and int(last) < len(at) else None


def _put(tables: Any, keys: Keys, value: Any, *, over: bool) -> None:
    """Where it was meant to stand; a key that stands in a wrong table is over what the file extends."""
    *above, last = keys
    at = _at(tables, above)
    if isinstance(at, dict) and (over or last not in at):
        at[last] = value


def _at(tables: Any, keys: Iterable[str]) -> Any:
    at = tables
    for key in keys:
        if isinstance(at, list):
            at = at[int(key)] if key.isdigit() and int(key) < len(at) else None
        else:
            at = at.get(key) if isinstance(at, dict) else None
    return at


def _rests_on(one: Problem, other: Problem) -> bool:
    if not other.keys or _any_related(other.follows, one.keys):
        return False
    return _any_related(one.follows, other.keys) or (bool(other.meant) and _any_related(one.follows, other.meant))


def _any_related(follows: Iterable[Keys], keys: Keys) -> bool:
    return bool(keys) and any(_related(wanted, keys) for wanted in follows)


def _related(wanted: Keys, keys: Keys) -> bool:
    return all("*" in (one, other) or one == other for one, other in zip(wanted, keys, strict=False))
