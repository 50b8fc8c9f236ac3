"""What the closed words of catalogues are called in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indicator_tree.catalogue_parts import Aggregate, Direction, Entry, Frequency, Kind, When

KIND_LABELS: dict[Kind, str] = {
    "count": "计数",
    "number": "数值",
    "ratio": "比率",
    "amount": "金额",
    "seconds": "时长",
    "time": "时点",
    "state": "状态",
    "text": "文字说明",
}
FREQUENCY_LABELS: dict[Frequency, str] = {"daily": "每日", "monthly": "每月"}
DIRECTION_LABELS: dict[Direction, str] = {"lower": "越低越好", "higher": "越高越好", "none": "不分优劣"}
ENTRY_LABELS: dict[Entry, str] = {"automatic": "自动采集", "manual": "手工填报"}
AGGREGATE_LABELS: dict[Aggregate, str] = {"last": "取月内最后一次", "mean": "取平均", "sum": "取合计", "max": "取最大"}
ALERT_LABELS: dict[str, str] = {
    "threshold": "超过阈值",
    "history": "偏离自身历史",
    "volume": "偏离业务量",
    "relation": "勾稽不符",
    "clearing": "清算耗时超出区间",
}
CHECK_LABELS: dict[str, str] = {"missing": "缺少", "cause": "缺原因", "relation": "勾稽不符", "jump": "突变"}
WHEN_LABELS: dict[When, str] = {
    "above": "高于",
    "at_least": "不低于",
    "below": "低于",
    "at_most": "不高于",
    "not_normal": "状态不正常",
}
