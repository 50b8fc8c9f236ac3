"""Rules completed by what the rulebook says of all rules of their kind."""

from __future__ import annotations

from typing import Any


def completed(tables: dict[str, Any]) -> dict[str, Any]:
    """Plain tables of a rulebook whose rules say all that `defaults` says of their kind, where they do not say it.

    A rule's own table replaces the default as a whole. Tables that are no tables stay, for the checks to tell.
    """
    said, indicators = tables.get("defaults"), tables.get("indicator")
    if not isinstance(said, dict) or not isinstance(indicators, dict):
        return tables
    return tables | {"indicator": {code: _completed(node, said) for code, node in indicators.items()}}


def _completed(node: Any, defaults: dict[str, Any]) -> Any:
    rule = node.get("rule") if isinstance(node, dict) else None
    if not isinstance(rule, dict) or not isinstance(rule.get("kind"), str):
        return node
    given = defaults.get(rule["kind"])
    return node | {"rule": given | rule} if isinstance(given, dict) else node
