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

MANY = (
    *("indicator", "node", "letters", "weights", "bands", "source", "size", "vocabulary", "plausible"),
    *("columns", "values", "records"),
)
"""Tables that hold items by name."""

ONE = (
    *("bonus", "units", "population", "scale", "aggregation", "survey", "counting", "defaults"),
    *("breakdown", "findings", "robustness", "plausibility"),
)
"""Tables that are one item."""

NAMED = frozenset({"column", "grades", "level", "node", "points", "previous", "taken", "weight", "when"})
"""Tables below those whose keys people choose: columns, nodes, groups."""

Kind = Literal["changed", "added", "removed"]
_ITEM_KEYS = ("id", "label")


@dataclass(frozen=True)
class Key:
    """One key of a path.

    Attributes:
        text: as it stands in the file.
        named: whether people chose it: the name of a column, the code of a node, an id.
        label: what people call the entry; its text where it has no label.
    """

    text: str
    named: bool
    label: str


@dataclass(frozen=True)
class Detail:
    """One value that changed: its keys within the item, before and after (None where it is absent)."""

    keys: tuple[Key, ...]
    before: Any
    after: Any

    @property
    def path(self) -> str:
        """The keys, joined by dots."""
        return ".".join(key.text for key in self.keys)


@dataclass(frozen=True)
class Difference:
    """One item of a rulebook that differs.

    Attributes:
        section: one of `MANY` or `ONE`, or `settings` for single values.
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
    settings = [key for key in before if key not in (*IDENTITY, *MANY, *ONE)]
    found: list[Difference] = []
    for section in MANY:
        found += _items(section, before[section] or {}, after[section] or {})
    for section in ONE:
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
    elif details := tuple(_details((), before, after)):
        yield Difference(section, item, "changed", name, details)


def _details(keys: tuple[Key, ...], before: Any, after: Any) -> Iterator[Detail]:
    if before == after:
        return
    one, other = _table(before), _table(after)
    if one is None or other is None:
        yield Detail(keys, before, after)
        return
    listed = isinstance(before, list)
    named = listed or (bool(keys) and not keys[-1].named and keys[-1].text in NAMED)
    for key in [*one, *(key for key in other if key not in one)]:
        entry = other[key] if key in other else one[key]
        label = str(entry.get("label", key)) if listed else key
        yield from _details((*keys, Key(key, named, label)), one.get(key), other.get(key))


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
