"""How two rulebooks differ in what they rule.

Identity (the name of the questionnaire too), notes and the period are not compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from indicator_tree.tree import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree.rulebook import Rulebook

IDENTITY = ("id", "title", "year", "note", "period", "questionnaire")
"""What names a rulebook rather than rules; it stands in the heading of a comparison."""

Kind = Literal["changed", "added", "removed"]
_ITEM_KEYS = ("id", "label")


@dataclass(frozen=True)
class Detail:
    """One value that changed: its key path within the item, before and after (None where it is absent)."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One item of a rulebook that differs.

    Attributes:
        section: `indicator`, `bonus`, `node`, `letters`, `weights`, `bands`, `source`, `units`, `population`,
            `vocabulary`, `aggregation`, `breakdown`, `scale`, `findings`, `robustness` or `settings`.
        item: its code or name within the section; empty where the section has only one.
        kind: whether it changed, is new, or is gone.
        name: what it is called, in the newer rulebook that has it.
        details: what changed; empty for items added or removed.
    """

    section: str
    item: str
    kind: Kind
    name: str = ""
    details: tuple[Detail, ...] = ()


def compare(older: Rulebook, newer: Rulebook) -> list[Difference]:
    """All differences, by section and in the order of the tree."""
    before, after = _tables(older), _tables(newer)
    settings = [key for key in before if key not in IDENTITY and not isinstance(before[key] or after[key], dict)]
    found = [*_items("indicator", before["indicator"], after["indicator"])]
    found += _single("bonus", before["bonus"], after["bonus"])
    for section in ("node", "letters", "weights", "bands", "source", "vocabulary", "plausible"):
        found += _items(section, before[section], after[section])
    for section in (
        "units",
        "population",
        "scale",
        "aggregation",
        "breakdown",
        "findings",
        "robustness",
        "plausibility",
    ):
        found += _single(section, before[section], after[section])
    found += _single("settings", {key: before[key] for key in settings}, {key: after[key] for key in settings})
    return found


def _items(section: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for item in sorted({*before, *after}, key=sort_key):
        yield from _compared(section, item, before.get(item), after.get(item))


def _single(section: str, before: Any, after: Any) -> Iterator[Difference]:
    yield from _compared(section, "", before, after)


def _compared(section: str, item: str, before: Any, after: Any) -> Iterator[Difference]:
    name = _called(after or before or {})
    if before is None and after is not None:
        yield Difference(section, item, "added", name)
    elif before is not None and after is None:
        yield Difference(section, item, "removed", name)
    elif details := tuple(_details("", before, after)):
        yield Difference(section, item, "changed", name, details)


def _details(path: str, before: Any, after: Any) -> Iterator[Detail]:
    if before == after:
        return
    one, other = _table(before), _table(after)
    if one is None or other is None:
        yield Detail(path, before, after)
        return
    for key in [*one, *(key for key in other if key not in one)]:
        yield from _details(f"{path}.{key}" if path else key, one.get(key), other.get(key))


def _called(table: dict[str, Any]) -> str:
    """The name or title of an item; of a source kept here, which has none, the columns that are added to it."""
    added = table.get("column") if table.get("title", "") is None else None
    columns = "、".join(column["title"] for column in added.values()) if isinstance(added, dict) else ""
    return f"加列：{columns}" if columns else str(table.get("name", ""))


def _tables(book: Rulebook) -> dict[str, Any]:
    """Everything that it rules, with descriptions as people read them."""
    tables = book.model_dump(mode="json")
    for code, indicator in book.indicator.items():
        tables["indicator"][code]["description"] = indicator.described
    return tables


def _table(value: Any) -> dict[str, Any] | None:
    """A table as it is; a list of tables by the id (or label) of each, else by its place."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        for key in _ITEM_KEYS:
            if all(key in entry for entry in value):
                return {str(entry[key]): entry for entry in value}
        return {str(place): entry for place, entry in enumerate(value, 1)}
    return None
