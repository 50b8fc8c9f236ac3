"""The rules of 2017 as far as they count the records of one source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indicator_tree import load_rulebook
from indicator_tree.loading import parse

if TYPE_CHECKING:
    from pathlib import Path

    from indicator_tree import Rulebook


def rules_of(source: str) -> Rulebook:
    """The rulebook of 2017 without all that does not rest on a source: its leaves, their parents, their deductions."""
    return parse(_tables(source), f"{source}.json")


def write_rules(source: str, path: Path) -> None:
    """The same as a file that the command line takes."""
    path.write_text(json.dumps(_tables(source), ensure_ascii=False), encoding="utf-8")


def write_earlier_rules(source: str, path: Path) -> None:
    """The same as a file that earlier builds take too, which know of no ranges, causes and cut-offs."""
    known = {
        name: table for name, table in _tables(source).items() if not name.startswith("plausib") and name != "source"
    }
    known["indicator"] = {
        node: {name: value for name, value in table.items() if name != "cutoff"}
        for node, table in known["indicator"].items()
    }
    path.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _tables(source: str) -> dict[str, Any]:
    full: dict[str, Any] = load_rulebook("2017").model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    rules = {node: _rule(tables["rule"], source) for node, tables in full["indicator"].items() if "rule" in tables}
    kept = {node: rule for node, rule in rules.items() if rule is not None}
    above = {node[:end] for node in kept for end in range(1, len(node), 2)}
    indicator = {
        node: tables | ({"rule": kept[node]} if node in kept else {})
        for node, tables in full["indicator"].items()
        if node in kept or node in above
    }
    named = {"vocabulary": full["vocabulary"], "breakdown": full["breakdown"]}
    of_source = {name: {source: tables[source]} for name, tables in named.items() if source in tables}
    left_out = {"bonus", "findings", "robustness", *named}
    return {
        **{name: value for name, value in full.items() if name not in left_out},
        **of_source,
        "weights": {"equal": full["weights"]["equal"]},
        "indicator": indicator,
    }


def _rule(rule: dict[str, Any], source: str) -> dict[str, Any] | None:
    """A rule as far as it reads the source; None if it does not."""
    deduct = [each for each in rule.get("deduct", ()) if each["source"] == source]
    if rule["kind"] == "answers" and source == rule.get("source", "survey_responses"):
        return {**rule, "deduct": deduct}
    if deduct:
        return {"kind": "deduction", "deduct": deduct}
    return rule if rule.get("source") == source else None
