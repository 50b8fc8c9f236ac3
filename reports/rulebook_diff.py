"""The differences between two rulebooks, spelled out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reports.figures import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.diff import Difference

_SECTIONS = {
    "indicator": "指标",
    "bonus": "加分项",
    "node": "节点规则与等级",
    "letters": "等级",
    "weights": "权重方案",
    "bands": "得分分段",
    "source": "数据源",
    "units": "评价对象",
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
_FIELDS = {
    "name": "名称",
    "description": "说明",
    "parent": "上级",
    "data_sources": "数据来源",
    "bands": "分段",
    "missing": "缺少数据时",
    "rule": "规则",
    "rule.ratio": "规则：比率",
    "rule.kind": "规则类型",
}


def diff_text(before: Rulebook, after: Rulebook, differences: Sequence[Difference]) -> str:
    """A heading, then every difference with what it was and what it is."""
    lines = [f"{before.title} → {after.title}：{f'{len(differences)} 处不同' if differences else '没有不同'}"]
    for number, one in enumerate(differences, 1):
        name = one.name
        renamed = next((detail for detail in one.details if detail.path == "name"), None)
        if renamed is not None:
            name = f"{renamed.before} → {renamed.after}"
        parts = [_SECTIONS[one.section], one.item, name]
        lines.append(f"{number}. {_KINDS[one.kind]}　{' '.join(part for part in parts if part)}")
        for detail in one.details:
            field = _FIELDS.get(detail.path, detail.path)
            lines.append(f"     {field}：{_spelled(detail.before)} → {_spelled(detail.after)}")
    return "\n".join(lines)


def _spelled(value: Any) -> str:
    if value is None or value == "":
        return "（无）"
    if isinstance(value, float):
        return plain(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
