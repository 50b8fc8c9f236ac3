"""Rows of a table that a case changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl


def with_rows(frame: pl.DataFrame, edit: Mapping[str, Any]) -> pl.DataFrame:
    """A table with a row to `add`, or with the rows `where` values are `set` or columns made empty by `clear`; rows of
    which neither is said are taken out.

    Raises:
        AssertionError: there is no row to change.
    """
    if "add" in edit:
        return pl.concat([frame, pl.DataFrame([edit["add"]], schema=frame.schema)])
    there = pl.all_horizontal(pl.col(name) == value for name, value in edit["where"].items())
    assert not frame.filter(there).is_empty(), edit
    values = edit.get("set", {}) | dict.fromkeys(edit.get("clear", []))
    if not values:
        return frame.filter(~there)
    changed = (pl.when(there).then(pl.lit(new)).otherwise(pl.col(name)).alias(name) for name, new in values.items())
    return frame.with_columns(changed).cast(frame.schema)
