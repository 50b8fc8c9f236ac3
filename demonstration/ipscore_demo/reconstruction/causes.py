"""Causes that a report names: each on one record, since it does not print how many of each there were."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from pydantic import Field

from indicator_tree.parameters import Strict
from ipscore_demo.reconstruction.shapes import stream
from ipscore_demo.reconstruction.solver import InfeasibleError
from reports.record_counts import CAUSE

if TYPE_CHECKING:
    from collections.abc import Iterable


class NamedCauses(Strict):
    """Causes that a report names of the records of a source that fulfil a condition.

    `throughout`: the one cause that is named is that of all of them.
    """

    source: str
    when: dict[str, str]
    named: tuple[str, ...] = Field(min_length=1)
    throughout: bool = False


class _File(Strict):
    cause: tuple[NamedCauses, ...]


def load_causes(name: str) -> tuple[NamedCauses, ...]:
    """The causes of a year by file stem.

    Raises:
        FileNotFoundError: no such file.
        pydantic.ValidationError: the file does not fit the model.
    """
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text)).cause


def with_causes(table: pl.DataFrame, source: str, causes: Iterable[NamedCauses], seed: int) -> pl.DataFrame:
    """The records of a source with a column of causes, empty where none is named.

    Raises:
        InfeasibleError: fewer records fulfil a condition than causes are named of them.
    """
    told: list[str | None] = [None] * table.height
    for at, each in enumerate(one for one in causes if one.source == source):
        rows = table.with_row_index("at").filter(**each.when)["at"].to_numpy()
        if rows.size < len(each.named):
            raise InfeasibleError(f"{source}：{each.when} 只有 {rows.size} 条记录，列举的原因有 {len(each.named)} 种")
        if each.throughout:
            found = dict.fromkeys(rows.tolist(), each.named[0])
        else:
            chosen = stream(seed, f"causes {source} {at}").choice(rows, len(each.named), replace=False)
            found = dict(zip(chosen.tolist(), each.named, strict=True))
        for row, cause in found.items():
            told[row] = cause
    return table.with_columns(pl.Series(CAUSE, told, pl.String))
