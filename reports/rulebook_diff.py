"""The differences between two rulebooks, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.diff import NAMED
from indicator_tree.parameters import BASIS_LABELS
from reports.figures import plain
from reports.labels import Labels
from reports.rulebook_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.diff import Detail, Difference

_SECTIONS = {
    "indicator": "指标",
    "bonus": "加分项",
    "node": "节点规则与等级",
    "letters": "等级",
    "weights": "权重方案",
    "bands": "得分分段",
    "source": "数据源",
    "units": "评价对象",
    "size": "规模",
    "columns": "表头的对应",
    "values": "取值的对应",
    "records": "记录的编号",
    "survey": "答卷的误差",
    "counting": "计数误差",
    "defaults": "默认的做法",
    "population": "评价范围",
    "vocabulary": "词表",
    "scale": "分值尺度",
    "aggregation": "合成方法",
    "breakdown": "分类统计",
    "plausibility": "存疑的界限",
    "plausible": "合理的范围",
    "findings": "建议规则",
    "robustness": "稳健性分析",
    "settings": "设置",
}
_KINDS = {"changed": "变更", "added": "新增", "removed": "删去"}
_BY_SOURCE = ("vocabulary", "plausible", "columns", "values", "records")
"""Sections whose items are sources."""

_BY_COLUMN = ("vocabulary", "plausible")
"""Of these, the ones whose keys are columns; those of the others are what is written in files."""

_YES_NO = {True: "是", False: "否"}


def diff_text(before: Rulebook, after: Rulebook, differences: Sequence[Difference]) -> str:
    """A heading, then every difference with what it was and what it is."""
    lines = [f"{before.title} → {after.title}：{f'{len(differences)} 处不同' if differences else '没有不同'}"]
    for number, one in enumerate(differences, 1):
        labels = Labels.of(before if one.kind == "removed" else after)
        name = one.name
        renamed = next((detail for detail in one.details if detail.path == "name"), None)
        if renamed is not None:
            name = f"{renamed.before} → {renamed.after}"
        parts = [_SECTIONS[one.section], _item(one, labels), name]
        lines.append(f"{number}. {_KINDS[one.kind]}　{' '.join(part for part in parts if part)}")
        for detail in one.details:
            key = "" if detail.keys[-1].named else detail.keys[-1].text
            change = f"{_spelled(detail.before, key)} → {_spelled(detail.after, key)}"
            having = Labels.of(before if detail.after is None else after)
            lines.append(f"     {_path(one, detail, having)}：{change}")
    return "\n".join(lines)


def _item(one: Difference, labels: Labels) -> str:
    """The item in words: a source by its title."""
    return labels.title(one.item) if one.section in _BY_SOURCE else one.item


def _path(one: Difference, detail: Detail, labels: Labels) -> str:
    """Where a value stands, in words; what people named themselves goes by their label."""
    first, *rest = detail.keys
    if one.section in _BY_COLUMN:
        return " ".join((labels.column(one.item, first.text).title, *(_word(key.text) for key in rest)))
    if one.section == "breakdown":
        return labels.title(first.text)
    own = one.section in _BY_SOURCE
    return " ".join(key.label if key.named or own else _word(key.text) for key in detail.keys)


def _word(key: str) -> str:
    """What a key is called; one that no table of rulebooks has is a name that people chose."""
    return WORDS.get(key, key)


def _spelled(value: Any, key: str) -> str:
    """The value of a key in words; a table by its keys, which are words unless people chose them."""
    if value in (None, "", [], {}):
        return "（无）"
    match value:
        case bool():
            return _YES_NO[value]
        case float():
            return plain(value)
        case dict():
            named = key in NAMED
            given = [(each, one) for each, one in value.items() if one not in (None, "", [], {})]
            return "、".join(
                f"{each} {_within(one, '')}" if named else f"{_word(each)} {_within(one, each)}" for each, one in given
            )
        case list():
            return ("；" if isinstance(value[0], dict) else "、").join(_within(each, "") for each in value)
        case _:
            return BASIS_LABELS.get(value, value) if key == "basis" else str(value)


def _within(value: Any, key: str) -> str:
    """A value that is part of another: a table in brackets."""
    told = _spelled(value, key)
    return f"（{told}）" if isinstance(value, (dict, list)) else told
