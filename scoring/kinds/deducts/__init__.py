"""Points off for records, as a part of several kinds of rules.

groups     records of a deduction in groups that cost the same each
counting   what is asked of the records
evidence   what the evidence counts, names and lets be otherwise
points     rows of the ledger
sizes      what points off are divided by
fitting    what the sources lack
clauses    parameters
words      the rule in words
"""

from scoring.kinds.deducts.clauses import deduction_clauses
from scoring.kinds.deducts.counting import deduction_counted, deduction_marks, reduce_deductions
from scoring.kinds.deducts.evidence import (
    deduction_levers,
    deduction_measures,
    deduction_quantities,
    deduction_traces,
    deduction_unit,
    deductions_against,
    deductions_told,
)
from scoring.kinds.deducts.fitting import fit_deductions
from scoring.kinds.deducts.points import deduct_points
from scoring.kinds.deducts.words import deduction_words

__all__ = [
    "deduct_points",
    "deduction_clauses",
    "deduction_counted",
    "deduction_levers",
    "deduction_marks",
    "deduction_measures",
    "deduction_quantities",
    "deduction_traces",
    "deduction_unit",
    "deduction_words",
    "deductions_against",
    "deductions_told",
    "fit_deductions",
    "reduce_deductions",
]
