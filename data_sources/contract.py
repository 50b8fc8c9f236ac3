"""Contracts as they are written down: a class per kind of record, in the manner of pandera's models.

They become pandera schemas (`Source.schema`) when somebody asks for one. What runs over millions of rows needs only the
typed columns, and is spared the import of pandera, which takes as long as reading 300,000 rows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.columns import Column, Kind

_KIND_OF_TYPE: Mapping[Any, Kind] = {
    str: "text",
    pl.Date: "date",
    float: "number",
    pl.Int64: "count",
    bool: "flag",
    pl.UInt64: "secret",
}


class Contract:
    """The columns of a kind of record: a subclass annotates each with its type, and says the rest by `column`."""

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns, those of the classes that it comes from first."""
        types = get_type_hints(cls, include_extras=True)
        return tuple(_named(name, dtype, getattr(cls, name)) for name, dtype in types.items())


def _named(name: str, dtype: Any, said: Column) -> Column:
    if get_origin(dtype) is Annotated and get_args(dtype)[0] is pl.Enum:
        return replace(said, name=name, kind="text", coded=True)
    kind = _KIND_OF_TYPE[dtype]
    return replace(said, name=name, kind=said.kind if kind == "text" else kind)
