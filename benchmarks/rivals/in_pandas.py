"""Files read and names looked up by pandas, with texts as Arrow strings or, where few differ, as categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.rivals.register import COLUMNS, FILE, meant

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read(path: Path, few: Sequence[str]) -> pd.DataFrame:
    """A Parquet file; the columns of which few values differ as categories."""
    table = pd.read_parquet(path, dtype_backend="pyarrow")
    return table.assign(**{name: table[name].astype("category") for name in few})


def names(folder: Path, column: pd.Series) -> pd.DataFrame:
    """name, entity, firm of every different name in a column of categories that the register knows."""
    rows = pd.read_parquet(folder / FILE)[list(COLUMNS)].astype(object)
    known = [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows.itertuples(index=False)]
    return pd.DataFrame(meant(known, column.cat.categories), columns=["name", "entity", "firm"], dtype="str")


def single(sound: pd.DataFrame) -> pd.DataFrame:
    """Without rows that share a number: all but one if they say the same, else all."""
    doubled = sound["record"].duplicated(keep=False)
    told_once = sound[doubled].drop_duplicates()
    consistent = told_once[~told_once["record"].duplicated(keep=False)]
    return pd.concat([sound[~doubled], consistent])
