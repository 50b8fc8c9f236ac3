"""Parameters of a rulebook by dotted keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from indicator_tree.checks import suggestion
from scoring.errors import UnknownParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""The way to a value through tables and lists."""

_CITED = ("basis", "reference", "note", "label", "name", "title", "description", "data_sources")
"""What no part of a key stands for: it rules nothing."""


@dataclass(frozen=True)
class Key:
    """A value of the tables: its full path, the key that ledgers use, the node it belongs to, its place."""

    path: str
    short: str
    node: str
    place: Place

    @classmethod
    def of(cls, names: tuple[str, ...], place: Place) -> Key:
        """The key of a value whose names are those of the tables on the way to it."""
        node, words = names[0], names
        if names[0] == "indicator" and len(names) > 1:
            node, words = names[1], (*names[1:2], *(names[3:] if names[2:3] == ("rule",) else names[2:]))
        if names[0] == "node" and len(names) > 1:
            node, words = names[1], names[1:]
        return cls(".".join(names), ".".join(words), node, place)

    @property
    def rules(self) -> bool:
        """Whether the value rules anything; a citation does not."""
        return not any(word in _CITED for word in self.short.removeprefix(self.node).split("."))

    def abbreviated_by(self, asked: str) -> bool:
        """Whether a key leaves out nothing but words between the node and the last word."""
        inner = self.short.removeprefix(f"{self.node}.").split(".")
        given = asked.removeprefix(f"{self.node}.").split(".")
        words = iter(inner)
        at_node = asked.startswith(f"{self.node}.") and given[-1] == inner[-1]
        return self.rules and at_node and all(word in words for word in given)


@dataclass(frozen=True)
class Keys:
    """The values of a rulebook's plain tables, each under its full path and under the key that ledgers use.

    Entries of lists go by their `id`, where they have one, else by their number from 1: `4.1.1.knot.2.score`. A list of
    bare values is one value.
    """

    tables: Mapping[str, Any]

    @cached_property
    def known(self) -> tuple[Key, ...]:
        """All values, in the order of the rulebook."""
        return tuple(Key.of(names, place) for names, place in _values(self.tables, (), ()))

    def find(self, given: str) -> Key:
        """The parameter of a key.

        Raises:
            UnknownParameterError: none has that key, or several have; says which.
        """
        asked = given.strip()
        if exact := [key for key in self.known if asked in (key.path, key.short)]:
            return exact[0]
        found = [key for key in self.known if key.abbreviated_by(asked)]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnknownParameterError(
                f"{asked} 可指不止一个参数", f"--set 请写全：{'、'.join(key.short for key in found)}"
            )
        raise UnknownParameterError(f"规则中没有参数 {asked or '（空）'}；{self._hint(asked)}")

    def _hint(self, asked: str) -> str:
        """The parameters of the same indicator, or else those of the same name, or the nodes that have any."""
        ruling = [key for key in self.known if key.rules]
        within = [key for key in ruling if asked == key.node or asked.startswith(f"{key.node}.")]
        if within:
            nearest = max(len(key.node) for key in within)
            return suggestion(asked, [key.short for key in within if len(key.node) == nearest])
        alike = [key.short for key in ruling if key.short.split(".")[-1] == asked.rsplit(".", maxsplit=1)[-1]]
        return suggestion(asked, alike or {key.node for key in ruling})


def _values(value: Any, names: tuple[str, ...], place: Place) -> Iterator[tuple[tuple[str, ...], Place]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _values(inner, (*names, str(key)), (*place, key))
    elif isinstance(value, list | tuple) and value and all(isinstance(inner, dict) for inner in value):
        for at, inner in enumerate(value):
            yield from _values(inner, (*names, str(inner.get("id", at + 1))), (*place, at))
    else:
        yield names, place
