"""Tables of one file laid over those of the file that it extends."""

from __future__ import annotations

from typing import Any

from indicator_tree.checks import suggestion
from indicator_tree.errors import Problem, RulebookError


def overlay(base: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Tables of one file over those that it extends; lists of tables with ids are laid over each other by id."""
    merged = dict(base)
    for key, value in above.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = overlay(below, value)
        elif isinstance(below, list) and _has_ids(below) and _has_ids(value):
            merged[key] = _overlay_by_id(below, value)
        else:
            merged[key] = value
    return merged


def _has_ids(value: Any) -> bool:
    """Whether a list of tables each with an id: such a list is extended entry by entry, any other replaced."""
    return isinstance(value, list) and all(isinstance(entry, dict) and "id" in entry for entry in value) and bool(value)


def _overlay_by_id(base: list[dict[str, Any]], above: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = [entry["id"] for entry in base]
    changed = {entry["id"]: entry for entry in above}
    if len(changed) < len(above):
        return above  # an id stands twice: the checks will say so
    kept = [overlay(entry, changed.get(entry["id"], {})) for entry in base]
    return kept + [entry for entry in above if entry["id"] not in known]


def remove_entry(tables: dict[str, Any], key_path: list[str], file: str) -> None:
    """Take an entry out of the tables that a file extends.

    Raises:
        RulebookError: there is no such entry.
    """
    *_, last = key_path
    above: Any = tables
    at: Any = tables
    for key in key_path:
        above = at
        if not isinstance(above, dict) or key not in above:
            known = f"：{key}；{suggestion(key, above)}" if isinstance(above, dict) else ""
            told = f"被继承的规则文件中没有这一项{known}"
            raise RulebookError(file, [Problem(f"remove.{'.'.join(key_path)}", told)])
        at = above[key]
    del above[last]
