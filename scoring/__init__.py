"""Evidence → ledger → scores.

>>> import scoring
>>> from indicator_tree import load_rulebook
>>> from ipscore import read_records
>>> rulebook = load_rulebook("2017")                                    # doctest: +SKIP
>>> evaluation = scoring.score(read_records("records", rulebook), rulebook)  # doctest: +SKIP
"""

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
