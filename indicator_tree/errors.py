"""Errors of the ground floor.

IndicatorTreeError
├── RulebookNotFoundError    no file under that name; the message lists what there is
├── RulebookError            a rulebook that breaks its own rules; carries every problem at once
├── MappingFileError         a mapping of headers, values and files that is none; carries every problem at once
└── PublishedError           published figures that cannot be found or understood
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from indicator_tree.told_errors import ToldError

if TYPE_CHECKING:
    from collections.abc import Sequence


class IndicatorTreeError(ToldError):
    """Base of every error that this package raises on purpose."""


class RulebookNotFoundError(IndicatorTreeError):
    """A rulebook name or path that leads nowhere."""

    WAY_OUT = "请写规则的年度、名称或文件；自带的见 ipscore rulebook list"


class PublishedError(IndicatorTreeError):
    """Published figures that cannot be found or understood."""

    WAY_OUT = "请写公布数字的名称（如 whitepaper_2017）或文件"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a rulebook: where (key path) and what, with what would be allowed.

    Attributes:
        path: the keys, joined by dots.
        message: in Chinese.
        keys: the keys one by one, where a problem elsewhere may follow from this one.
        meant: the keys that were probably meant, where these are unknown.
        unusable: whether there is nothing at the keys that other checks could use: a text where a table should be.
        follows: keys on which this problem rests: if something is wrong there, it is no cause of its own.
    """

    path: str
    message: str
    keys: tuple[str, ...] = field(default=(), compare=False)
    meant: tuple[str, ...] = field(default=(), compare=False)
    unusable: bool = field(default=False, compare=False)
    follows: tuple[tuple[str, ...], ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.path}：{self.message}"


class RulebookError(IndicatorTreeError):
    """A rulebook with problems; all of them are listed, each with file, key path and what would be allowed."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        lines = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(self.problems, 1))
        super().__init__(
            f"规则文件 {file} 有 {len(self.problems)} 处问题：\n{lines}",
            f"请改正 {file}，再用 ipscore rulebook check 检查",
        )


class MappingFileError(IndicatorTreeError):
    """A file of mappings with problems; all of them are listed."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        lines = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(self.problems, 1))
        super().__init__(
            f"映射文件 {file} 有 {len(self.problems)} 处问题：\n{lines}",
            f"请改正 {file}，再用 ipscore check 检查",
        )
