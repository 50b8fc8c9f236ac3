"""Errors of catalogues.

IndicatorTreeError
├── CatalogueNotFoundError   no catalogue under that name; the message lists what there is
└── CatalogueError           a catalogue that breaks its own rules; carries every problem at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.errors import IndicatorTreeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree.errors import Problem


class CatalogueNotFoundError(IndicatorTreeError):
    """A catalogue name or path that leads nowhere."""

    WAY_OUT = "--catalogue 请写年度、名称或文件"


class CatalogueError(IndicatorTreeError):
    """A catalogue with problems; all of them are listed, each with key path and what would be allowed."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        lines = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(self.problems, 1))
        super().__init__(f"指标目录 {file} 有 {len(self.problems)} 处问题：\n{lines}", f"请改正 {file} 后再运行")
