"""What a contract says of a column: the one definition behind reader, template and dictionary."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, cast

import polars as pl

from data_sources.column_checks import limited
from data_sources.header_texts import unit_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.answers import Choice
    from data_sources.column_checks import Check, Limit

Kind = Literal["text", "identifier", "code", "date", "number", "count", "flag", "secret"]

KIND_TITLES: Mapping[Kind, str] = {
    "text": "文本",
    "identifier": "编号",
    "code": "统一社会信用代码",
    "date": "日期",
    "number": "数值",
    "count": "整数",
    "flag": "是/否",
    "secret": "保密编号",
}

_TYPES: Mapping[Kind, pl.DataType] = {
    "text": pl.String(),
    "identifier": pl.String(),
    "code": pl.String(),
    "date": pl.Date(),
    "number": pl.Float64(),
    "count": pl.Int64(),
    "flag": pl.Boolean(),
    "secret": pl.UInt64(),
}
"""The types of values, by kind."""

PERSONAL = ("", "")
"""Of a column whose cells name persons whatever else the row says."""

_FIRM_HEADERS = (
    *("公司名称", "公司", "券商", "券商简称", "券商名称", "公司全称", "公司简称", "证券公司名称"),
    *("机构名称", "机构", "会员名称", "统一社会信用代码", "firm_id"),
)


@dataclass(frozen=True)
class Column:
    """One column of a source.

    Attributes:
        name: the English name, that of the table's column.
        title: the Chinese header of the template.
        description: what to fill in, in Chinese.
        kind: how cells are read.
        required: whether an empty cell rejects the row.
        unit: the unit of a quantity, else empty.
        example: one cell as a person would type it.
        aliases: other headers that mean this column.
        options: a closed list that belongs to the source itself (a questionnaire's), best first; else empty.
        personal_unless: `(column, value)`: the cell names a person, to be masked, unless that column has that value;
            `PERSONAL` where it always does.
        optional: whether a file may lack the column; its cells are then empty.
        coded: whether its values are an enumeration of its options (`pl.Enum`), else text.
        share_beside: the column of the same row with which it makes a ratio: a cell may be a share (61.41%) instead of
            a quantity where that one's is a share too; empty if no cell may.
        choice: of a question, how its answers may stand: one that is not recognised is empty and listed, and costs
            nothing but itself; None for other columns.
        checks: what is asked of its values beside their type.

    The cells of a `secret` column tell persons or devices apart; only a fingerprint of them is ever kept.
    """

    name: str
    title: str
    description: str
    kind: Kind
    required: bool
    unit: str
    example: str
    aliases: tuple[str, ...]
    options: tuple[str, ...]
    personal_unless: tuple[str, str] | None
    optional: bool
    coded: bool = False
    choice: Choice | None = None
    share_beside: str = ""
    checks: tuple[Check, ...] = field(default=(), repr=False)

    @property
    def dtype(self) -> pl.DataType:
        """The type of its values."""
        return pl.Enum(self.options) if self.coded else _TYPES[self.kind]

    @property
    def lowest(self) -> float | None:
        """What a number must not be less than; None if it may be negative."""
        least = [float(check.limit[1]) for check in self.checks if check.limit and check.limit[0] in ("ge", "gt")]
        return max(least, default=None)

    @property
    def measure(self) -> str:
        """The unit of a quantity, be it said in the brackets of its title; else empty."""
        return self.unit or unit_in(self.title)


def column(
    title: str,
    description: str,
    *,
    example: str,
    aliases: Sequence[str] = (),
    unit: str = "",
    kind: Kind = "text",
    options: Sequence[str] = (),
    personal_unless: tuple[str, str] | None = None,
    optional: bool = False,
    nullable: bool = False,
    choice: Choice | None = None,
    share_beside: str = "",
    checks: Sequence[Check] = (),
    **limits: float,
) -> Any:
    """A column of a contract; its name, and its kind where that is no text, are those of the annotation.

    The limits of a number are called ge, gt, le and lt.
    """
    return Column(
        name="",
        title=title,
        description=description,
        kind=kind,
        required=not (nullable or optional),
        unit=unit,
        example=example,
        aliases=tuple(aliases),
        options=tuple(options),
        personal_unless=personal_unless,
        optional=optional,
        choice=choice,
        share_beside=share_beside,
        checks=(*(limited(cast("Limit", limit), value) for limit, value in limits.items()), *checks),
    )


def record_id(title: str, *, example: str, aliases: Sequence[str] = ()) -> Any:
    """The field of a record's own number."""
    return column(title, "全部文件内不得重复", example=example, aliases=(*aliases, "编号"), kind="identifier")


_FIRM_TITLE = "证券公司"
_FIRM_DESCRIPTION = "公司全称、简称、曾用名或统一社会信用代码，须见于证券公司名录"


def firm() -> Any:
    """The field in which a record names its firm."""
    return column(_FIRM_TITLE, _FIRM_DESCRIPTION, example="示例证券", aliases=_FIRM_HEADERS)


def firm_column(aliases: Sequence[str] = ()) -> Column:
    """The column in which a record names its firm, for a contract that is made from data."""
    found: Column = firm()
    return replace(found, name="firm", aliases=(*found.aliases, *aliases))
