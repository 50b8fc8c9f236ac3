"""The JSON Schema of a rulebook file, for editors that complete and check TOML while it is typed."""

from __future__ import annotations

from typing import Any

from indicator_tree.rulebook import Rulebook

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PARTIAL = "Partial"
_FILE_KEYS = {
    "extends": {"type": "string", "title": "继承", "description": "所继承的规则文件：年度、名称或路径"},
    "remove": {
        "type": "array",
        "title": "删去",
        "description": "从所继承的规则文件中删去的项，每项是一条键路径",
        "items": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    },
}


def rulebook_schema() -> dict[str, Any]:
    """The schema of a rulebook file.

    A file that stands alone must be complete; one that extends another may give any part of any table, and only such
    a file may remove anything.
    """
    full = Rulebook.model_json_schema()
    definitions = full.pop("$defs")
    partial = _loosened(full)
    partial["properties"] = _FILE_KEYS | partial["properties"]
    return {
        "$schema": DIALECT,
        "title": "ipscore 规则文件",
        "description": "一年的指标体系、规则、权重与参数",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {key: value for key, value in partial.items() if key != "title"},
        "else": {key: value for key, value in full.items() if key != "title"},
        "$defs": definitions | {_PARTIAL + name: _loosened(table) for name, table in definitions.items()},
    }


def _loosened(schema: Any) -> Any:
    """The schema for parts of tables: nothing is required, and a rule need not say its kind."""
    if isinstance(schema, list):
        return [_loosened(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    loose: dict[str, Any] = {}
    for key, value in schema.items():
        if key in ("required", "discriminator", "minItems", "minProperties") and not _is_property(value):
            continue
        if key == "$ref":
            loose[key] = value.replace("#/$defs/", f"#/$defs/{_PARTIAL}")
        else:
            loose["anyOf" if key == "oneOf" else key] = _loosened(value)
    return loose


def _is_property(value: Any) -> bool:
    """Whether a schema keyword's name is a property of ours here, and so holds a schema."""
    return isinstance(value, dict) and "mapping" not in value
