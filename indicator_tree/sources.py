"""Sources that a rulebook declares, and further columns of those kept here: what a record is, what its columns hold.

No Python is needed for either.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Strict
from indicator_tree.run_sources import RunSource

ColumnKind = Literal["text", "number", "integer", "date", "bool", "code"]

UNIT_COLUMN = "firm"
"""The column in which a record names its unit; every declared source has it without being told."""

RESERVED = (UNIT_COLUMN, "firm_id", "entity_id")

_LIMITS = ("ge", "gt", "le", "lt")


class SourceColumn(Strict):
    """One column of a declared source: what a cell holds, and which cells reject their row."""

    title: str = Field(min_length=1, description="表头")
    description: str = ""
    kind: ColumnKind = Field(description="text 文本、number 数值、integer 整数、date 日期、bool 是/否、code 编号")
    unit: str = ""
    values: tuple[Annotated[str, Field(min_length=1)], ...] = Field(default=(), description="可选值（仅 text）")
    nullable: bool = Field(default=False, description="是否可以留空")
    optional: bool = Field(default=False, description="文件是否可以没有这一列")
    ge: float | None = Field(default=None, description="不小于")
    gt: float | None = Field(default=None, description="大于")
    le: float | None = Field(default=None, description="不大于")
    lt: float | None = Field(default=None, description="小于")
    not_before: str | None = Field(default=None, description="日期不得早于哪一列")
    example: str = Field(default="", description="示例，照填写的样子写")
    aliases: tuple[Annotated[str, Field(min_length=1)], ...] = Field(default=(), description="也可写作的表头")
    personal: bool = Field(default=False, description="是否人名：读入时即遮盖，不能作条件，也不能分类统计（仅 text）")

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        problems = []
        if self.values and self.kind != "text":
            problems.append(f'只有 kind = "text" 的列可写 values，实为 "{self.kind}"')
        if len(set(self.values)) < len(self.values):
            problems.append("values 中有重复的值")
        if self.limits and self.kind not in ("number", "integer"):
            problems.append(f'只有数值列可写 {"、".join(_LIMITS)}，实为 kind = "{self.kind}"')
        if self.personal and (self.kind != "text" or self.values):
            problems.append('只有 kind = "text" 而没有 values 的列可写 personal')
        if self.not_before is not None and self.kind != "date":
            problems.append(f'只有 kind = "date" 的列可写 not_before，实为 "{self.kind}"')
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def limits(self) -> dict[str, float]:
        """The limits of a number that are given, by their name: ge, gt, le, lt."""
        return {name: value for name in _LIMITS if (value := getattr(self, name)) is not None}


class SourceTable(Strict):
    """A declared source. Column `record_id`, of kind `code`, is the number of a record where records have one.

    Without a title it is one of the sources kept here, under its own name: then `column` holds what is added to it.
    """

    title: str | None = Field(
        default=None, min_length=1, description="名称，即文件名或工作表名的开头；给自带数据源加列时不写"
    )
    description: str = ""
    unit: str = Field(default="条", description="记录的量词")
    dated_by: str | None = Field(default=None, description="决定记录是否属于评价期的日期列；不写则记录不分日期")
    dating: Literal["within", "until_end", "at_end"] = Field(
        default="within", description="日期须：within 在评价期内，until_end 不晚于评价期末，at_end 就是评价期末"
    )
    key: tuple[str, ...] = Field(default=(), description="不得有两条记录相同的几列；firm 指评价对象")
    run: RunSource | None = Field(default=None, description="记录取自数据文件夹里的运行；列由程序给出，不写 column")
    column: dict[str, SourceColumn] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_columns(self) -> Self:
        if not self.column:
            raise ValueError("column 至少要有一列")
        return self

    @model_validator(mode="after")
    def _only_adds(self) -> Self:
        fields = type(self).model_fields
        given = [name for name in fields if name != "column" and getattr(self, name) != fields[name].default]
        if self.title is None and given:
            raise ValueError(f"缺少 title（名称）；给自带数据源加列的，只写 column，不写 {'、'.join(given)}")
        return self
