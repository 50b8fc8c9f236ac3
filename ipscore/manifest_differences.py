"""What a manifest says and a recomputed one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipscore.earlier_formats import ENTRIES_SINCE_2, is_first, is_without_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ELSEWHERE = ("outputs", "versions", "engine")
"""Told apart from the rest: files by their fingerprints, versions as a remark; an engine changes no result."""
_NOT_KEPT = {"rulebook": ("files",), "inputs": ("sha256",)}
"""The files that a rulebook was written in are not in the run; fingerprints of inputs are compared with the files."""


def manifest_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Entry by entry of two manifests, the differences: `totals.total：94.71 → 94.70`; none where they agree."""
    earlier = ("format",) if is_without_records(before) else ()
    left_out = (*_ELSEWHERE, *(ENTRIES_SINCE_2 if is_first(before) else earlier))
    keys = [key for key in dict.fromkeys((*after, *before)) if key not in left_out]
    return {key: tuple(_differences(key, before.get(key), after.get(key), _NOT_KEPT.get(key, ()))) for key in keys}


def _differences(path: str, was: Any, now: Any, ignored: tuple[str, ...]) -> Iterator[str]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            if key not in ignored:
                yield from _differences(f"{path}.{key}", was.get(key), now.get(key), ignored)
    elif _entries(was) and _entries(now):
        one, other = ({_name(entry): entry for entry in entries} for entries in (was, now))
        for key in dict.fromkeys((*one, *other)):
            yield from _differences(f"{path}.{key}", one.get(key), other.get(key), ignored)
    elif was != now:
        yield f"{path}：{_spelled(was)} → {_spelled(now)}"


def _entries(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(entry, dict) and entry.keys() & {"name", "source"} for entry in value
    )


def _name(entry: Mapping[str, Any]) -> str:
    """What an entry of a list is about: a file, a sheet of it, a row of a source."""
    file = entry.get("name", entry.get("file", ""))
    sheet = f"[{entry['sheet']}]" if entry.get("sheet") else ""
    row = f":{entry['row']}" if "row" in entry else ""
    source = entry["source"] if "name" not in entry else ""
    return f"{source}{':' if source and row else ''}{file}{sheet}{row}"


def _spelled(value: Any) -> str:
    match value:
        case None:
            return "没有"
        case list():
            return "、".join(map(str, value)) or "没有"
        case dict():
            return "有"
        case _:
            return str(value)
