"""What a contract says of a column: the one definition behind reader, template and dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pandera.polars as pa
import polars as pl

from data_sources.header_texts import unit_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data_sources.answers import Choice

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

_KIND_OF_TYPE: dict[pl.DataType, Kind] = {
    pl.String(): "text",
    pl.Date(): "date",
    pl.Float64(): "number",
    pl.Int64(): "count",
    pl.Boolean(): "flag",
    pl.UInt64(): "secret",
}

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
        lowest: what a number must not be less than; None if it may be negative.
        options: a closed list that belongs to the source itself (a questionnaire's), best first; else empty.
        personal_unless: `(column, value)`: the cell names a person, to be masked, unless that column has that value.
        optional: whether a file may lack the column; its cells are then empty.
        coded: whether its values are an enumeration of its options (`pl.Enum`), else text.
        share_beside: the column of the same row with which it makes a ratio: a cell may be a share (61.41%) instead of
            a quantity where that one's is a share too; empty if no cell may.
        choice: of a question, how its answers may stand: one that is not recognised is empty and listed, and costs
            nothing but itself; None for other columns.

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
    lowest: float | None
    options: tuple[str, ...]
    personal_unless: tuple[str, str] | None
    optional: bool
    coded: bool = False
    choice: Choice | None = None
    share_beside: str = ""

    @property
    def measure(self) -> str:
        """The unit of a quantity, be it said in the brackets of its title; else empty."""
        return self.unit or unit_in(self.title)


def metadata(
    *,
    example: str,
    aliases: Sequence[str] = (),
    unit: str = "",
    kind: Kind | None = None,
    options: Sequence[str] = (),
    personal_unless: tuple[str, str] | None = None,
    optional: bool = False,
    choice: Choice | None = None,
    share_beside: str = "",
) -> dict[str, Any]:
    """What pandera has no field for, as the `metadata` of a pandera column."""
    return {
        "example": example,
        "aliases": tuple(aliases),
        "unit": unit,
        "kind": kind,
        "options": tuple(options),
        "personal_unless": personal_unless,
        "optional": optional,
        "choice": choice,
        "share_beside": share_beside,
    }


def column(
    title: str,
    description: str,
    *,
    example: str,
    aliases: Sequence[str] = (),
    unit: str = "",
    kind: Kind | None = None,
    options: Sequence[str] = (),
    personal_unless: tuple[str, str] | None = None,
    optional: bool = False,
    share_beside: str = "",
    **checks: Any,
) -> Any:
    """A field of a contract; `checks` are those of a pandera field."""
    more = metadata(
        example=example,
        aliases=aliases,
        unit=unit,
        kind=kind,
        options=options,
        personal_unless=personal_unless,
        optional=optional,
        share_beside=share_beside,
    )
    if optional:
        checks["nullable"] = True
    return pa.Field(title=title, description=description, metadata=more, **checks)


def record_id(title: str, *, example: str, aliases: Sequence[str] = ()) -> Any:
    """The field of a record's own number."""
    return column(title, "全部文件内不得重复", example=example, aliases=(*aliases, "编号"), kind="identifier")


_FIRM_TITLE = "证券公司"
_FIRM_DESCRIPTION = "公司全称、简称、曾用名或统一社会信用代码，须见于证券公司名录"


def firm() -> Any:
    """The field in which a record names its firm."""
    return column(_FIRM_TITLE, _FIRM_DESCRIPTION, example="示例证券", aliases=_FIRM_HEADERS)


def firm_column(aliases: Sequence[str] = ()) -> pa.Column:
    """The column in which a record names its firm, for a contract that is made from data."""
    more = metadata(example="示例证券", aliases=(*_FIRM_HEADERS, *aliases))
    return pa.Column(pl.String, title=_FIRM_TITLE, description=_FIRM_DESCRIPTION, metadata=more)


def columns_of(schema: pa.DataFrameSchema) -> tuple[Column, ...]:
    """The columns that a pandera schema describes, in its order."""
    return tuple(_column(name, definition) for name, definition in schema.columns.items())


def _column(name: str, definition: pa.Column) -> Column:
    more = definition.metadata
    coded = isinstance(definition.dtype.type, pl.Enum)
    return Column(
        name=name,
        title=definition.title,
        description=definition.description,
        kind=more["kind"] or ("text" if coded else _KIND_OF_TYPE[definition.dtype.type]),
        required=not definition.nullable,
        unit=more["unit"],
        example=more["example"],
        aliases=more["aliases"],
        lowest=_lowest(definition),
        options=more["options"],
        personal_unless=more["personal_unless"],
        optional=more["optional"],
        coded=coded,
        choice=more.get("choice"),
        share_beside=more.get("share_beside", ""),
    )


def _lowest(definition: pa.Column) -> float | None:
    least = [check.statistics["min_value"] for check in definition.checks if "min_value" in (check.statistics or {})]
    return max(map(float, least), default=None)
