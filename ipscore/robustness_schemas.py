"""The tables of a study of robustness as files."""

from __future__ import annotations

from scoring.coherence import frames as coherence
from scoring.robustness.steadiness import STEADINESS, WIDTHS

TABLES: dict[str, pl.Schema] = {
    "steadiness": STEADINESS,
    "widths": WIDTHS,
    "correlations": coherence.CORRELATIONS,
    "reliability": coherence.RELIABILITY,
    "components": coherence.COMPONENTS,
    "importance": coherence.IMPORTANCE,
    "discrimination": coherence.DISCRIMINATION,
}
_PARQUET = ("superiority",)  # a row per pair of firms


def file_name(table: str) -> str:
    """The file of a table within the folder."""
    return f"{table}.parquet" if table in _PARQUET else f"{table}.csv"
