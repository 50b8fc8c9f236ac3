"""The tables of a study of robustness as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.coherence import frames as coherence
from scoring.robustness.exclusion import EXCLUDED
from scoring.robustness.letter_shares import LETTER_SHARES
from scoring.robustness.one_at_a_time import ONE_AT_A_TIME
from scoring.robustness.outcomes import DRAWS, GROUPS, INTERVALS, SUPERIORITY
from scoring.robustness.parameters_table import PARAMETERS
from scoring.robustness.sobol import SENSITIVITY
from scoring.robustness.steadiness import PAIRS, STEADINESS, WIDTHS

if TYPE_CHECKING:
    import polars as pl

TABLES: dict[str, pl.Schema] = {
    "intervals": INTERVALS,
    "superiority": SUPERIORITY,
    "groups": GROUPS,
    "draws": DRAWS,
    "steadiness": STEADINESS,
    "widths": WIDTHS,
    "pairs": PAIRS,
    "sensitivity": SENSITIVITY,
    "excluded": EXCLUDED,
    "one_at_a_time": ONE_AT_A_TIME,
    "parameters": PARAMETERS,
    "correlations": coherence.CORRELATIONS,
    "reliability": coherence.RELIABILITY,
    "components": coherence.COMPONENTS,
    "importance": coherence.IMPORTANCE,
    "discrimination": coherence.DISCRIMINATION,
    "letters": LETTER_SHARES,
}
OPTIONAL = ("letters",)
"""Tables of studies of runs that give letters; all others have none."""
_PARQUET = ("superiority",)  # a row per pair of firms


def file_name(table: str) -> str:
    """The file of a table within the folder."""
    return f"{table}.parquet" if table in _PARQUET else f"{table}.csv"
