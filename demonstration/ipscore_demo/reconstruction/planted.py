"""Bad rows put in on purpose, which readers must sort out without any figure changing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    import numpy as np


class PlantedRow(Strict):
    """One bad row: a copy of the source's first row with some cells changed."""

    source: str
    kind: Literal["rejected", "excluded", "answer"]
    cells: dict[str, str]
    expect: str
    copy_id: bool = False
    young: bool = False


def planted_rows() -> tuple[PlantedRow, ...]:
    """All bad rows, from `planted.toml`; `expect` is part of the reason a reader should give."""
    tables = tomllib.loads((Path(__file__).parent / "planted.toml").read_text(encoding="utf-8"))
    return tuple(PlantedRow.model_validate(table) for table in tables["row"])


def plant(text: pl.DataFrame, source: str, young: str, rng: np.random.Generator) -> pl.DataFrame:
    """The source's text with its bad rows in the second half, so that a copy stands behind its original.

    Args:
        text: the cells of the source.
        source: its name.
        young: a name of the firm that is too young to be evaluated.
        rng: where the rows go.
    """
    for number, row in enumerate(each for each in planted_rows() if each.source == source):
        template = text.row(0, named=True) | row.cells
        if not row.copy_id and "record_id" in template:
            template["record_id"] = f"{template['record_id']}-{number + 1}"
        if row.young:
            template["firm"] = young
        at = int(rng.integers(text.height // 2, text.height))
        bad = pl.DataFrame([template], schema=text.schema)
        text = pl.concat([text[:at], bad, text[at:]])
    return text
