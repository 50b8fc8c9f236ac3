"""Whether all methods found the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KEY = ("firm_id", "parameter", "cause")


class DisagreementError(AssertionError):
    """Two methods found something else."""


def insist_on_agreement(results: Mapping[str, Path]) -> None:
    """Insist that all methods tell the same fates and the same evidence.

    Args:
        results: by method what `benchmarks.worker` was given as OUT.

    Raises:
        DisagreementError: two do not agree; says in what.
    """
    (first, path), *others = results.items()
    fates, evidence = _fates(path), _evidence(path)
    if evidence.is_empty():
        raise DisagreementError(f"{first} found nothing")
    for name, other in others:
        if _fates(other) != fates:
            raise DisagreementError(f"{first} found {fates}, {name} {_fates(other)}")
        found = _evidence(other)
        if not evidence.equals(found):
            joined = evidence.join(found, on=list(_KEY), how="full", coalesce=True, suffix=f" {name}")
            differs = pl.col("quantity").ne_missing(pl.col(f"quantity {name}"))
            raise DisagreementError(f"{first} and {name} disagree:\n{joined.filter(differs)}")


def _fates(path: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


def _evidence(path: Path) -> pl.DataFrame:
    rows = pl.read_parquet(path.with_suffix(".parquet"))
    return rows.select(pl.col(_KEY).cast(pl.String), pl.col("quantity").cast(pl.Float64)).sort(_KEY)
