"""Errors of scoring.

ScoringError
├── UnknownColumnError     a rule asks for a source or column that the records do not have
├── UnknownAnswerError     answers to which the rulebook gives no value
├── UnknownSchemeError     no weight scheme of that name in the rulebook
└── MissingEvidenceError   firms without evidence at leaves whose missing policy is `error`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class ScoringError(Exception):
    """Base of every error that this package raises on purpose."""


class UnknownColumnError(ScoringError):
    """The rulebook and the records do not fit together."""

    def __init__(self, node: str, what: str, found: Iterable[str]) -> None:
        super().__init__(f"指标 {node} 的规则要用 {what}，数据中没有；现有：{'、'.join(sorted(found)) or '无'}")


class UnknownAnswerError(ScoringError):
    """Answers to which the rulebook gives no value."""

    def __init__(self, node: str, found: Iterable[str], known: Iterable[str]) -> None:
        super().__init__(f"指标 {node} 的答案 {'、'.join(found)} 在规则文件中没有分值；已有：{'、'.join(known)}")


class UnknownSchemeError(ScoringError):
    """A weight scheme that the rulebook does not define."""

    def __init__(self, scheme: str, known: Iterable[str]) -> None:
        super().__init__(f"规则文件没有权重方案 {scheme}；可用：{'、'.join(known)}")


class MissingEvidenceError(ScoringError):
    """Firms that cannot be scored; `cases` holds (firm, node, reason)."""

    SHOWN = 20

    def __init__(self, cases: Sequence[tuple[str, str, str]]) -> None:
        self.cases = tuple(cases)
        lines = [f"  {firm} {node}：{reason}" for firm, node, reason in self.cases[: self.SHOWN]]
        rest = len(self.cases) - len(lines)
        more = [f"  ……另有 {rest} 项"] if rest else []
        head = f"{len(self.cases)} 项缺少数据，规则文件规定报错（缺少不等于零分）。"
        hint = '补齐数据，或在规则文件中为该指标写 missing = "reweight"：'
        super().__init__("\n".join([head + hint, *lines, *more]))
