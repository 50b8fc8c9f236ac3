"""Is a manifest whole? Told before anything relies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicator_tree import Rulebook

_SHAPE: Mapping[str, type] = {
    "weights": dict,
    "inputs": list,
    "accepted": list,
    "rejected": dict,
    "outputs": list,
    "versions": dict,
}
_DECISION = ("source", "reason", "origin")
_SURVEY: Mapping[str, type] = {"weighted": bool, "unchecked": list}


def manifest_problems(manifest: Mapping[str, Any], rulebook: Rulebook) -> list[str]:
    """What a manifest lacks of what commands read from it, a weight scheme of its rulebook among it."""
    return list(_problems(manifest, rulebook))


def _problems(manifest: Mapping[str, Any], rulebook: Rulebook) -> Iterator[str]:
    for key, kind in _SHAPE.items():
        if not isinstance(manifest.get(key), kind):
            yield f"缺少 {key}，或不是应有的形式"
    weights = manifest.get("weights")
    if isinstance(weights, dict) and (scheme := weights.get("scheme")) not in rulebook.weights:
        yield f"写的权重方案 {scheme} 不在规则中（可用：{'、'.join(rulebook.weights)}）"
    for key in ("inputs", "outputs"):
        entries = manifest.get(key)
        if isinstance(entries, list) and not all(_is_file(entry) for entry in entries):
            yield f"的 {key} 中有的文件没有 name 或 sha256"
    decisions = manifest.get("accepted")
    if isinstance(decisions, list) and not all(_is_decision(entry) for entry in decisions):
        yield "的 accepted 中有的没有来源、理由、行数或行号"
    survey = manifest.get("survey")
    if survey is not None and not (
        isinstance(survey, dict) and all(isinstance(survey.get(key), kind) for key, kind in _SURVEY.items())
    ):
        yield "的 survey 不是应有的形式"


def _is_file(entry: Any) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("name"), str) and isinstance(entry.get("sha256"), str)


def _is_decision(entry: Any) -> bool:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in _DECISION):
        return False
    one = isinstance(entry.get("row"), int) and all(isinstance(entry.get(key), str) for key in ("file", "sheet"))
    return one or isinstance(entry.get("rejected"), int)
