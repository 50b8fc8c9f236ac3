"""What the bonus rests on: its tables, and its records kind by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicator_tree.rules import Part
    from reports.whitepaper.views import Node, Row, Rows


@dataclass(frozen=True)
class BonusKind:
    """The records that one kind of parts counts.

    Attributes:
        name: what the records have in common; empty where the parts ask for nothing.
        tallies: of every part that can be added up and has any: label (without the name), total, unit, firms.
        below: what the finest breakdown tells of them: name, and measures (quantity, unit) in the order of the parts.
    """

    name: str
    tallies: Rows
    below: Rows


def bonus_tables(bonus: Node | None) -> dict[str, Rows]:
    """By key of a table the breakdown of a source of the bonus by most columns."""
    tables: dict[str, dict[str, Rows]] = {}
    for row in bonus.counts if bonus else ():
        if row["column"]:
            tables.setdefault(row["source"], {}).setdefault(row["column"], []).append(row)
    finest = {source: max(found, key=lambda column: column.count(",")) for source, found in tables.items()}
    return {f"tab-bonus-{source}": tables[source][column] for source, column in finest.items()}


def bonus_kinds(bonus: Node | None) -> list[BonusKind]:
    """The kinds of records that the parts of the bonus ask for, in the order of the rulebook."""
    if bonus is None or bonus.rulebook.bonus is None:
        return []
    parts: dict[tuple[str, str], list[Part]] = {}
    for part in bonus.rulebook.bonus.part:
        parts.setdefault((part.source, _asked(part)), []).append(part)
    tables = {rows[0]["source"]: rows for rows in bonus_tables(bonus).values()}
    found = (
        BonusKind(name, _tallies(bonus, same, name), _below(tables.get(source, []), same, name, bonus))
        for (source, name), same in parts.items()
    )
    return [kind for kind in found if kind.tallies]


def _asked(part: Part) -> str:
    """The values that a part asks for."""
    return "·".join(value for value in part.when.values() if isinstance(value, str))


def _tallies(bonus: Node, parts: list[Part], name: str) -> Rows:
    told = {row["parameter"]: row for row in bonus.tallies if row["total"]}
    return [
        told[key] | {"label": part.label.removeprefix(name)}
        for part in parts
        if (key := f"bonus.part.{part.id}") in told
    ]


def _below(rows: Rows, parts: list[Part], name: str, bonus: Node) -> Rows:
    """Values that begin with the kind's name, most records first as the breakdown has them."""
    measured: dict[str, dict[str, Row]] = {}
    for row in rows:
        if name and row["value"].startswith(f"{name}·"):
            measured.setdefault(row["value"].removeprefix(f"{name}·"), {})[row["measure"]] = row
    units: dict[str, str] = {part.column or "records": part.unit for part in parts}
    found: list[dict[str, Any]] = []
    for value, by in measured.items():
        told = [by[measure] | {"unit": unit} for measure, unit in units.items() if measure in by]
        found.append({"name": value, "measures": told})
    return found
