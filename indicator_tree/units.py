"""Whom a rulebook evaluates, where it is not securities firms: departments, subsidiaries, anything with a register."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

from pydantic import Field, field_validator, model_validator

from indicator_tree.parameters import Strict


class Words(NamedTuple):
    """How messages, tables and reports call what is evaluated.

    Attributes:
        noun: one of them: 公司, 部门.
        measure: the measure word: 家, 个.
        code: what their codes are; empty where names tell them apart.
        key: the header of what tells them apart: 公司代码, 部门编号, 支行名称.
        whole: all of them as a body, in front of a noun: 行业 as in 行业中位数.
        heir: the one that others were merged into.
        formal: one of them in full: 证券公司.
    """

    noun: str
    measure: str
    code: str
    key: str
    whole: str
    heir: str
    formal: str

    @property
    def own(self) -> str:
        """The one that a report is about: 本公司."""
        return f"本{self.noun}"

    @property
    def key_meaning(self) -> str:
        """What tells them apart."""
        return self.code or self.key


FIRMS = Words("公司", "家", "统一社会信用代码", "公司代码", "行业", "母公司", "证券公司")
"""Of a rulebook without `[units]`."""

FIRM_REGISTER, UNIT_REGISTER = "firm_register", "unit_register"
"""The registers of firms and of units, to which a rulebook may add columns of text."""

PEER_GROUP = "peer_group"
"""The column of the register that `[units] group` is."""


class Units(Strict):
    """What is evaluated, and its register.

    Where units have no codes (`identified = false`) their names tell them apart, and no two may share one.
    """

    noun: str = Field(min_length=1, description="评价对象的名称，如 部门、子公司")
    measure: str = Field(default="个", min_length=1, description="量词")
    register_title: str = Field(min_length=1, description="名录的名称，即其文件名或工作表名的开头，如 部门名录")
    description: str = Field(default="", description="名录里有哪些评价对象")
    identified: bool = Field(default=False, description="是否有编号；没有编号的以名称区分")
    id_title: str = Field(default="", description="编号列的表头")
    id_pattern: str = Field(default="", description="编号须全部符合的正则表达式")
    group: str = Field(default="", description="分组列的表头，如 业务条线；不写则名录没有分组")

    @field_validator("id_pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"不是正则表达式：{error}，实为 {pattern}") from error
        return pattern

    @model_validator(mode="after")
    def _codes(self) -> Self:
        if not self.identified and (self.id_title or self.id_pattern):
            raise ValueError("写明 id_title 或 id_pattern 时，应写 identified = true")
        return self

    @property
    def words(self) -> Words:
        """How messages call a unit, and how they count units."""
        code = self.code_title if self.identified else ""
        return Words(self.noun, self.measure, code, code or self.name_title, "全体", f"合并后的{self.noun}", self.noun)

    @property
    def code_title(self) -> str:
        """The header of the column of codes."""
        return self.id_title or f"{self.noun}编号"

    @property
    def name_title(self) -> str:
        """The header of the column of names."""
        return f"{self.noun}名称"
