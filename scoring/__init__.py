"""Evidence → ledger → scores.

>>> import scoring
>>> from indicator_tree import load_rulebook
>>> from ipscore import read_records
>>> rulebook = load_rulebook("2017")                                    # doctest: +SKIP
>>> evaluation = scoring.score(read_records("records", rulebook), rulebook)  # doctest: +SKIP
"""

from scoring.errors import MissingEvidenceError, ScoringError, UnknownColumnError, UnknownSchemeError
from scoring.evaluation import Evaluation, compare_schemes, score, score_evidence

__all__ = [
    "Evaluation",
    "MissingEvidenceError",
    "ScoringError",
    "UnknownColumnError",
    "UnknownSchemeError",
    "compare_schemes",
    "score",
    "score_evidence",
]
