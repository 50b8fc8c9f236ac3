"""Evidence → ledger → scores.

>>> import scoring
>>> from indicator_tree import load_rulebook
>>> from ipscore import read_records
>>> rulebook = load_rulebook("2017")                                    # doctest: +SKIP
>>> evaluation = scoring.score(read_records("records", rulebook), rulebook)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.comparison import compare_runs
    from scoring.errors import (
        MissingEvidenceError,
        ScoringError,
        UndefinedAggregateError,
        UnknownColumnError,
        UnknownSchemeError,
        WeightsError,
    )
    from scoring.evaluating import compare_schemes, score, score_evidence
    from scoring.evaluation import Evaluation

__all__ = [
    "Evaluation",
    "MissingEvidenceError",
    "ScoringError",
    "UndefinedAggregateError",
    "UnknownColumnError",
    "UnknownSchemeError",
    "WeightsError",
    "compare_runs",
    "compare_schemes",
    "score",
    "score_evidence",
]

_AT = {
    **dict.fromkeys(__all__, "scoring.errors"),
    **dict.fromkeys(("compare_schemes", "score", "score_evidence"), "scoring.evaluating"),
    "Evaluation": "scoring.evaluation",
    "compare_runs": "scoring.comparison",
}
"""Where each name stands; loaded where it is asked for, since many who score compare nothing."""


def __getattr__(name: str) -> object:
    if name not in _AT:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_AT[name]), name)
