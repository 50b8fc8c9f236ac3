"""The data dictionary of what a run publishes: the tables and columns described in `tables.toml` and, those of a study
of robustness, in `robustness_tables.toml`. Texts there name whom is evaluated by `{noun}`, `{measure}` and so on.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.kinds.registry import KINDS
from scoring.node_rules.ledger import KIND as NODE_RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from indicator_tree.periods import PeriodWords
    from indicator_tree.units import Words

_FILES = ("tables.toml", "robustness_tables.toml")
_QUARANTINE = "quarantine"
OF_FIRMS_ALONE = ("brokerage",)
"""Columns of the register that say something of securities firms and of nobody else."""


@dataclass(frozen=True)
class Field:
    """A column: its Chinese title, what it means, and the unit of its numbers (empty for none)."""

    name: str
    title: str
    description: str
    unit: str


@dataclass(frozen=True)
class TableNote:
    """What is said of a table.

    Attributes:
        name: the table.
        title: its Chinese title.
        description: what a row of it is.
        key: columns that no two rows share.
        links: column → table and column that it refers to.
        fields: its columns, in the order asked for.
    """

    name: str
    title: str
    description: str
    key: tuple[str, ...]
    links: dict[str, tuple[str, str]]
    fields: tuple[Field, ...]


class Dictionary:
    """What is said of the tables of a run, in the words for whom it evaluates."""

    def __init__(self, words: Words, period: PeriodWords, above: Mapping[str, str], rules: Mapping[str, str]) -> None:
        """See `of`; `rules` is every kind of rule with what it is called."""
        kinds = "，".join(f"{kind} {called}" for kind, called in rules.items())
        self._spoken = {**words._asdict(), "own": words.own, "key_meaning": words.key_meaning, "kinds": kinds}
        self._spoken["above"] = "，".join(f"{node} 为{name}" for node, name in above.items())
        self._spoken |= {"now": period.now, "before": period.before}

    @classmethod
    def of(cls, words: Words, period: PeriodWords, above: Mapping[str, str]) -> Dictionary:
        """The dictionary of the tables of a rulebook.

        Args:
            words: for whom it evaluates.
            period: how the evaluated period is called.
            above: the nodes above the tree that are told, with their names.
        """
        return cls(words, period, above, {kind.name: kind.noun for kind in KINDS} | {NODE_RULE: "节点规则"})

    def describe(self, table: str, columns: Iterable[str]) -> TableNote:
        """The entry of a table. A table or column that is not described goes by its own name.

        Args:
            table: `scores`, `quarantine_complaints`, `findings_changes`.
            columns: the columns that it has.
        """
        data = _data()
        quarantined = table.startswith(f"{_QUARANTINE}_")
        entry = data["table"].get(_QUARANTINE if quarantined else table, {})
        title = self._say(entry.get("title", table))
        described = entry.get("column", {})
        return TableNote(
            name=table,
            title=f"{title}：{table.removeprefix(f'{_QUARANTINE}_')}" if quarantined else title,
            description=self._say(entry.get("description", "")),
            key=tuple(entry.get("key", ())),
            links={column: _target(to) for column, to in entry.get("links", {}).items()},
            fields=tuple(self._field(name, described.get(name) or data["column"].get(name, {})) for name in columns),
        )

    def undescribed(self, table: str, columns: Sequence[str]) -> list[str]:
        """Columns that the dictionary says nothing of."""
        return [field.name for field in self.describe(table, columns).fields if not field.description]

    def _field(self, name: str, entry: dict[str, str]) -> Field:
        said = {key: self._say(entry.get(key, "")) for key in ("title", "description", "unit")}
        return Field(name, said["title"] or name, said["description"], said["unit"])

    def _say(self, text: str) -> str:
        return text.format_map(self._spoken)


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that the dictionary describes as the table's own."""
    return tuple(_data()["table"].get(table, {}).get("column", {}))


def _target(to: str) -> tuple[str, str]:
    table, _, column = to.partition(".")
    return table, column


@cache
def _data() -> dict[str, Any]:
    read = [tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8")) for name in _FILES]
    return {kind: {key: entry for file in read for key, entry in file.get(kind, {}).items()} for kind in read[0]}
